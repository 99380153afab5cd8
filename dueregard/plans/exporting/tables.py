"""A plan as one table, a row for each action: CSV and XLSX."""

from collections.abc import Iterator

from django.http import FileResponse, StreamingHttpResponse

from dueregard.exchange.export import Sheet, csv_response, xlsx_response

from ..models import Action
from ..rag import Rag
from .part import BATCH, Part

COLUMNS = [
    ("Priority number", 10),
    ("Priority", 30),
    ("Objective number", 10),
    ("Objective", 30),
    ("Ref", 8),
    ("Action", 60),
    ("Owner", 30),
    ("Timescale", 18),
    ("Start", 12),
    ("Due", 12),
    ("Ongoing", 10),
    ("Status", 14),
    ("RAG", 12),
    ("Last update", 12),
]
HEADER = [name for name, _ in COLUMNS]
STATUS = dict(Action.Status.choices)
RATING = dict(Rag.choices)


def rows(part: Part) -> Iterator[list]:
    """One row for each action in the plan's order, read in batches."""
    groups = {group.pk: group for group in part.groups()}
    actions = part.actions.with_rag().order_by("position", "pk")
    values = actions.values_list(
        "group_id",
        "ref",
        "text",
        "owners_text",
        "timescale_text",
        "starts_on",
        "due_on",
        "is_ongoing",
        "status",
        "rag",
        "last_update_on",
    )
    for group_id, *middle, status, rating, updated in values.iterator(BATCH):
        group = groups[group_id]
        priority = group.parent or group
        objective = group if group.parent else None
        yield [
            priority.number,
            priority.title,
            objective.number if objective else "",
            objective.title if objective else "",
            *middle,
            STATUS[status],
            RATING[rating],
            updated,
        ]


def as_csv(part: Part) -> StreamingHttpResponse:
    return csv_response(part.file_name("csv"), HEADER, rows(part))


def as_xlsx(part: Part) -> FileResponse:
    sheet = Sheet("Plan", HEADER, rows(part), [width for _, width in COLUMNS])
    return xlsx_response(part.file_name("xlsx"), [sheet])
