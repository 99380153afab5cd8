"""From a file's bytes to a plan draft, whatever kind of file it is."""

from dueregard.exchange.document import Document
from dueregard.exchange.readers import read
from dueregard.exchange.readers.limits import PLAN_LIMITS, check_size

from ..reading import ColumnMapping, PlanDraft, understand
from .json_file import ENDING, JsonPlan, read_json


def open_plan(name: str, data: bytes) -> Document:
    """Read a plan in any of the formats it can come in.

    Raises:
        Unreadable: with the one sentence to show.
    """
    if name.lower().endswith(ENDING):
        check_size(len(data), PLAN_LIMITS)
        return read_json(name, data)
    return read(name, data)


def draft_of(document: Document, mapping: ColumnMapping | None = None) -> PlanDraft:
    """The plan that `document` holds, by a layout or by a person's mapping."""
    if isinstance(document, JsonPlan):
        return document.draft
    return understand(document, mapping=mapping)
