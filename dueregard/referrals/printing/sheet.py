"""The completed form as plain data: for the PDF and the Word document alike.

Only the groups that its reader may have are in it; what is left out is said. A mark of
the police (G4) is never in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from dueregard import clock
from dueregard.access.need_to_know import Group

from .. import beside
from ..models import Correction, Referral
from ..wording import BLOCKS, Block, lines_of

MARKING = "OFFICIAL-SENSITIVE"
NOT_GIVEN = "Not given"
PUT_RIGHT = "What was found wrong since"
Parts = Mapping[Group, Any]


@dataclass(frozen=True, repr=False)
class Sheet:
    """One form, for `made_for`, made by `made_by` (a name, or what made it)."""

    reference: str
    authority: str
    facts: list[list[str]]
    made_for: str
    made_by: str
    marking: str = MARKING
    blocks: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    made_at: str = field(
        default_factory=lambda: f"{timezone.localtime(clock.now()):%d/%m/%Y %H:%M}"
    )

    def __repr__(self) -> str:
        return "<Sheet>"

    @property
    def title(self) -> str:
        return f"Referral {self.reference}"

    @property
    def watermark(self) -> str:
        return f"{self.made_for} · {self.made_at}"


def sheet_of(
    referral: Referral,
    parts: Parts,
    *,
    made_for: str,
    made_by: str,
    corrections: Sequence[Correction] = (),
) -> Sheet:
    """The form of `referral` from the parts that an open room shows, and what was found
    wrong with it since, which stands after them."""
    blocks = [_block(block, parts[block.group]) for block in _had(parts)]
    if corrections:
        blocks.append(_put_right(corrections))
    return Sheet(
        reference=referral.reference,
        authority=str(referral.authority),
        facts=facts_of(referral),
        made_for=made_for,
        made_by=made_by,
        blocks=blocks,
        left_out=[block.title for block in BLOCKS if block.group not in parts],
    )


def facts_of(referral: Referral) -> list[list[str]]:
    """When and how it came in; what says that this is the form that was sent."""
    sent_at = timezone.localtime(referral.submitted_at)
    return [
        ["Made on", f"{date_format(sent_at, 'j F Y')}, {sent_at:%H:%M}"],
        ["Came in by", str(referral.get_door_display())],
        ["Where they live", str(referral.get_residence_display())],
        ["Age", str(referral.subject.get_age_route_display())],
        ["Form hash", referral.form_hash],
    ]


def as_data(referral: Referral, parts: Parts) -> dict[str, Any]:
    """The answers as they were given, by block, for another system."""
    return {
        block.code: {
            name: _plain(getattr(parts[block.group], name)) for name in block.labels
        }
        for block in _had(parts)
    }


def _had(parts: Parts) -> list[Block]:
    return [block for block in BLOCKS if block.group in parts]


def _block(block: Block, row: Any) -> dict[str, Any]:
    rows = [
        {
            "label": label,
            "lines": lines_of(getattr(row, name), name=name) or [NOT_GIVEN],
        }
        for name, label in block.labels.items()
    ]
    return {"title": block.title, "rows": rows}


def _put_right(corrections: Sequence[Correction]) -> dict[str, Any]:
    rows = [
        {"label": str(each.get_about_display()), "lines": beside.lines_of(each)}
        for each in corrections
    ]
    return {"title": PUT_RIGHT, "rows": rows}


def corrections_as_data(corrections: Sequence[Correction]) -> list[dict[str, str]]:
    """What was found wrong, for another system."""
    return [
        {
            "kind": each.kind,
            "about": each.about,
            "statement": each.statement,
            "objection": each.objection,
            "on": timezone.localdate(each.at).isoformat(),
        }
        for each in corrections
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
