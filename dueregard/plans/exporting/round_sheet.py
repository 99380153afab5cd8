"""The owed actions of a round as a spreadsheet to fill in and take back (YR 1)."""

from dueregard.exchange.export import Sheet

from ..models import Action, UpdateRound
from ..round_reports import listed

REF, UPDATE, STATUS = "Ref", "Update", "New status"
TOLD_BY, TOLD_ON, EVIDENCE = "Told by", "Told on", "Link to evidence"
COLUMNS = [
    (REF, 8),
    ("Action", 60),
    ("Owner", 30),
    ("Status now", 14),
    ("Last update", 12),
    (UPDATE, 60),
    (STATUS, 14),
    (TOLD_BY, 24),
    (TOLD_ON, 12),
    (EVIDENCE, 30),
]
STATUSES = dict(Action.Status.choices)


def sheet_of(round: UpdateRound) -> tuple[Sheet, int]:
    """The sheet, and how many actions are on it."""
    owed = round.asked.owed().order_by("action__position", "pk")
    found = listed(list(owed.values_list("pk", flat=True)))
    rows = [
        [
            one.action.ref,
            one.action.text,
            one.action.owner_words,
            STATUSES[one.action.status],
            one.action.last_update_on,
            *[""] * 5,
        ]
        for one in found
    ]
    names = [name for name, _ in COLUMNS]
    widths = [width for _, width in COLUMNS]
    return Sheet("Updates", names, rows, widths), len(found)
