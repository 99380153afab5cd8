"""Due dates of a plan in force: they may slip, with a reason and agreement, in sight.

An owner asks, a co-ordinator agrees or refuses; a co-ordinator who changes a date says
why too. The baseline on the action is the date that the board first agreed to.
"""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.models import Membership, Person
from dueregard.audit import services as audit
from dueregard.clock.working_days import add_working_days
from dueregard.reminders import services as reminders
from dueregard.reminders.services import Owed

from ..events import DateEvent
from ..models import Action, DateChange, Plan
from ..rules import may_manage_actions, may_report, may_write
from ..wording import in_words
from .ratings import RATED_FIELDS, rate, remember

NEW_DATE = "plans.new_date"
DAYS_TO_DECIDE = 5
SAY_WHY = "Enter why the due date changes, because the board has agreed to the plan."
Status = DateChange.Status


@audit.atomic
def ask_new_date(action: Action, *, by: Person, to_on: date, reason: str) -> DateChange:
    """Ask the co-ordinator for another due date of `action`; nothing moves yet.

    Raises:
        NotAllowed: `by` neither owns the action nor runs the plan.
        NotNow: it is closed or has no due date, one is asked for already, or the new
            date is the old one, past, or before the start.
    """
    action = Action.objects.locked(action.pk)
    may_report(by, action)
    was = _date_to_move(action, to_on)
    change = DateChange.objects.create(
        action=action, from_on=was, to_on=to_on, reason=reason, asked_by=by
    )
    _owe_decision(change)
    audit.record(
        DateEvent.ASKED,
        action,
        by=by,
        to_on=to_on,
        note_hash=audit.text_hash(reason),
    )
    return change


@audit.atomic
def agree_date(change: DateChange, *, by: Person, note: str = "") -> None:
    """Give the action the due date that was asked for.

    Raises:
        NotNow: somebody has decided already, or the action closed meanwhile.
    """
    action, change = _to_decide(change, by)
    may_manage_actions(by, action.plan)
    if not action.is_open:
        raise NotNow(f"This action is {action.get_status_display().lower()}.")
    _must_start_before(action, change.to_on)
    action.due_on, action.is_ongoing = change.to_on, False
    rate(action)
    action.version += 1
    action.save(update_fields=["due_on", "is_ongoing", "version", *RATED_FIELDS])
    remember([action])
    _decide(change, Status.AGREED, by=by, note=note)
    audit.record(DateEvent.AGREED, action, by=by, to_on=change.to_on)


@audit.atomic
def refuse_date(change: DateChange, *, by: Person, note: str) -> None:
    """Leave the due date as it is, saying why. Raises as `agree_date`.

    Works when the plan is no longer in force too, so that nothing is left undecided.
    """
    action, change = _to_decide(change, by)
    _decide(change, Status.REFUSED, by=by, note=note)
    audit.record(DateEvent.REFUSED, action, by=by, note_hash=audit.text_hash(note))


def keep_date_changes(
    plan: Plan, moved: Sequence[tuple[Action, date | None]], *, by: Person, reason: str
) -> None:
    """Keep that a co-ordinator moved due dates of `plan`; for a service that did.

    `moved` are actions as they are now, with the date each had before. Only what the
    board has agreed to needs a reason: a draft's dates and first dates do not. A date
    that somebody asked for is settled by this one.

    Raises:
        NotNow: no reason is given.
    """
    slipped = [
        (action, was)
        for action, was in moved
        if plan.is_agreed and was is not None and was != action.due_on
    ]
    if not slipped:
        return
    if not reason.strip():
        raise NotNow(SAY_WHY)
    keys = [action.pk for action, _ in slipped]
    waiting = DateChange.objects.waiting().filter(action__in=keys)
    asked = {change.action_id: change for change in waiting.select_for_update()}
    rows = []
    for action, was in slipped:
        if action.pk in asked:
            _settle(asked[action.pk], action, by)
        rows.append(_agreed_at_once(action, was, by, reason))
        _keep_baseline(action, was)
    DateChange.objects.bulk_create(rows)


def _agreed_at_once(action: Action, was: date, by: Person, reason: str) -> DateChange:
    """What a co-ordinator asks and agrees in one: from `was` to its date now."""
    now = clock.now()
    return DateChange(
        action=action,
        from_on=was,
        to_on=action.due_on,
        reason=reason,
        status=Status.AGREED,
        asked_by=by,
        asked_at=now,
        decided_by=by,
        decided_at=now,
    )


def _settle(change: DateChange, action: Action, by: Person) -> None:
    is_same = change.to_on == action.due_on
    note = "" if is_same else "The co-ordinator set another date."
    _decide(change, Status.AGREED if is_same else Status.REFUSED, by=by, note=note)


def _keep_baseline(action: Action, was: date | None) -> None:
    """A plan agreed before baselines were kept has its first date from here."""
    if action.baseline_due_on == action.due_on:
        earlier = action.date_changes.agreed().order_by("asked_at", "pk").first()
        action.baseline_due_on = earlier.from_on if earlier else was


def _date_to_move(action: Action, to_on: date) -> date:
    """The due date of `action`, when another may be asked for."""
    if not action.is_open:
        raise NotNow(f"This action is {action.get_status_display().lower()}.")
    if action.due_on is None:
        raise NotNow("This action has no due date. Ask the co-ordinator to set one.")
    if action.date_changes.waiting().exists():
        raise NotNow(
            "A new date is asked for already. The co-ordinator decides on that first."
        )
    if to_on == action.due_on:
        raise NotNow("This is the date by which it is due. Enter another date.")
    if to_on < clock.today():
        raise NotNow("The new date has passed already. Enter a later date.")
    _must_start_before(action, to_on)
    return action.due_on


def _must_start_before(action: Action, to_on: date | None) -> None:
    if action.starts_on and to_on and to_on < action.starts_on:
        raise NotNow(
            f"{action} starts on {in_words(action.starts_on)}, so it cannot be due "
            "before that. Choose a later date."
        )


def _to_decide(change: DateChange, by: Person) -> tuple[Action, DateChange]:
    action = Action.objects.locked(change.action_id)
    may_write(by, action.plan)
    change = action.date_changes.select_for_update().get(pk=change.pk)
    if change.status != Status.ASKED:
        raise NotNow(f"This is {change.get_status_display().lower()} already.")
    return action, change


def _decide(change: DateChange, status: str, *, by: Person, note: str) -> None:
    change.status, change.decision_note = status, note
    change.decided_by, change.decided_at = by, clock.now()
    change.save(update_fields=["status", "decision_note", "decided_by", "decided_at"])
    event = DateEvent.AGREED if status == Status.AGREED else DateEvent.REFUSED
    reminders.close_tasks(NEW_DATE, [_subject(change)], event=event.code)


def _owe_decision(change: DateChange) -> None:
    """A line in My work of every co-ordinator; whoever decides clears all of them."""
    action = change.action
    authority = action.plan.authority
    rows = Membership.objects.in_force().filter(
        authority=authority, role=Role.COORDINATOR
    )
    reminders.owe(
        Owed(
            kind=NEW_DATE,
            subject_id=_subject(change),
            authority=authority,
            room=Room.PLAN,
            title=f"Decide on a new date for action {action.ref}",
            about=str(action.plan),
            url=reverse("plans:date_decide", args=[action.plan_id, change.pk]),
            source="A new due date was asked for",
            due_on=add_working_days(clock.today(), DAYS_TO_DECIDE),
            person=row.person,
        )
        for row in rows.select_related("person")
    )


def _subject(change: DateChange) -> str:
    return f"date-change-{change.pk}"
