"""What an importer is, and the register that rooms fill with theirs.

The machinery of this room knows files, rows and choices; an importer knows what they
mean. A room subclasses `Importer` and calls `register` from its `registrations.py`.
`docs/reference/importers.md` shows one from end to end.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models

from dueregard.exchange.document import Document, Remark
from dueregard.exchange.readers import read
from dueregard.exchange.readers.limits import PLAN_LIMITS, Limits, check_size

if TYPE_CHECKING:
    from .models import Upload

LINE_COLUMN = "Line in the file"
PROBLEM_COLUMN = "Problem"
INLINE_BYTES = 1024 * 1024
INLINE_ROWS = 5_000
UNPLACED = "unplaced"
OUR_COLUMNS = frozenset({LINE_COLUMN, PROBLEM_COLUMN})


class Change(models.TextChoices):
    """What a row of the file would do to what is held."""

    NEW = "new", "Will be added"
    CHANGED = "changed", "Will be changed"
    UNCERTAIN = "uncertain", "Needs a look"
    PROBLEM = "problem", "Cannot go in"
    NOTE = "note", "Seen but not placed"
    REMARK = "remark", "Worth knowing"
    GONE = "gone", "Not in this file"
    SAME = "same", "Already the same"


class Decision(models.TextChoices):
    """What a person chose for a row that needs a look."""

    KEEP = "keep", "Put it in"
    SKIP = "skip", "Leave it out"


@dataclass(frozen=True)
class ProposedRow:
    """One thing the file says, and what would come of it.

    `kind` is the importer's own code ("action"); `text` is what a person knows it by;
    `cells` is what stood in the file, by column, and goes into the file of problems;
    `differences` are (label, now, in the file); `payload` is what `apply` needs.
    A PROBLEM never goes in; GONE is held here and missing from the file.
    """

    change: Change
    kind: str
    line: int
    text: str
    cells: dict[str, str] = field(default_factory=dict)
    payload: dict[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    differences: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class OwnRows:
    """Rows that the importer stages in a table of its own, a batch of `count`.

    `write` is called with the upload in the short transaction that fences it, as
    staged rows are written; with a `count` of 0 it is a step over those written.
    """

    count: int
    write: Callable[["Upload"], None]


@dataclass
class Proposal:
    """What an importer makes of a file.

    `rows` may be a generator: they are staged in short batches as they come, and
    `summary` (label, text), `remarks`, `counts` and `facts` are read after the last of
    them. A remark of the code UNPLACED is about words that found no place; others are
    worth knowing. `total` is the number of rows when it is known beforehand. `counts`
    are of the rows that the importer stages itself, by change. `facts` are kept for
    `apply`. `columns` are those understood from their names, so that a person can
    still say that they hold something else.
    """

    rows: Iterable["ProposedRow | OwnRows"]
    total: int | None = None
    summary: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    columns: Iterable["Column"] = ()


@dataclass(frozen=True)
class Column:
    """A column of the file as the mapping page shows it; `name` is unique in it."""

    name: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """Something a column of the file may hold; `synonyms` fill in the mapping page.

    `phrase` completes "Select the column that holds …". `many` lets several columns
    feed it.
    """

    name: str
    label: str
    phrase: str = ""
    synonyms: tuple[str, ...] = ()
    required: bool = False
    many: bool = False


class NeedsMapping(Exception):
    """The columns are not known to the importer: a person must say what they hold."""

    def __init__(self, columns: Iterable[Column]) -> None:
        super().__init__("The columns of this file are not known.")
        self.columns = list(columns)


class Importer:
    """How one kind of file goes in. Rooms fill in what is theirs.

    `code` stands in addresses and rows and never changes. `undecided` says what
    becomes of a row that needs a look and that nobody decided on. Up to
    `inline_bytes` are read, and up to `inline_rows` put in, by the process that was
    asked to; longer ones by the worker.
    """

    code: str
    label: str
    room: str = ""
    accepts: tuple[str, ...] = (".csv", ".xlsx", ".ods", ".docx", ".txt", ".md")
    guidance: str = ""
    limits: Limits = PLAN_LIMITS
    fields: tuple[Field, ...] = ()
    kinds: dict[str, str] = {}
    unmapped: str = "Something else"
    undecided: Decision = Decision.KEEP
    inline_bytes: int = INLINE_BYTES
    inline_rows: int = INLINE_ROWS

    def may_use(self, user, authority) -> None:
        """Raise NotAllowed unless `user` may import for `authority`."""
        raise NotImplementedError

    def options_form(self, *, authority, user, data=None, initial=None):
        """A form of what must be asked with the file; nothing, unless overridden.

        Its `cleaned_data` must be JSON: ids, codes and text. Field names must not be
        "file".
        """
        return forms.Form(data, initial=initial)

    def read(self, name: str, path: Path) -> Document:
        """Read the file. Raises Unreadable with the sentence to show.

        An importer of very long files overrides this with a stream and hands
        itself a document of its own kind.
        """
        check_size(path.stat().st_size, self.limits)
        return read(name, path.read_bytes(), limits=self.limits)

    def understand(
        self,
        document: Document,
        *,
        authority,
        mapping: dict[str, str] | None,
        options: dict[str, Any],
    ) -> Proposal:
        """Say what the file would change. Writes nothing.

        `mapping` is column name → field name, "" for columns that were not placed.

        Raises:
            NeedsMapping: the columns are not recognised, or `mapping` is of others.
            Unreadable: the file holds nothing of this kind.
        """
        raise NotImplementedError

    def basis(self, *, authority, options: dict[str, Any]) -> str:
        """A short fingerprint of what the file is compared with ("plan 3 v7").

        When it has changed by the time of confirming, the file is compared again.
        """
        return ""

    def apply(self, upload: "Upload", *, by) -> dict[str, Any]:
        """Write `upload.rows_to_apply()` in a few set-based statements.

        Called inside `audit.atomic` with the upload locked; the answer (ids and
        numbers) is kept as `upload.result`. A Refusal puts everything back.
        """
        raise NotImplementedError

    def remembers_for(self, *, authority, options: dict[str, Any]) -> str:
        """Whose columns these are within the authority ("organisation 7"), where what
        was said of columns is remembered more narrowly than for the authority."""
        return ""

    def rows_of(self, upload: "Upload", change: str) -> models.QuerySet:
        """The rows of that change, in the order of the file, as the preview shows them.

        An importer that stages rows itself answers those of its own table, which then
        have what the page reads of a `StagedRow`.
        """
        return upload.rows.filter(change=change).order_by("ordinal")

    def count_to_apply(self, upload: "Upload") -> int:
        """How many rows go in as things are decided now."""
        return upload.rows_to_apply().count()

    def drop_rows(self, upload: "Upload") -> None:
        """Delete the rows that the importer staged itself, in short transactions."""

    def may_undo(self, upload: "Upload", *, by) -> None:
        """Raise NotNow with the reason when something depends on what went in."""

    def undo_form(self, upload: "Upload", *, data=None):
        """A form of what must be asked before an undo; nothing, unless overridden.

        Its `cleaned_data` are handed to `undo` by name.
        """
        return forms.Form(data)

    def undo(self, upload: "Upload", *, by) -> None:
        """Take out what `apply` put in. Called inside `audit.atomic`.

        An importer with an `undo_form` takes its answers as well, each by name.
        """
        raise NotImplementedError

    def result_url(self, upload: "Upload") -> str:
        """The page of what went in, or an empty string."""
        return ""


_registered: dict[str, Importer] = {}


def register(importer: Importer) -> Importer:
    """Add an importer; from a room's `registrations.py`.

    Raises:
        ValueError: another importer has this code.
    """
    held = _registered.get(importer.code)
    if held is not None and type(held) is not type(importer):
        raise ValueError(f"Two importers are called {importer.code!r}.")
    _registered[importer.code] = importer
    return importer


def unregister(code: str) -> None:
    """Take an importer away again: for tests that register one of their own."""
    _registered.pop(code, None)


def get(code: str) -> Importer:
    """The importer of that code.

    Raises:
        KeyError: there is none.
    """
    return _registered[code]


def registered() -> list[Importer]:
    return sorted(_registered.values(), key=lambda importer: importer.label)
