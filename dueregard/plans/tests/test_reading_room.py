import pytest
from django.urls import reverse

from dueregard.plans.models import Action
from dueregard.plans.reading_room import sentence_of
from dueregard.plans.reports import Tally

from .board import board_of, meeting_of, outcome_of


@pytest.fixture
def url(plan_in_force):
    return reverse("plans:reading_room", args=["marlbrook"])


def test_an_elected_member_reads_the_plan_in_plain_words(client, url, elected_member):
    client.force_login(elected_member)
    page = client.get(url).content.decode()
    assert "Of 2 actions, 2 are without a date yet." in page
    assert "Questions worth asking" in page


def test_what_is_restricted_is_counted_and_not_said(
    client, url, live_action, elected_member
):
    Action.objects.filter(pk=live_action.pk).update(
        audience="restricted", text="Watch the hidden thing"
    )
    client.force_login(elected_member)
    page = client.get(url).content.decode()
    assert "hidden thing" not in page
    assert "1 more is not shown here." in page


def test_exempt_decisions_and_those_of_meetings_to_come_are_not_shown(
    client, url, marlbrook, coordinator, elected_member
):
    board = board_of(marlbrook)
    held = meeting_of(board, in_days=-5, status="held")
    outcome_of(held, coordinator, text="Agreed in the open.")
    outcome_of(held, coordinator, text="Agreed behind doors.", is_exempt=True)
    outcome_of(meeting_of(board, in_days=5), coordinator, text="Not decided yet.")
    client.force_login(elected_member)
    page = client.get(url).content.decode()
    assert "Agreed in the open." in page
    assert "behind doors" not in page
    assert "Not decided yet" not in page


def test_without_a_plan_in_force_the_page_says_so(client, plan, elected_member):
    client.force_login(elected_member)
    page = client.get(reverse("plans:reading_room", args=["marlbrook"]))
    assert b"No plan is in force yet" in page.content


def test_one_authority_leads_straight_to_its_room(client, url, elected_member):
    client.force_login(elected_member)
    assert client.get(reverse("plans:reading_rooms")).url == url


def test_another_authority_is_not_there(client, url, outsider):
    client.force_login(outsider)
    assert client.get(url).status_code == 404


def test_the_sentence_counts_in_words():
    counted = Tally()
    counted.add("red", "in_progress", 1)
    counted.add("green", "in_progress", 2)
    assert sentence_of(counted) == "Of 3 actions, 2 are on course and 1 is late."
    assert sentence_of(Tally()) == "It has no public actions yet."
