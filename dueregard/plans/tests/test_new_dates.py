"""A due date that the board agreed to slips only with a reason and in sight."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.clock.tests.moving import noon_of
from dueregard.plans import action_page, services
from dueregard.plans.forms.action import ActionEditForm, ChangeManyForm
from dueregard.plans.forms.progress import NewDateForm, ProgressForm
from dueregard.plans.models import Action, ActionOwner, DateChange
from dueregard.plans.tests.factories import ActionFactory
from dueregard.reminders.models import Task

FIRST, LATER = date(2027, 5, 3), date(2027, 6, 1)
WHY = "The college could not take part before the end of term."


@pytest.fixture(autouse=True)
def before_the_first_date(db):
    noon_of(date(2026, 11, 21))


@pytest.fixture
def dated(live_action, coordinator):
    """An action of the plan in force, first dated after the board agreed to it."""
    services.edit_action(
        live_action, by=coordinator, version=1, changes={"due_on": FIRST}
    )
    return fresh(live_action)


@pytest.fixture
def owner(dated, action_owner, marlbrook):
    body = action_owner.memberships.get().organisation
    ActionOwner.objects.create(action=dated, text="Council", organisation=body)
    return action_owner


def fresh(action) -> Action:
    return Action.objects.select_related("plan__authority").get(pk=action.pk)


def ask(action, by, to_on=LATER, reason=WHY) -> DateChange:
    return services.ask_new_date(action, by=by, to_on=to_on, reason=reason)


def test_the_first_date_is_the_baseline_and_needs_no_reason(dated):
    assert (dated.due_on, dated.baseline_due_on) == (FIRST, FIRST)
    assert not DateChange.objects.exists()


def test_approval_takes_the_drafts_dates_for_the_baseline(
    plan, coordinator, board_chair
):
    plan.actions.filter(ref="1").update(due_on=FIRST)
    action = plan.actions.get(ref="1")
    services.edit_action(
        action, by=coordinator, version=action.version, changes={"due_on": LATER}
    )
    assert fresh(action).baseline_due_on is None
    services.submit(plan, by=coordinator, note="")
    services.approve(plan, by=board_chair, note="")
    assert fresh(action).baseline_due_on == LATER


def test_an_owner_asks_and_the_date_stays_until_the_co_ordinator_agrees(
    dated, owner, coordinator
):
    change = ask(dated, owner)
    assert fresh(dated).due_on == FIRST
    task = Task.objects.get(kind="plans.new_date")
    assert (task.person, task.closed_at) == (coordinator, None)
    assert change.in_words == ("due 3 May 2027, asked for 1 June 2027 (29 days later)")
    services.agree_date(change, by=coordinator)
    action = fresh(dated)
    assert (action.due_on, action.baseline_due_on) == (LATER, FIRST)
    assert action.red_from == LATER + timedelta(days=1)
    task.refresh_from_db()
    assert task.closed_by_event == "date.agreed"
    assert action_page.slip_of(action) == (
        "was due 3 May 2027, now 1 June 2027 (slipped 29 days)"
    )
    events = [entry.event for entry in Entry.objects.order_by("pk")][-2:]
    assert events == ["date.asked", "date.agreed"]
    assert "college" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_a_refused_date_leaves_everything_and_says_why(dated, owner, coordinator):
    change = ask(dated, owner)
    services.refuse_date(change, by=coordinator, note="The board meets before then.")
    change.refresh_from_db()
    assert (change.status, change.decided_by) == ("refused", coordinator)
    assert change.decision_note == "The board meets before then."
    assert fresh(dated).due_on == FIRST
    assert ask(dated, owner).status == "asked"


def test_never_twice_open(dated, owner, coordinator):
    change = ask(dated, owner)
    with pytest.raises(NotNow, match="asked for already"):
        ask(dated, owner, to_on=LATER + timedelta(days=9))
    with pytest.raises(IntegrityError), transaction.atomic():
        DateChange.objects.create(
            action=dated, from_on=FIRST, to_on=LATER, reason="x", asked_by=owner
        )
    services.agree_date(change, by=coordinator)
    with pytest.raises(NotNow, match="This is agreed already"):
        services.refuse_date(change, by=coordinator, note="Too late")


def test_who_may_ask_and_who_may_decide(dated, owner, coordinator, board_member):
    with pytest.raises(NotAllowed, match="Only the owners"):
        ask(dated, board_member)
    change = ask(dated, owner)
    for decide in (services.agree_date, services.refuse_date):
        with pytest.raises(NotAllowed, match="co-ordinator"):
            decide(change, by=owner, note="")


@pytest.mark.parametrize(
    ("fields", "to_on", "sentence"),
    [
        ({}, FIRST, "Enter another date"),
        ({}, date(2020, 1, 1), "has passed already"),
        ({"starts_on": date(2027, 4, 30)}, date(2027, 4, 1), "cannot be due before"),
        ({"due_on": None}, LATER, "has no due date"),
        ({"status": "complete"}, LATER, "This action is complete"),
    ],
)
def test_a_date_that_cannot_be_is_not_asked_for(dated, owner, fields, to_on, sentence):
    Action.objects.filter(pk=dated.pk).update(**fields)
    with pytest.raises(NotNow, match=sentence):
        ask(dated, owner, to_on=to_on)
    assert not DateChange.objects.exists()


def test_a_co_ordinator_who_moves_a_date_says_why(dated, coordinator):
    for reason in ("", "  "):
        with pytest.raises(NotNow, match="why the due date changes"):
            move(dated, coordinator, LATER, reason)
    assert fresh(dated).due_on == FIRST
    move(dated, coordinator, LATER, WHY)
    change = DateChange.objects.get()
    assert (change.status, change.asked_by) == ("agreed", coordinator)
    assert change.in_words == "was due 3 May 2027, now 1 June 2027 (slipped 29 days)"
    move(dated, coordinator, None, "It has no end.")
    assert fresh(dated).baseline_due_on == FIRST
    assert DateChange.objects.first().in_words == (
        "was due 1 June 2027, now has no due date"
    )


def move(action, by, due_on, reason) -> None:
    services.edit_action(
        action,
        by=by,
        version=fresh(action).version,
        changes={"due_on": due_on},
        date_reason=reason,
    )


def test_a_date_set_by_the_co_ordinator_settles_the_one_that_was_asked_for(
    dated, owner, coordinator
):
    same = ask(dated, owner)
    move(dated, coordinator, LATER, WHY)
    same.refresh_from_db()
    assert same.status == "agreed"
    other = ask(fresh(dated), owner, to_on=date(2027, 9, 1))
    move(dated, coordinator, date(2027, 7, 1), WHY)
    other.refresh_from_db()
    assert (other.status, other.decision_note) == (
        "refused",
        "The co-ordinator set another date.",
    )
    assert not Task.objects.filter(closed_at=None).exists()


def test_many_dates_are_moved_with_one_reason(dated, coordinator):
    plan = dated.plan
    other = ActionFactory(plan=plan, ref="7", due_on=FIRST)
    undated = ActionFactory(plan=plan, ref="8")
    keys = [dated.pk, other.pk, undated.pk]

    def change(**more):
        services.change_many(
            plan, keys, by=coordinator, changes={"due_on": LATER}, owner=None, **more
        )

    with pytest.raises(NotNow, match="why the due date changes"):
        change()
    change(date_reason=WHY)
    assert set(DateChange.objects.values_list("action_id", "reason")) == {
        (dated.pk, WHY),
        (other.pk, WHY),
    }
    assert fresh(other).baseline_due_on == FIRST
    assert fresh(undated).baseline_due_on == LATER


def test_the_forms_ask_for_the_reason_only_where_it_is_needed(dated, plan):
    answers = {
        "version": dated.version,
        "when": "by",
        "due_on_day": 1,
        "due_on_month": 6,
        "due_on_year": 2027,
        "status": "in_progress",
        "audience": "public",
    }
    form = ActionEditForm(answers, plan=dated.plan, action=dated)
    assert form.errors == {"date_reason": ["Enter why the due date changes"]}
    form = ActionEditForm(answers | {"due_on_day": 3, "due_on_month": 5},
                          plan=dated.plan, action=dated)  # fmt: skip
    assert not form.errors
    many = ChangeManyForm(
        {"due_on_day": 1, "due_on_month": 6, "due_on_year": 2027}, plan=dated.plan
    )
    assert many.errors == {"date_reason": ["Enter why the due date changes"]}
    nothing = ChangeManyForm({"date_reason": WHY}, plan=dated.plan)
    assert nothing.non_field_errors() == ["Select at least one thing to change"]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (FIRST, "Enter another date than the one by which it is due"),
        (date(2020, 1, 1), "The new due date must be today or in the future"),
    ],
)
def test_the_short_form_says_what_is_wrong_with_a_date(dated, day, sentence):
    answers = {f"to_on_{name}": getattr(day, name) for name in ("day", "month", "year")}
    form = NewDateForm(answers | {"date_reason": WHY}, action=dated)
    assert form.errors == {"to_on": [sentence]}


def test_a_complete_action_asks_for_no_new_date(dated):
    answers = {
        "text": "All done.",
        "status": "complete",
        "has_document": "no",
        "asks_date": "yes",
        "to_on_day": 1,
        "to_on_month": 6,
        "to_on_year": 2027,
        "date_reason": WHY,
        "whose": "mine",
    }
    form = ProgressForm(answers, action=dated, may_ask=True)
    assert list(form.errors) == ["asks_date"]
    form = ProgressForm(answers | {"status": "in_progress"}, action=dated, may_ask=True)
    assert form.is_valid()
    assert form.new_date() == {"to_on": LATER, "reason": WHY}


def test_a_report_can_ask_for_a_new_date_with_it(dated, owner):
    update, not_kept = services.report_with_extras(
        dated,
        by=owner,
        text="Half are briefed.",
        status="in_progress",
        new_date={"to_on": LATER, "reason": WHY},
    )
    assert (update.text, not_kept) == ("Half are briefed.", "")
    assert DateChange.objects.get().status == "asked"


def test_the_pages_show_what_slipped_and_let_the_co_ordinator_decide(
    dated, owner, coordinator, client
):
    change = ask(dated, owner)
    client.force_login(coordinator)
    listed = client.get(f"/plans/{dated.plan_id}/dates/").content.decode()
    assert "asked for 1 June 2027" in listed
    url = f"/plans/{dated.plan_id}/dates/{change.pk}/"
    answer = client.post(url, {"decision": "agree"})
    assert answer.status_code == 302
    shown = client.get(dated.get_absolute_url()).content.decode()
    assert "Was due 3 May 2027, now 1 June 2027 (slipped 29 days)" in shown
    assert clock.today() < LATER
    assert client.post(url, {"decision": "agree"}).status_code == 409


def test_a_restricted_actions_dates_are_seen_by_those_who_see_the_action(
    dated, owner, elected_member, client
):
    ask(dated, owner)
    Action.objects.filter(pk=dated.pk).update(audience="restricted")
    client.force_login(elected_member)
    listed = client.get(f"/plans/{dated.plan_id}/dates/").content.decode()
    assert WHY not in listed
