"""What a return is made of: tables whose columns say what they mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify

from dueregard.exchange.export import Value

Row = Sequence[Value]


@dataclass(frozen=True)
class Column:
    """`means` is its definition, which stands under the table and in the files."""

    label: str
    means: str
    width: int = 14
    is_number: bool = False


ORGANISATION = Column("Organisation", "The organisation that the people work for.", 34)
ROLE_GROUP = Column(
    "Role group", "People who must know the same things, such as a level.", 30
)


def by_name(rows: Iterable[Row]) -> list[Row]:
    """`rows` in the order of the names that their first two columns hold."""
    return sorted(rows, key=lambda row: [str(name).casefold() for name in row[:2]])


@dataclass(frozen=True)
class Table:
    """`empty` is said where it has no row; `note` where there is more to say."""

    title: str
    columns: Sequence[Column]
    rows: list[Row]
    empty: str
    note: str = ""

    @property
    def header(self) -> list[str]:
        return [column.label for column in self.columns]


@dataclass(frozen=True)
class Return:
    """A return of an authority, or one organisation of it, over a period."""

    title: str
    authority: str
    covers: str
    counted: str
    tables: list[Table]
    made_by: str
    made_at: datetime
    marking: str
    remarks: list[str] = field(default_factory=list)

    @property
    def made_words(self) -> str:
        moment = timezone.localtime(self.made_at)
        return f"Made by {self.made_by}, {moment:%d/%m/%Y %H:%M}"

    def file_name(self, ending: str) -> str:
        return f"{slugify(f'{self.title} {self.authority} {self.covers}')}.{ending}"

    def definitions(self) -> list[tuple[str, str, str]]:
        """(table, column, what it means), for the files."""
        return [
            (table.title, column.label, column.means)
            for table in self.tables
            for column in table.columns
        ]


def shown(value: Value) -> str:
    """A value as people read it; a dash where there is none."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)
