"""The sections of a board pack, each read as things stand now."""

from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from dueregard import clock
from dueregard.governance.models import AgendaItem, Meeting
from dueregard.reminders import reads as reminders

from .. import changes, history, rag
from ..listing import with_owners
from ..measuring import standings
from ..models import (
    Action,
    Audience,
    MeasureValue,
    Plan,
    RoundAction,
    UpdateRound,
)
from ..rag import Rag
from ..wording import in_words
from .pages import Row, Section

DAYS_AHEAD = 90


def _is_exempt(action: Action) -> bool:
    return action.audience != Audience.PUBLIC


def at_a_glance(plan: Plan, actions: list[Action], since: date) -> list[Section]:
    """How many actions are in each rating, now and then; twice if some are hidden."""
    then = history.ratings_on(plan, since)
    columns = ["Rating", "Now", f"On {in_words(since)}"]
    public = [action for action in actions if not _is_exempt(action)]
    shown = Section("At a glance", columns, _counted(public, then))
    if len(public) == len(actions):
        return [shown]
    shown.intro = f"Of the {len(public)} actions that anyone may read."
    return [
        shown,
        Section(
            "At a glance, all actions",
            columns,
            _counted(actions, then),
            intro=f"Of all {len(actions)} actions, restricted ones included.",
            is_exempt=True,
        ),
    ]


def _counted(actions: list[Action], then: dict[int, str]) -> list[Row]:
    rows = []
    for rating in Rag:
        now = sum(action.rating == rating for action in actions)
        before = sum(then.get(action.pk) == rating for action in actions)
        rows.append(Row([str(rating.label), str(now), str(before)]))
    return rows


def decisions(meeting: Meeting) -> Section:
    asked = meeting.items.filter(kind=AgendaItem.Kind.DECISION)
    return Section(
        "Decisions asked of the board",
        ["Item", "What is asked", "Presented by"],
        [
            Row([item.title, item.purpose, item.presented_by], item.is_exempt)
            for item in asked
        ],
        empty="No decision is asked at this meeting.",
    )


def what_changed(plan: Plan, since: date) -> Section:
    return Section(
        f"What changed since {in_words(since)}",
        ["Action", "What changed", "When"],
        [
            Row(
                [
                    f"{one.action.ref}. {one.action.summary}",
                    one.words,
                    in_words(one.on),
                ],
                _is_exempt(one.action),
            )
            for one in changes.since(plan, since)
        ],
        empty="Nothing changed.",
    )


def at_risk(actions: list[Action]) -> Section:
    today = clock.today()
    found = [a for a in actions if a.rating in (Rag.RED, Rag.AMBER)]
    found.sort(key=lambda action: (action.rating != Rag.RED, action.position))
    return Section(
        "Red and amber, and why",
        ["Action", "Rating", "Why", "Owner"],
        [
            Row(
                [
                    f"{action.ref}. {action.summary}",
                    Rag(action.rating).label,
                    _why(action, today),
                    action.settled_words,
                ],
                _is_exempt(action),
            )
            for action in found
        ],
        empty="No action is red or amber.",
    )


def _why(action: Action, today: date) -> str:
    """The rule's reason, with the person's beside it when one set the rating."""
    reason = rag.reason(action, today)
    if not action.rag_override:
        return reason
    said = action.overrides.first()
    return f"Set by a person: {said.reason} The rule says: {reason}" if said else reason


def overdue(actions: list[Action]) -> Section:
    today = clock.today()
    late = [(day, action) for day, action in _dated(actions) if day < today]
    return Section(
        "Overdue",
        ["Action", "Was due", "Days late", "First agreed for", "Owner"],
        [
            Row(
                [
                    f"{action.ref}. {action.summary}",
                    in_words(day),
                    str((today - day).days),
                    _first_agreed(action),
                    action.settled_words,
                ],
                _is_exempt(action),
            )
            for day, action in late
        ],
        empty="Nothing is overdue.",
    )


def _first_agreed(action: Action) -> str:
    baseline = action.baseline_due_on
    return in_words(baseline) if baseline else "Not recorded"


def due_soon(actions: list[Action]) -> Section:
    today = clock.today()
    until = today + timedelta(days=DAYS_AHEAD)
    due = [(day, one) for day, one in _dated(actions) if today <= day <= until]
    return Section(
        f"Due in the next {DAYS_AHEAD} days",
        ["Action", "Due", "Status", "Owner"],
        [
            Row(
                [
                    f"{action.ref}. {action.summary}",
                    in_words(day),
                    str(action.get_status_display()),
                    action.settled_words,
                ],
                _is_exempt(action),
            )
            for day, action in due
        ],
        empty=f"Nothing is due in the next {DAYS_AHEAD} days.",
    )


def _dated(actions: list[Action]) -> list[tuple[date, Action]]:
    """Open actions with their due dates, the earliest first."""
    found = [(one.due_on, one) for one in actions if one.is_open and one.due_on]
    return sorted(found, key=lambda pair: (pair[0], pair[1].position))


def measures(plan: Plan) -> Section:
    values = MeasureValue.objects.order_by("ends_on", "at", "pk")
    in_use = plan.measures.in_use().prefetch_related(Prefetch("values", values))
    return Section(
        "Measures",
        ["Measure", "Latest", "Against the baseline", "Target", "To bear in mind"],
        [
            Row(
                [
                    str(one.measure),
                    one.now,
                    one.since_baseline or "No baseline",
                    one.against_target.capitalize(),
                    one.measure.caveat,
                ],
                one.measure.audience != Audience.PUBLIC,
            )
            for one in standings(in_use)
        ],
        empty="This plan has no measures.",
    )


def silent(plan: Plan) -> Section:
    """Who was asked in the latest round and has not answered, by post."""
    latest = UpdateRound.objects.filter(plan=plan).order_by("-number").first()
    section = Section(
        "Who has not updated",
        ["Action", "Asked", "Owner"],
        empty="Everybody who was asked has answered."
        if latest
        else "No update round has been opened yet.",
        is_exempt=True,
    )
    if latest is None:
        return section
    section.intro = f"{latest}, due on {in_words(latest.due_on)}."
    owed = latest.asked.filter(state=RoundAction.State.OWED).select_related("action")
    actions = with_owners([one.action for one in owed])
    section.rows = [
        Row(
            [
                f"{action.ref}. {action.summary}",
                in_words(timezone.localdate(latest.opened_at)),
                action.settled_words,
            ],
            is_exempt=True,
        )
        for action in actions
    ]
    return section


def for_the_chair(plan: Plan) -> Section:
    return Section(
        "Brought to the chair",
        ["What", "Owed by", "Was due", "Times chased"],
        [
            Row(
                [
                    task.title,
                    str(task.post or "A person"),
                    in_words(task.due_on),
                    str(task.times_chased),
                ],
                is_exempt=True,
            )
            for task in reminders.for_the_chair(plan.authority)
        ],
        intro="Late after the owner, their organisation's lead and the co-ordinator "
        "were reminded.",
        empty="Nothing has climbed this far.",
        is_exempt=True,
    )
