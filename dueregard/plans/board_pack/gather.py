"""Reading what a board pack says, as things stand now. Nothing is written here."""

from typing import Any

from dueregard.governance.models import Meeting

from ..changes import last_meeting_day
from ..listing import with_owners
from ..models import Action, Plan
from ..names import naming
from ..wording import in_words
from . import sections
from .pages import Row, Section, as_data
from .registry import sections_of_rooms


def gather(plan: Plan, meeting: Meeting) -> dict[str, Any]:
    """The pack of `plan` for `meeting`, as plain data: everything in it, marked.

    Public are the actions and measures that anyone may read, and agenda items that are
    not exempt; the rest is exempt. In a fixed number of statements, for 300 actions.
    """
    since = last_meeting_day(plan, before=meeting)
    actions = _actions(plan)
    found = [
        *sections.at_a_glance(plan, actions, since),
        sections.decisions(meeting),
        sections.what_changed(plan, since),
        sections.at_risk(actions),
        sections.overdue(actions),
        sections.due_soon(actions),
        sections.measures(plan),
        *sections_of_rooms(plan.authority, since),
        sections.silent(plan),
        sections.for_the_chair(plan),
    ]
    _keep_names_out(found, plan)
    return {
        "title": f"Board pack: {plan}",
        "authority": str(plan.authority),
        "meeting": str(meeting),
        "covers": f"{in_words(plan.starts_on)} to {in_words(plan.ends_on)}",
        "since": since.isoformat(),
        "since_words": in_words(since),
        "marking": plan.get_marking_display(),
        "sections": as_data(found),
    }


def _keep_names_out(found: list[Section], plan: Plan) -> None:
    """A line that names a person known to the authority is exempt, whatever it was."""
    texts = {"\n".join(row.cells) for one in found for row in one.rows}
    named = naming(texts, plan.authority)
    for section in found:
        section.rows = [
            Row(row.cells, row.is_exempt or "\n".join(row.cells) in named)
            for row in section.rows
        ]


def _actions(plan: Plan) -> list[Action]:
    rows = list(plan.actions.order_by("position", "pk"))
    for action in rows:
        action.plan = plan
    return with_owners(rows)
