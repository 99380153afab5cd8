"""What was in a file that somebody gave us, in the order a reader would meet it.

Every reader in `exchange/readers/` answers a `Document`; every layout (a plan, a
training return) is understood from a `Document`. So a layout never knows which
program wrote the file, and a reader never knows what the file is about. Whatever wrote
it, its words have one spelling of each letter (Unicode NFC), as what people type has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field


class _Spelt:
    """Has its `text` in one spelling of each letter."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.isascii():
            object.__setattr__(self, "text", unicodedata.normalize("NFC", self.text))


@dataclass(frozen=True)
class Link:
    """A hyperlink: the words that carry it and where it points."""

    text: str
    url: str


@dataclass(frozen=True)
class Line(_Spelt):
    """One line of text inside a cell, and where it stands in the source."""

    text: str
    line: int
    bullet: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell of a table.

    `lines` are its lines in order, blank ones left out; `colour` is the shading as
    six upper-case hexadecimal digits, or None. A cell that a merge covers but does
    not begin has `covered=True` and no lines, so that columns keep their places.
    """

    lines: tuple[Line, ...] = ()
    colour: str | None = None
    links: tuple[Link, ...] = ()
    bold: bool = False
    covered: bool = False
    formula: bool = False
    column_span: int = 1
    row_span: int = 1

    @property
    def text(self) -> str:
        """The lines joined by line breaks; a bulleted line begins with "• "."""
        return "\n".join(
            f"• {line.text}" if line.bullet else line.text for line in self.lines
        )


@dataclass(frozen=True)
class Row:
    """A row and its place: the 1-based source line, or row of the sheet or table."""

    cells: tuple[Cell, ...]
    line: int

    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


@dataclass(frozen=True)
class Heading(_Spelt):
    text: str
    level: int
    line: int


@dataclass(frozen=True)
class Paragraph(_Spelt):
    """A paragraph, or one item of a list (`bullet`)."""

    text: str
    line: int
    bullet: bool = False
    bold: bool = False
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table as it stands: no row is taken for a header here.

    `name` is the sheet's name, or empty.
    """

    rows: tuple[Row, ...]
    line: int
    name: str = ""


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Remark:
    """Something a person should look at: a code, where, why and the words themselves.

    `excerpt` is at most 120 characters.
    """

    code: str
    line: int
    message: str
    excerpt: str = ""


@dataclass
class Document:
    """A file that was read.

    `kind` is "csv", "xlsx", "ods", "docx" or "text"; `sha256` is of the bytes given.
    `remarks` name what the reader saw and did not read: hidden sheets, comments.
    `from_1904` says that bare numbers of days in it count from 1904 (old Macs).
    """

    name: str
    sha256: str
    kind: str
    blocks: list[Block] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    from_1904: bool = False

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))


class Unreadable(Exception):
    """The whole file is refused. The message is the one plain sentence to show.

    It names what is wrong, the place when there is one, and what to do next.
    """
