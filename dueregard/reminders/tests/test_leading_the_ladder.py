"""The co-ordinator holds back what leaves, and sets the days of the ladder."""

from datetime import timedelta

import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.clock.working_days import add_working_days
from dueregard.reminders import services
from dueregard.reminders.jobs import climb
from dueregard.reminders.ladder import STANDARD, Rung, ladder_of
from dueregard.reminders.models import Step

from .climbing import live_until, mails, steps
from .conftest import MONDAY as DUE
from .conftest import at
from .factories import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(team):
    return TaskFactory(authority=team.authority, post=team.post, due_on=DUE)


def test_a_step_held_back_does_not_leave_and_stops_the_ladder(team, late):
    at(DUE)
    climb({})
    row = late.escalations.get()
    services.hold(row, because="They rang.", by=team.cleo)
    live_until(DUE + timedelta(days=40))
    assert not mails()
    assert len(steps(late)) == 1
    with pytest.raises(NotNow):
        services.hold(row, because="Again", by=team.cleo)


def test_what_is_let_go_leaves_on_the_next_working_day(team, late):
    at(DUE)
    climb({})
    row = late.escalations.get()
    services.hold(row, because="They rang.", by=team.cleo)
    at(DUE + timedelta(days=11))  # a Friday
    services.release(row, by=team.cleo)
    row.refresh_from_db()
    assert row.leaves_on == DUE + timedelta(days=14)
    live_until(DUE + timedelta(days=14))
    assert len(mails()) == 1
    with pytest.raises(NotNow, match="left already"):
        services.release(row, by=team.cleo)


def test_the_reason_of_a_hold_is_on_its_row_and_its_hash_on_record(team, late):
    at(DUE)
    climb({})
    services.hold(late.escalations.get(), because="They rang.", by=team.cleo)
    assert late.escalations.get().held_because == "They rang."
    entry = Entry.objects.get(event="reminders.escalation_held")
    assert "They rang." not in str(entry.facts)
    assert entry.authority_id == team.authority.pk


def test_only_the_co_ordinator_holds_and_sets_the_days(team, late):
    at(DUE)
    climb({})
    row = late.escalations.get()
    for person in (team.ada, team.ben, team.dee):
        with pytest.raises(NotAllowed):
            services.hold(row, because="No", by=person)
        with pytest.raises(NotAllowed):
            services.set_ladder(team.authority, rungs=STANDARD, by=person)


def test_an_authority_sets_its_own_days_and_leaves_steps_out(team, late):
    rungs = (
        Rung(Step.OWNER, 2),
        Rung(Step.LEAD, 5, is_on=False),
        Rung(Step.COORDINATOR, 4),
        Rung(Step.CHAIR, 30),
    )
    services.set_ladder(team.authority, rungs=rungs, by=team.cleo)
    assert ladder_of(team.authority) == rungs
    at(DUE - timedelta(days=3))
    live_until(add_working_days(DUE, 6))
    assert [(step, leaves) for step, leaves, _ in steps(late)] == [
        (Step.OWNER, add_working_days(DUE, 2)),
        (Step.COORDINATOR, add_working_days(DUE, 4)),
    ]


def test_a_later_step_cannot_come_before_an_earlier_one(team):
    rungs = (Rung(Step.OWNER, 5), Rung(Step.LEAD, 5), *STANDARD[2:])
    with pytest.raises(NotNow, match="later than the one before"):
        services.set_ladder(team.authority, rungs=rungs, by=team.cleo)
