"""What is selected in a filter form, as links that take each selection away."""

from dataclasses import dataclass

from django.forms import BaseForm
from django.http import QueryDict

from .forms.dates import PARTS

# Where a reader stands in the list means nothing once the list is another.
POSITIONS = ("page", "after", "before")


@dataclass(frozen=True)
class Chip:
    """One selected value and the address without it."""

    text: str
    url: str


def chips_of(form: BaseForm, query: QueryDict) -> list[Chip]:
    if not form.is_bound:
        return []
    chips = []
    for field in form.visible_fields():
        name = field.html_name
        names = [name, *(f"{name}_{part}" for part in PARTS)]
        if name in query and query.getlist(name) != [""]:
            chips += [
                Chip(
                    f"{field.label}: {_words(field, value)}",
                    _without(query, name, value),
                )
                for value in query.getlist(name)
                if value
            ]
        elif any(query.get(key) for key in names):
            parts = " ".join(str(query[key]) for key in names if query.get(key))
            chips.append(Chip(f"{field.label}: {parts}", _without_all(query, names)))
    return chips


def kept_values(form: BaseForm, query: QueryDict) -> list[tuple[str, str]]:
    """What else stands in the address and must outlive a new filter: the sort."""
    return (
        [("sort", str(query["sort"]))]
        if query.get("sort") and "sort" not in form.fields
        else []
    )


def _words(field, value: str) -> str:
    """A choice as its form words it; free text as it was typed."""
    for choice, label in _flat(getattr(field.field, "choices", [])):
        if str(choice) == value:
            return str(label)
    return value


def _flat(choices):
    for choice, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield choice, label


def _without(query: QueryDict, name: str, value: str) -> str:
    changed = query.copy()
    changed.setlist(name, [other for other in query.getlist(name) if other != value])
    return _address(changed)


def _without_all(query: QueryDict, names: list[str]) -> str:
    changed = query.copy()
    for name in names:
        changed.pop(name, None)
    return _address(changed)


def _address(query: QueryDict) -> str:
    for name in POSITIONS:
        query.pop(name, None)
    return f"?{query.urlencode()}"
