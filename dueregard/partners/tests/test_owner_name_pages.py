import pytest
from django.urls import reverse

from dueregard.partners import worklist
from dueregard.partners.models import OwnerName


def test_a_proposal_is_chosen_with_one_press_and_undone(
    partnership, used, coordinator, client
):
    client.force_login(coordinator)
    names = reverse("partners:owner_names", args=[partnership.authority.slug])
    page = client.get(names)
    assert [name.text for name in page.context["page"]] == [
        "Prevent Coordinater",
        "Jo Nobody/Comms",
    ]
    name = page.context["page"].rows[0]
    code = name.resolution.candidates[0].target.code
    slug = partnership.authority.slug
    choose = reverse("partners:choose", args=[slug, name.code, code])
    assert choose in page.content.decode()
    assert client.get(choose).status_code == 405
    assert client.post(choose).status_code == 302
    decided = client.get(names, {"show": "decided"}).context["page"].rows
    assert [name.text for name in decided] == ["Prevent Coordinater"]
    undo = reverse("partners:undo", args=[OwnerName.objects.get().pk])
    client.post(undo)
    assert not OwnerName.objects.exists()


def test_what_was_not_proposed_cannot_be_chosen_by_its_address(
    partnership, used, coordinator, client
):
    client.force_login(coordinator)
    code = worklist.used_names(partnership.authority)[0].code
    slug = partnership.authority.slug
    for target in (f"organisation-{partnership.police.pk}", "everyone-all", "post-0"):
        url = reverse("partners:choose", args=[slug, code, target])
        assert client.post(url).status_code == 404
    unused = reverse("partners:choose", args=[slug, "0" * 20, "text"])
    assert client.post(unused).status_code == 404


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"meaning": "text"}, "text"),
        ({"meaning": "everyone", "everyone": "schools"}, "everyone"),
        ({"meaning": "new_post", "title": "Comms lead"}, "post"),
        ({"meaning": "known"}, "several"),
    ],
)
def test_words_are_settled_by_the_page(
    answers, kind, partnership, used, coordinator, client
):
    client.force_login(coordinator)
    authority = partnership.authority
    name = worklist.used_names(authority)[0]
    chosen = {
        "organisation": partnership.council.pk,
        "posts": [partnership.police_post.pk],
        "organisations": [partnership.police.pk],
    }
    url = reverse("partners:settle", args=[authority.slug, name.code])
    assert client.post(url, chosen | answers).status_code == 302
    assert worklist.find(authority, name.code).resolution.kind == kind


def test_posts_and_organisations_must_be_chosen_when_said_so(
    partnership, used, coordinator, client
):
    client.force_login(coordinator)
    name = worklist.used_names(partnership.authority)[0]
    url = reverse("partners:settle", args=[partnership.authority.slug, name.code])
    response = client.post(url, {"meaning": "known"})
    assert "Select at least one post or organisation" in response.content.decode()


def test_words_of_plans_never_stand_in_an_address(
    partnership, used, coordinator, client
):
    client.force_login(coordinator)
    names = reverse("partners:owner_names", args=[partnership.authority.slug])
    html = client.get(names).content.decode()
    addresses = [part.split('"')[0] for part in html.split('href="')[1:]]
    addresses += [part.split('"')[0] for part in html.split('action="')[1:]]
    assert not any("obody" in address for address in addresses)
