"""My work: what I owe as a person or through the posts that I hold today."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Membership, RoomSwitch
from dueregard.accounts.tests.factories import AuthorityFactory, MembershipFactory
from dueregard.partners.models import Post
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.reminders import registry
from dueregard.reminders.models import Task
from dueregard.reminders.registry import Line, TaskKind

from .factories import OWN_MAIL, TaskFactory

pytestmark = pytest.mark.django_db


def due(days: int):
    return clock.today() + timedelta(days=days)


@pytest.fixture
def page(team, client):
    """What Ada's My work shows, as text."""
    client.force_login(team.ada)

    def read(query: str = "") -> str:
        answer = client.get(f"/my-work/{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.fixture
def owe(team):
    def make(title, days=3, **fields):
        debtor = fields if {"post", "person"} & set(fields) else {"post": team.post}
        return TaskFactory(
            **{"authority": team.authority, **fields, **debtor},
            title=title,
            due_on=due(days),
        )

    return make


def test_an_empty_list_is_kind_about_it(page):
    assert "Nothing is owed." in page()


def test_what_is_owed_stands_under_the_day_it_is_due(page, owe, team):
    owe("Late one", -3)
    owe("Today’s one", 0)
    owe("Last of the week", 6)
    owe("Next week’s one", 7, person=team.ada, post=None)
    text = page()
    places = [
        text.index(words)
        for words in (
            ">Overdue</h2>",
            "Late one",
            "This week",
            "Today’s one",
            "Last of the week",
            ">Later</h2>",
            "Next week’s one",
        )
    ]
    assert places[3:] == sorted(places[3:])
    assert "3 days late" in text
    assert "Due today" in text
    assert "You owe it as Partnerships sergeant." in text


def test_what_is_about_the_same_stands_together(page, owe):
    owe("First", 1, about="Spring round")
    owe("Second", 2, about="Board of 3 March")
    owe("Third", 3, about="Spring round")
    text = page()
    assert text.index("First") < text.index("Third") < text.index("Second")
    assert text.count("<h3") == 2


def test_what_others_owe_and_what_is_done_is_not_there(page, owe, team):
    owe("Ben’s", person=team.ben, post=None)
    done = owe("Done")
    Task.objects.filter(pk=done.pk).update(closed_at=clock.now())
    assert "Nothing is owed." in page()


def test_a_post_that_was_held_or_will_be_owes_nothing_today(page, owe, team):
    owe("The post’s")
    holdings = team.post.holdings
    holdings.update(ends_on=due(-1))
    assert "Nothing is owed." in page()
    holdings.update(starts_on=due(1), ends_on=None)
    assert "Nothing is owed." in page()
    holdings.update(starts_on=due(0), ends_on=due(0))
    assert "The post’s" in page()


def test_a_closed_post_owes_nothing(page, owe, team):
    owe("The post’s")
    Post.objects.filter(pk=team.post.pk).update(closed_on=due(0))
    assert "Nothing is owed." in page()


def test_a_room_that_is_switched_off_owes_nothing(page, owe):
    owe("The plan’s")
    RoomSwitch.objects.filter(room=Room.PLAN).delete()
    assert "Nothing is owed." in page()


def test_whoever_no_longer_serves_there_owes_nothing_there(page, owe, team):
    owe("The post’s")
    MembershipFactory(person=team.ada, authority=AuthorityFactory(name="Netherbrook"))
    Membership.objects.filter(person=team.ada, authority=team.authority).update(
        ends_on=due(-1), starts_on=due(-9)
    )
    assert "Nothing is owed." in page()


def test_posts_at_two_authorities_come_together(page, owe, team):
    elsewhere = AuthorityFactory(name="Netherbrook")
    MembershipFactory(person=team.ada, authority=elsewhere)
    post = PostFactory(authority=elsewhere)
    PostHoldingFactory(post=post, person=team.ada)
    owe("Here")
    owe("There", post=post, authority=elsewhere)
    text = page()
    assert "Here" in text
    assert "There" in text


def test_filters_stand_in_the_address(page, owe):
    owe("Update it", about="Spring round", kind=OWN_MAIL)
    owe("Read it", about="Pathway", days=-2)
    assert "Read it" not in page(f"?kind={OWN_MAIL}")
    assert "Update it" not in page("?about=Pathway")
    overdue = page("?when=overdue")
    assert "Read it" in overdue
    assert "Update it" not in overdue
    assert "Nothing matches." in page("?about=Pathway&when=later")


def test_an_answer_that_makes_no_sense_is_left_out(page, owe):
    owe("Update it")
    assert "Update it" in page("?kind=nonsense&when=never&about=nothing&after=x")


def test_a_long_heading_shows_its_first_and_leads_to_the_rest(page, owe):
    for number in range(60):
        owe(f"Number {number:02}", 10 + number)
    owe("The late one", -1)
    text = page()
    assert text.count("Number ") == 5
    assert "Show all 60" in text
    assert "The late one" in text
    text = page("?when=later")
    assert text.count("Number ") == 25
    assert "60 results" in text


def test_what_waits_by_role_is_shown_to_whoever_owes_nothing(page, monkeypatch, team):
    def lines(user):
        assert user == team.ada
        return [Line("A plan waits for your decision", "/plans/1/")]

    monkeypatch.setattr(registry, "_waiting", {"test": lines})
    text = page()
    assert "A plan waits for your decision" in text
    assert "Waiting for you" in text


def test_lines_that_say_the_same_are_told_apart_on_their_readers_page(page, owe, team):
    asked = []

    def names(user, authority, subjects):
        asked.append((user, authority, sorted(subjects)))
        return {"7": "R-SEEN-ONCE"}  # of 8 this reader may know nothing more

    registry.register_kind(TaskKind("test.alike", "Alike", told_apart=names))
    for number in "78":
        owe("It waits", 10, kind="test.alike", subject_id=number)
    owe("Another matter", 10, subject_id="7")
    text = page()
    assert asked == [(team.ada, team.authority.pk, ["7", "8"])]
    assert text.count("It waits") == 2
    assert text.count("It waits: R-SEEN-ONCE") == 1
    assert "Another matter:" not in text
    assert "It waits: R-SEEN-ONCE" in page("?when=later")


def test_five_hundred_tasks_take_as_many_statements_as_one(page, owe, team):
    owe("One", 1)
    page()
    with CaptureQueriesContext(connection) as few:
        page()
    for number in range(500):
        TaskFactory(
            authority=team.authority,
            post=team.post,
            about=f"Round {number % 7}",
            due_on=due(number - 250),
        )
    with CaptureQueriesContext(connection) as many:
        page()
    assert len(many) == len(few)
    assert len(many) <= 10


def test_everybody_with_a_role_has_it_in_the_menu(page):
    assert 'href="/my-work/"' in page()


def test_a_stranger_is_sent_to_sign_in(client):
    answer = client.get("/my-work/")
    assert answer.status_code == 302
