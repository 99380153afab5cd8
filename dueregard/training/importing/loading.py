"""Good rows into their table, as quickly as each database takes them."""

from datetime import date
from typing import Any

from django.db import connection

from dueregard.exchange.models import Upload

from ..models import ImportRow
from .checking import COLUMNS

TABLE = ImportRow._meta.db_table
ALL_COLUMNS = ("upload_id", *COLUMNS, "verdict", "known", "note")
ROWS_AT_ONCE = 20_000


def load(upload: Upload, rows: list[tuple]) -> None:
    """Stage `rows`, each as `COLUMNS` lists it; COPY where there is such a thing."""
    columns = ", ".join(ALL_COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            start, end = f"{upload.pk}\t", "\tnew\tf\t\n"
            with cursor.copy(f"COPY {TABLE} ({columns}) FROM STDIN") as copy:
                copy.write("".join([f"{start}{_line(row)}{end}" for row in rows]))
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(
                f"INSERT INTO {TABLE} ({columns}) "  # noqa: S608
                f"VALUES ({upload.pk}, {marks}, 'new', 0, '')",
                rows,
            )


def drop(upload: Upload) -> None:
    """Delete what is staged of `upload`, in short transactions."""
    rows = ImportRow.objects.filter(upload=upload).order_by("line")
    while batch := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        ImportRow.objects.filter(pk__gte=min(batch), pk__lte=max(batch)).filter(
            upload=upload
        ).delete()


def _line(row: tuple) -> str:
    return "\t".join([_value(value) for value in row])


def _value(value: Any) -> str:
    """A value as COPY reads it. Texts are on one line and hold no tab already."""
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.replace("\\", "\\\\") if "\\" in value else value
    return value.isoformat() if isinstance(value, date) else str(value)
