import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.tests.factories import MembershipFactory
from dueregard.partners import services, worklist
from dueregard.partners.models import Post, PostHolding

from .factories import PostFactory, PostHoldingFactory


def addresses(partnership):
    slug = partnership.authority.slug
    post, holding = partnership.coordinator_post, PostHolding.objects.first()
    return {
        "posts": reverse("partners:posts", args=[slug]),
        "shared": reverse("partners:shared_owners", args=[slug]),
        "names": reverse("partners:owner_names", args=[slug]),
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


def test_the_list_takes_the_same_queries_for_three_posts_and_twenty(
    partnership, coordinator, client
):
    client.force_login(coordinator)
    url = reverse("partners:posts", args=[partnership.authority.slug])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(20):
        post = PostFactory(
            authority=partnership.authority, organisation=partnership.council
        )
        PostHoldingFactory(post=post)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


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


def test_the_posts_page_says_who_changed_it(partnership, coordinator, client):
    services.add_other_name(
        partnership.coordinator_post, name="Prevent lead", by=coordinator
    )
    client.force_login(coordinator)
    html = client.get(partnership.coordinator_post.get_absolute_url()).content.decode()
    assert "Added another title to this post" in html


def test_a_stale_change_shows_both_texts_and_overwrites_nothing(
    partnership, coordinator, client
):
    client.force_login(coordinator)
    post = partnership.education_post
    url = reverse("partners:change_post", args=[post.pk])
    form = client.get(url).context["form"]
    shown = {"version": form["version"].value(), "base": form["base"].value()}
    assert client.post(url, shown | {"title": "Schools officer"}).status_code == 302
    stale = client.post(url, shown | {"title": "Learning officer"})
    assert stale.status_code == 409
    html = stale.content.decode()
    assert "Schools officer" in html
    assert "Learning officer" in html
    post.refresh_from_db()
    assert post.title == "Schools officer"
