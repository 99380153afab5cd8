import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.tests.factories import MembershipFactory
from dueregard.partners import registry, services, worklist
from dueregard.partners.models import OwnerName, Post, PostHolding

from .factories import PostFactory


@pytest.fixture
def used(monkeypatch):
    """Owner names that plans use, by words and count."""
    uses = {"Prevent Coordinater": 3, "Police": 2, "Jo Nobody/Comms": 1}
    monkeypatch.setattr(registry, "_uses", {"test": lambda authority: uses})
    return uses


def addresses(partnership):
    slug = partnership.authority.slug
    post, holding = partnership.coordinator_post, PostHolding.objects.first()
    return {
        "posts": reverse("partners:posts", args=[slug]),
        "shared": reverse("partners:shared_owners", args=[slug]),
        "names": reverse("partners:names", args=[slug]),
        "add": reverse("partners:add_post", args=[slug]),
        "hand_over": reverse("partners:hand_over", args=[slug, partnership.ada.pk]),
        "post": reverse("partners:post", args=[post.pk]),
        "change": reverse("partners:change_post", args=[post.pk]),
        "close": reverse("partners:close_post", args=[post.pk]),
        "appoint": reverse("partners:appoint", args=[post.pk]),
        "title": reverse("partners:add_other_name", args=[post.pk]),
        "end": reverse("partners:end_holding", args=[holding.pk]),
        "settle": reverse(
            "partners:settle",
            args=[slug, worklist.used_names(partnership.authority)[0].code],
        ),
    }


READ = {"posts", "shared", "post"}
NAMES = {"names", "settle"}


@pytest.mark.parametrize(
    ("person", "may_open", "refused"),
    [
        ("coordinator", "all", set()),
        ("administrator", "all but names", NAMES),
        ("action_owner", "posts", NAMES),
        ("board_member", "posts and names", set()),
        ("elected_member", "nothing", None),
        ("outsider", "nothing", None),
    ],
)
def test_each_page_answers_each_person(
    person, may_open, refused, partnership, used, client, request
):
    client.force_login(request.getfixturevalue(person))
    got = {
        name: client.get(url).status_code
        for name, url in addresses(partnership).items()
    }
    if may_open == "nothing":
        assert set(got.values()) == {404}
        return
    for name, status in got.items():
        if name in refused:
            assert status == 404, name
        elif may_open.startswith("all") or name in READ | {"names"}:
            assert status == 200, name
        else:
            assert status == 403, name


def test_a_stranger_is_asked_to_sign_in(partnership, used, client):
    for url in addresses(partnership).values():
        assert client.get(url).status_code == 302


def test_a_switched_off_room_is_not_there(partnership, used, coordinator, client):
    partnership.authority.rooms.filter(room=Room.PARTNERSHIP).delete()
    client.force_login(coordinator)
    for url in (*addresses(partnership).values(), reverse("partners:home")):
        assert client.get(url).status_code == 404


def test_a_room_on_elsewhere_does_not_open_this_one(
    partnership, used, coordinator, ashby_vale, client
):
    partnership.authority.rooms.filter(room=Room.PARTNERSHIP).delete()
    MembershipFactory(person=coordinator, authority=ashby_vale, role=Role.COORDINATOR)
    client.force_login(coordinator)
    for url in addresses(partnership).values():
        assert client.get(url).status_code == 404
    assert client.get(reverse("partners:home")).url == reverse(
        "partners:posts", args=[ashby_vale.slug]
    )


def test_the_list_warns_of_vacant_posts_and_shows_them(
    partnership, coordinator, client
):
    client.force_login(coordinator)
    url = reverse("partners:posts", args=[partnership.authority.slug])
    assert "2 posts are vacant" in client.get(url).content.decode()
    vacant = client.get(url, {"held": "vacant"}).context["page"]
    assert set(vacant) == {partnership.education_post, partnership.police_post}
    of_police = client.get(url, {"organisation": partnership.police.pk})
    assert list(of_police.context["page"]) == [partnership.police_post]


def test_the_list_takes_the_same_queries_for_one_post_and_twenty(
    partnership, coordinator, client, django_assert_max_num_queries
):
    client.force_login(coordinator)
    url = reverse("partners:posts", args=[partnership.authority.slug])
    for _ in range(20):
        PostFactory(authority=partnership.authority, organisation=partnership.council)
    with django_assert_max_num_queries(22):
        client.get(url)


def test_a_post_is_added_by_its_page(partnership, coordinator, client):
    client.force_login(coordinator)
    url = reverse("partners:add_post", args=[partnership.authority.slug])
    answers = {
        "organisation": partnership.council.pk,
        "title": "Comms lead",
        "traits": ["is_lead"],
    }
    response = client.post(url, answers)
    post = Post.objects.get(title="Comms lead")
    assert response.url == post.get_absolute_url()
    assert post.is_lead
    again = client.post(url, answers)
    assert "already has a post called Comms lead" in again.content.decode()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Select who is taking up the post"),
        ({"who": "known"}, "Select a person"),
        ({"who": "new"}, "Enter their full name"),
        ({"who": "new", "name": "Cass Rowe"}, "Enter the first day"),
    ],
)
def test_mistakes_in_an_appointment_are_said(
    answers, sentence, partnership, coordinator, client
):
    client.force_login(coordinator)
    url = reverse("partners:appoint", args=[partnership.education_post.pk])
    response = client.post(url, answers)
    assert sentence in response.content.decode()
    assert "<title>Error: " in response.content.decode()


def on(name, day):
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def test_a_holder_is_appointed_ended_and_replaced_by_pages(
    partnership, coordinator, client
):
    client.force_login(coordinator)
    post, today = partnership.education_post, clock.today()
    appoint = reverse("partners:appoint", args=[post.pk])
    known = {"who": "known", "person": partnership.ben.pk}
    assert client.post(appoint, known | on("starts_on", today)).status_code == 302
    refused = client.post(appoint, known | on("starts_on", today))
    assert "already holds" in refused.content.decode()
    holding = post.holdings.get()
    end = reverse("partners:end_holding", args=[holding.pk])
    assert client.post(end, on("ends_on", today)).status_code == 302
    holding.refresh_from_db()
    assert holding.ends_on == today


def test_a_leavers_posts_are_handed_over_by_the_page(partnership, coordinator, client):
    client.force_login(coordinator)
    url = reverse(
        "partners:hand_over", args=[partnership.authority.slug, partnership.ada.pk]
    )
    answers = {"posts": [partnership.coordinator_post.pk], "to": partnership.ben.pk}
    response = client.post(url, answers | on("starts_on", clock.today()))
    assert response.status_code == 302
    (holding,) = partnership.coordinator_post.current_holdings()
    assert holding.person == partnership.ben


def test_a_proposal_is_chosen_with_one_press_and_undone(
    partnership, used, coordinator, client
):
    client.force_login(coordinator)
    names = reverse("partners:names", args=[partnership.authority.slug])
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
    names = reverse("partners:names", args=[partnership.authority.slug])
    html = client.get(names).content.decode()
    addresses = [part.split('"')[0] for part in html.split('href="')[1:]]
    addresses += [part.split('"')[0] for part in html.split('action="')[1:]]
    assert not any("obody" in address for address in addresses)


def test_the_posts_page_says_who_changed_it(partnership, coordinator, client):
    services.add_other_name(
        partnership.coordinator_post, name="Prevent lead", by=coordinator
    )
    client.force_login(coordinator)
    html = client.get(partnership.coordinator_post.get_absolute_url()).content.decode()
    assert "added another title" in html
