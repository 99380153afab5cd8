"""What changed since a day: each thing once, in words that give nothing away."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard import clock
from dueregard.accounts.models import Membership
from dueregard.governance.models import Meeting
from dueregard.plans import changes, services
from dueregard.plans.changes import Kind
from dueregard.plans.models import Action, Plan
from dueregard.plans.tests.board import board_of, meeting_of
from dueregard.plans.tests.factories import ActionFactory
from dueregard.plans.tests.test_who_reports import report

SINCE = 30


@pytest.fixture
def lived(plan, coordinator, board_chair):
    """A plan agreed 200 days ago, with an action for each thing that can happen.

    Since 30 days ago "red" and "amber" have turned by the calendar.
    """
    today = clock.today()
    Membership.objects.update(starts_on=today - timedelta(days=400))
    days = {"red": -10, "amber": 20, "done": 300, "gone": 300, "moved": 300}
    for place, (ref, due) in enumerate(days.items(), start=10):
        ActionFactory(
            plan=plan, ref=ref, position=place, due_on=today + timedelta(days=due)
        )
    plan.actions.update(created_at=clock.now() - timedelta(days=210))
    back(200)
    services.submit(plan, by=coordinator, note="")
    services.approve(plan, by=board_chair, note="")
    clock.set_offset(timedelta(0))
    return Plan.objects.get(pk=plan.pk)


def back(days: int) -> None:
    clock.set_offset(clock.days_away(-days))


def found(plan, **more) -> list[tuple[str, str]]:
    day = clock.today() - timedelta(days=SINCE)
    return [(str(one.kind), one.action.ref) for one in changes.since(plan, day, **more)]


def test_what_turned_by_the_calendar_says_when(lived):
    day = clock.today() - timedelta(days=SINCE)
    red, amber = changes.since(lived, day)
    assert (red.kind, red.action.ref, red.words) == (
        Kind.RED,
        "red",
        "From amber to red.",
    )
    assert red.on == clock.today() - timedelta(days=9)
    assert (amber.kind, amber.words) == (Kind.AMBER, "From green to amber.")
    assert amber.on == clock.today() - timedelta(days=10)


def test_each_thing_that_people_did_is_one_line(lived, coordinator):
    by_ref = {action.ref: action for action in lived.actions.select_related("plan")}
    back(5)
    report(by_ref["done"], coordinator, status="complete")
    services.cancel_action(by_ref["gone"], by=coordinator, because="No money.")
    services.edit_action(
        by_ref["moved"],
        by=coordinator,
        version=by_ref["moved"].version,
        changes={"due_on": clock.today() + timedelta(days=400)},
        date_reason="The college could not take part.",
    )
    clock.set_offset(timedelta(0))
    assert found(lived)[2:] == [
        ("complete", "done"),
        ("moved", "moved"),
        ("cancelled", "gone"),
        ("updated", "done"),
    ]


def test_an_action_that_came_in_after_approval_is_said_to_be_added(lived):
    ActionFactory(plan=lived, ref="new", text="Meet the college")
    assert found(lived)[2:] == [("added", "new")]


def test_what_happened_before_the_day_is_not_said_again(lived, coordinator):
    back(40)
    report(lived.actions.get(ref="done"), coordinator, status="complete")
    clock.set_offset(timedelta(0))
    assert found(lived) == [("red", "red"), ("amber", "amber")]


def test_nothing_falls_between_two_meetings_on_the_day_itself(lived, coordinator):
    back(SINCE)
    report(lived.actions.get(ref="done"), coordinator, text="On the day.")
    clock.set_offset(timedelta(0))
    assert ("updated", "done") in found(lived)


def test_an_update_taken_back_is_said_and_no_longer_counts(lived, coordinator):
    action = lived.actions.get(ref="done")
    back(3)
    update = report(action, coordinator, status="complete")
    services.withdraw_update(update, by=coordinator, reason="Wrong action.")
    clock.set_offset(timedelta(0))
    assert found(lived)[2:] == [("withdrawn", "done")]


def test_words_never_hold_what_somebody_wrote(lived, coordinator):
    action = lived.actions.get(ref="done")
    report(action, coordinator, text="Mallow Hall refused us.", status="in_progress")
    services.cancel_action(action, by=coordinator, because="Mallow Hall refused us.")
    day = clock.today() - timedelta(days=SINCE)
    words = " ".join(one.words for one in changes.since(lived, day))
    assert "Mallow" not in words


def test_only_actions_that_the_reader_may_see_are_told_of(lived, elected_member):
    lived.actions.filter(ref="red").update(audience="restricted")
    readable = lived.actions.readable_by(elected_member, lived)
    assert found(lived, actions=readable) == [("amber", "amber")]


def test_it_takes_as_many_statements_for_many_actions(lived, coordinator):
    with CaptureQueriesContext(connection) as few:
        found(lived)
    for number in range(20):
        ActionFactory(plan=lived, ref=f"more-{number}", due_on=clock.today())
    for action in Action.objects.filter(plan=lived, ref__startswith="more-"):
        report(action, coordinator)
    with CaptureQueriesContext(connection) as many:
        found(lived)
    assert len(many) == len(few)


def test_the_page_begins_at_the_boards_last_meeting(lived, coordinator, client):
    board = board_of(lived.authority)
    meeting_of(board, in_days=-5, status=Meeting.Status.HELD)
    client.force_login(coordinator)
    text = client.get(f"/plans/{lived.pk}/changes/").content.decode()
    assert "Nothing changed." in text
    day = clock.today() - timedelta(days=SINCE)
    url = (
        f"/plans/{lived.pk}/changes/?since_day={day.day}&since_month={day.month}"
        f"&since_year={day.year}"
    )
    assert "Turned red" in client.get(url).content.decode()


def test_a_day_that_cannot_be_is_said_by_the_form(lived, coordinator, client):
    client.force_login(coordinator)
    url = f"/plans/{lived.pk}/changes/?since_day=31&since_month=2&since_year=2026"
    text = client.get(url).content.decode()
    assert "Error: " in text
    assert "must be a real date" in text
