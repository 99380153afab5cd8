"""What an agenda or minutes say, as plain data for the page and the PDF alike.

The public part leaves exempt items and outcomes out, and the names of who came: the
public reads which organisations were there, not which people (design, section 2).
"""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from dueregard import clock
from dueregard.accounts.models import Person
from dueregard.documents.models import Document

from ..models import AgendaItem, Attendance, Meeting, Outcome
from ..reading import items_of

PARTS = {
    "agenda": "Agenda",
    "agenda-public": "Agenda, public part",
    "minutes": "Minutes",
    "minutes-public": "Minutes, public part",
}
LEFT_OUT = "Exempt items are left out of the public part."


def sheet_of(meeting: Meeting, part: str, *, by: Person) -> dict[str, Any]:
    """The sheet of `part`, one of `PARTS`, made by `by` now."""
    public, minutes = part.endswith("-public"), part.startswith("minutes")
    everything = items_of(meeting)
    shown = [each for each in everything if not (public and each.is_exempt)]
    draft = minutes and meeting.status != Meeting.Status.MINUTED
    return {
        "part": PARTS[part],
        "title": f"{PARTS[part]}: {meeting.group}",
        "authority": str(meeting.group.authority),
        "group": str(meeting.group),
        "when": _when(meeting),
        "where": meeting.place,
        "state": "Draft: not agreed yet" if draft else "",
        "marking": _marking(everything, public),
        "made_by": "" if public else str(by),
        "made_at": f"{timezone.localtime(clock.now()):%d/%m/%Y %H:%M}",
        "came": _came(meeting, public) if minutes else [],
        "agenda": [
            _item(number, each, minutes=minutes, public=public)
            for number, each in enumerate(shown, start=1)
        ],
        "left_out": LEFT_OUT if len(shown) < len(everything) else "",
    }


def _when(meeting: Meeting) -> str:
    begins = timezone.localtime(meeting.starts_at)
    ends = timezone.localtime(meeting.ends_at)
    return f"{date_format(begins, 'l j F Y')}, {begins:%H:%M} to {ends:%H:%M}"


def _marking(items: list[AgendaItem], public: bool) -> str:
    """OFFICIAL-SENSITIVE as soon as anything exempt stands in it."""
    exempt = any(
        each.is_exempt or any(outcome.is_exempt for outcome in each.outcomes.all())
        for each in items
    )
    sensitive = exempt and not public
    marking = Document.Marking.SENSITIVE if sensitive else Document.Marking.OFFICIAL
    return str(marking.label)


def _came(meeting: Meeting, public: bool) -> list[dict[str, Any]]:
    """Who came, by how: people for members, organisations for the public."""
    rows = meeting.attendance.select_related(
        "member__person", "member__organisation", "deputy"
    )
    found: dict[str, list[str]] = {state.label: [] for state in Attendance.State}
    for row in rows:
        organisation = str(row.member.organisation)
        words = organisation if public else f"{row.member.person} ({organisation})"
        if row.deputy and not public:
            words += f": {row.deputy} came"
        names = found[row.get_state_display()]
        if words not in names:
            names.append(words)
    return [{"how": how, "names": names} for how, names in found.items() if names]


def _item(
    number: int, item: AgendaItem, *, minutes: bool, public: bool
) -> dict[str, Any]:
    outcomes = [each for each in item.outcomes.all() if not (public and each.is_exempt)]
    return {
        "number": number,
        "title": item.title,
        "kind": item.get_kind_display(),
        "exempt": item.is_exempt,
        "presented_by": "" if public else item.presented_by,
        "minutes_planned": item.minutes_planned,
        "purpose": _lines(item.purpose),
        "papers": [str(paper.document) for paper in item.papers.all()],
        "discussion": _lines(item.discussion) if minutes else [],
        "outcomes": [_outcome(each) for each in outcomes] if minutes else [],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    due = ""
    if outcome.post and outcome.due_on:
        due = f"{outcome.post}, by {date_format(outcome.due_on)}"
    return {
        "kind": outcome.get_kind_display(),
        "lines": _lines(outcome.text),
        "reasons": _lines(outcome.reasons),
        "due": due,
    }


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
