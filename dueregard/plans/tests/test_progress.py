"""What somebody said of an action is kept for good, and the action follows it."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.audit.models import Entry
from dueregard.plans import services
from dueregard.plans.forms.progress import ProgressForm
from dueregard.plans.models import Action, ProgressUpdate, RagOverride
from dueregard.plans.tests.test_who_reports import report


def test_a_report_is_kept_and_its_status_taken_over(live_action, coordinator):
    update = report(
        live_action,
        coordinator,
        text="All briefed.",
        status="complete",
        evidence_text="Attendance list",
        evidence_url="https://marlbrook.example/list",
    )
    live_action.refresh_from_db()
    assert (update.by, update.text, update.status) == (
        coordinator,
        "All briefed.",
        "complete",
    )
    assert (live_action.status, live_action.last_update_on) == (
        "complete",
        clock.today(),
    )
    assert (live_action.version, live_action.updates.get()) == (2, update)
    entry = Entry.objects.last()
    assert entry.event == "action.updated"
    assert "briefed" not in str(entry.facts)


def test_news_that_was_told_counts_from_the_day_it_was_told(live_action, coordinator):
    told_on = clock.today() - timedelta(days=20)
    update = report(
        live_action, coordinator, told_by="Head of service", told_on=told_on
    )
    live_action.refresh_from_db()
    assert (update.told_by, update.told_on) == ("Head of service", told_on)
    assert live_action.last_update_on == told_on


def test_old_news_that_comes_late_does_not_make_an_action_look_older(
    live_action, coordinator
):
    report(live_action, coordinator)
    told_on = clock.today() - timedelta(days=40)
    report(live_action, coordinator, told_by="Head of service", told_on=told_on)
    live_action.refresh_from_db()
    assert live_action.last_update_on == clock.today()


def test_nobody_is_told_something_tomorrow(live_action):
    tomorrow = clock.today() + timedelta(days=1)
    form = ProgressForm(
        {
            "text": "Done.",
            "status": "complete",
            "whose": "told",
            "told_by": "Head of service",
            "told_on_day": tomorrow.day,
            "told_on_month": tomorrow.month,
            "told_on_year": tomorrow.year,
        },
        action=live_action,
    )
    assert form.errors["told_on"] == ["The date must be today or in the past"]


@pytest.mark.parametrize("status", ["cancelled", "carried_forward"])
def test_a_report_does_not_stop_an_action(live_action, coordinator, status):
    with pytest.raises(NotNow, match="Cancel the action instead"):
        report(live_action, coordinator, status=status)
    assert not ProgressUpdate.objects.exists()


def test_a_report_does_not_take_a_cancelled_action_up_again(live_action, coordinator):
    seen = Action.objects.get(pk=live_action.pk)
    services.cancel_action(live_action, by=coordinator, because="The funding ended.")
    with pytest.raises(NotNow, match="This action is cancelled"):
        report(seen, coordinator)
    live_action.refresh_from_db()
    assert live_action.status == "cancelled"


def test_progress_is_reported_on_the_plan_in_force_only(action, coordinator):
    with pytest.raises(NotNow, match="this one is draft"):
        report(action, coordinator)


@pytest.fixture
def kept(live_action, coordinator):
    """A report and a rating, which the database keeps for good."""
    report(live_action, coordinator)
    services.override_rating(
        live_action, by=coordinator, rating="red", reason="The funding ended."
    )
    return live_action


@pytest.mark.parametrize("model", [ProgressUpdate, RagOverride])
@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(at=clock.now()),
        lambda rows: rows.delete(),
        lambda rows: rows.get().save(),
    ],
    ids=["update", "delete", "save"],
)
def test_the_database_refuses_to_change_what_was_reported(kept, model, change):
    before = list(model.objects.values())
    with pytest.raises(DatabaseError), transaction.atomic():
        change(model.objects.all())
    assert list(model.objects.values()) == before


def test_a_rating_and_its_withdrawal_are_both_kept(kept, coordinator):
    services.withdraw_override(kept, by=coordinator, reason="Funded again.")
    kept.refresh_from_db()
    assert kept.rag_override == ""
    reasons = kept.overrides.values_list("rating", "reason")
    assert list(reasons) == [("", "Funded again."), ("red", "The funding ended.")]
    services.withdraw_override(kept, by=coordinator, reason="Twice")
    assert kept.overrides.count() == 2


def test_an_agreed_plans_ongoing_action_is_rated_from_its_last_evidence(
    live_action, coordinator
):
    services.edit_action(
        live_action, by=coordinator, version=1, changes={"is_ongoing": True}
    )
    told = {"told_by": "Head", "told_on": date(2026, 3, 31)}
    report(live_action, coordinator, **told, evidence_text="Attendance list")
    live_action.refresh_from_db()
    assert live_action.amber_from == date(2026, 9, 30)


def test_words_alone_are_no_evidence_of_an_ongoing_action(live_action, coordinator):
    services.edit_action(
        live_action, by=coordinator, version=1, changes={"is_ongoing": True}
    )
    live_action.refresh_from_db()
    before = live_action.amber_from
    report(live_action, coordinator)
    live_action.refresh_from_db()
    assert (live_action.last_evidence_on, live_action.amber_from) == (None, before)
