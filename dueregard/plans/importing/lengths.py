"""What a file says at greater length than its place in a plan holds: it is cut."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model

from dueregard.exchange.document import Remark

from ..models import Action, Group, Section
from .items import ACTION, OBJECTIVE, PRIORITY, SECTION, Item

PLACES: dict[str, tuple[type[Model], dict[str, str]]] = {
    SECTION: (Section, {"number": "number", "heading": "heading"}),
    PRIORITY: (Group, {"number": "number", "title": "title"}),
    OBJECTIVE: (Group, {"number": "number", "title": "title"}),
    ACTION: (Action, {"ref": "number"}),
}


def cut_short(items: Iterable[Item]) -> Iterator[Remark]:
    """A remark for each text that will be cut, with its beginning."""
    for item in items:
        model, fields = PLACES[item.kind]
        for name, noun in fields.items():
            text = item.payload[name]
            column: Any = model._meta.get_field(name)
            limit = column.max_length or len(text)
            if len(text) > limit:
                yield Remark(
                    "cut-short",
                    item.line,
                    f"This {noun} is longer than the {limit} characters that it may "
                    "have, and the rest is left out. Shorten it in the file.",
                    text[:120],
                )
