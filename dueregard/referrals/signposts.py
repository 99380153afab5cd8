"""Signposts of a referral as its pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.vault.rooms import Room, readable

from .models import Referral, Signpost

Status = Signpost.Status
COLOURS: dict[str, str] = {
    Status.ASKED: "blue",
    Status.ACCEPTED: "green",
    Status.DECLINED: "orange",
    Status.NO_REPLY: "orange",
}


@dataclass(frozen=True, repr=False)
class Line:
    """One service that was asked. `is_wanting` when it said no or nothing, and no other
    service was asked for the same support since."""

    row: Signpost
    name: str
    is_wanting: bool

    @property
    def state(self) -> str:
        return "No answer yet" if self.row.is_silent else self.row.get_status_display()

    @property
    def colour(self) -> str:
        return "red" if self.row.is_silent else COLOURS[self.row.status]


def signposts_of(referral: Referral, room: Room) -> list[Line]:
    """Those of `referral`, oldest first, readable in `room`."""
    rows = referral.signposts.select_related(
        "service__organisation", "asked_by", "entered_by"
    )
    shown = room.show_all(rows)
    return [
        Line(row, name_of(row), _is_wanting(row, shown[number + 1 :]))
        for number, row in enumerate(shown)
    ]


def name_of(row: Signpost) -> str:
    """The service, of the directory or not, in words."""
    if row.service is not None:
        return f"{row.service}, {row.service.organisation}"
    return readable(row, "elsewhere") or row.get_support_display()


def _has_failed(row: Signpost) -> bool:
    return row.is_silent or row.status not in Signpost.PASSED


def _is_wanting(row: Signpost, later: Iterable[Signpost]) -> bool:
    return _has_failed(row) and not any(
        other.support == row.support and not _has_failed(other) for other in later
    )
