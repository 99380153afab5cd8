"""Pages of a list: numbered, or by keyset for long ones. Counts stop at a cap."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet

from .components.pages import query_changed

POSITIONS = {"page": None, "after": None, "before": None}


@dataclass(frozen=True)
class Page:
    """Rows of one page, addresses of its neighbours, and words for where it stands."""

    rows: list
    summary: str
    total: int
    total_is_capped: bool
    previous_url: str = ""
    next_url: str = ""

    def __iter__(self) -> Iterator:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def counted(
    queryset: QuerySet | list,
    request,
    *,
    size: int = 25,
    cap: int = 1000,
) -> Page:
    """A numbered page; a number that is not one of the list's gives its first or last.

    One statement counts (up to `cap`), one reads if there is something to read; none
    for a list of what was read already.
    """
    total, capped = _count(queryset, cap)
    last = max(1, -(-total // size))
    number = _whole(request.GET.get("page"))
    number = max(1, number if capped else min(number, last))
    start = (number - 1) * size
    rows = list(queryset[start : start + size + 1]) if total else []
    rows, more = rows[:size], len(rows) > size
    position = f"{start + 1:,} to {start + len(rows):,} of "
    summary = (position if number > 1 or more else "") + _results(total, capped)
    return Page(
        rows,
        summary,
        total,
        capped,
        _address(request, page=number - 1 if number > 2 else None)
        if number > 1
        else "",
        _address(request, page=number + 1) if more else "",
    )


def keyset(
    queryset: QuerySet,
    request,
    *,
    order: tuple[str, ...],
    size: int = 25,
    cap: int = 1000,
    total: int | None = None,
) -> Page:
    """A page found by where the last one ended, as quick at the end as at the start.

    `order` names columns of the model that are never null, the last of them unique; a
    minus sign turns one round. A cursor that makes no sense gives the first page.
    `total` is how many there are, or any number over `cap`, where that is known.
    """
    if total is None:
        total, capped = _count(queryset, cap)
    else:
        total, capped = min(total, cap), total > cap
    backwards = "before" in request.GET
    cursor = _read(queryset, order, request.GET.get("before" if backwards else "after"))
    backwards = backwards and cursor is not None
    walked = tuple(_turned(name) for name in order) if backwards else order
    listed = queryset.order_by(*walked)
    if cursor is not None:
        listed = listed.filter(_beyond(walked, cursor))
    rows = list(listed[: size + 1])
    rows, more = rows[:size], len(rows) > size
    if backwards:
        rows.reverse()
    has_previous = more if backwards else cursor is not None
    has_next = bool(rows) and (backwards or more)
    return Page(
        rows,
        _results(total, capped),
        total,
        capped,
        _address(request, before=_write(rows[0], order))
        if has_previous and rows
        else "",
        _address(request, after=_write(rows[-1], order)) if has_next else "",
    )


def _count(queryset: QuerySet | list, cap: int) -> tuple[int, bool]:
    if isinstance(queryset, list):
        total = len(queryset)
    else:
        total = queryset.order_by().values("pk")[: cap + 1].count()
    return min(total, cap), total > cap


def _results(total: int, capped: bool) -> str:
    noun = "result" if total == 1 else "results"
    return f"{total:,}{'+' if capped else ''} {noun}"


def _whole(text: str | None) -> int:
    return (
        int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1
    )


def _address(request, **position) -> str:
    return query_changed(request.GET, POSITIONS | position)


def _bare(name: str) -> str:
    return name.removeprefix("-")


def _turned(name: str) -> str:
    return _bare(name) if name.startswith("-") else f"-{name}"


def _beyond(order: tuple[str, ...], values: list) -> Q:
    """Rows after `values`; the first column bounds the index, the rest break ties."""
    after, equal = Q(), Q()
    for name, value in zip(order, values, strict=True):
        test = "lt" if name.startswith("-") else "gt"
        after |= equal & Q(**{f"{_bare(name)}__{test}": value})
        equal &= Q(**{_bare(name): value})
    test = "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{_bare(order[0])}__{test}": values[0]}) & after


def _write(row, order: tuple[str, ...]) -> str:
    values = [getattr(row, _bare(name)) for name in order]
    text = json.dumps(values, cls=DjangoJSONEncoder, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(queryset: QuerySet, order: tuple[str, ...], text: str | None) -> list | None:
    if not text:
        return None
    try:
        values = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return [
            _field(queryset, name).to_python(value)
            for name, value in zip(order, values, strict=True)
        ]
    except (ValueError, TypeError, ValidationError):
        return None


def _field(queryset: QuerySet, name: str):
    options, bare = queryset.model._meta, _bare(name)
    return options.pk if bare == "pk" else options.get_field(bare)
