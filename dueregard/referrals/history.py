"""What happened to a referral, in order: for whoever works on it.

Marks of the police are not among it: nobody can tell a held referral by its history.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from dueregard.vault.rooms import Room, readable

from .models import Referral, ReferralMove
from .services.closing import ASKED, WITHDRAWN
from .services.correcting import IN_ERROR, PUT_RIGHT
from .services.deciding import CORRECTED
from .services.reviews_at_18 import KEPT_PAST_18
from .services.signposting import ANSWERED
from .services.signposting import ASKED as ASKED_SERVICE
from .services.steps import Step

WORDS: dict[str, str] = {
    "take_in": "Taken in",
    "set_aside": "Found to be no referral",
    "accept": "Accepted by the police gateway",
    "join": "Joined to an open referral",
    "pass_on": "Accepted by another area",
    "pass_on_unopened": "Accepted by another area",
    "close": "Closed at the gateway",
    "go_on": "Taken forward",
    "finish_gathering": "Information gathered",
    "find_grounds": "Grounds found under section 36",
    "find_no_grounds": "No grounds found under section 36",
    CORRECTED: "Statement put beside the decision",
    ASKED: "Closing asked for; a second person reads",
    WITHDRAWN: "Closing taken back",
    PUT_RIGHT: "A correction stands beside it",
    IN_ERROR: "Marked as made in error",
    ASKED_SERVICE: "Asked a service to take the person on",
    ANSWERED: "Wrote down what a service said",
    KEPT_PAST_18: "Kept past the age of 18",
    "ask_referrer": "Asked who referred, with a reason",
    "declare_interest": "Declared an interest",
    **{step.value: step.label for step in Step},
}


@dataclass(frozen=True, repr=False)
class Happened:
    """One line of the history; `note` is "" where it is not this reader's to read."""

    words: str
    by: Any
    at: datetime
    note: str
    told: str


def fetch_moves(referral: Referral) -> None:
    """Have the moves and steps of `referral` at hand, with who made each."""
    rows = ReferralMove.objects.select_related("by")
    prefetch_related_objects([referral], Prefetch("moves", rows))


def history_of(referral: Referral, room: Room, *, with_notes: bool) -> list[Happened]:
    """The moves and steps, oldest first."""
    fetch_moves(referral)
    rows: list[ReferralMove] = list(referral.moves.all())
    if with_notes:
        room.show_all(rows)
    return [
        Happened(
            WORDS.get(row.move, row.move.replace("_", " ").capitalize()),
            row.by,
            row.at,
            (readable(row, "note") or "") if with_notes else "",
            _told(row) if with_notes else "",
        )
        for row in rows
    ]


def _told(row: ReferralMove) -> str:
    """Who told the council, or who agreed to an urgent step."""
    words = readable(row, "reported_by")
    if not words:
        return ""
    if row.move == Step.URGENT:
        return f"Agreed by {words}."
    return f"Entered as reported by {words}."
