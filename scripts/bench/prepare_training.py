"""Run in a process of its own: the catalogue, what is held, or the floor of a load."""

import json
import sys
import time
from datetime import date, timedelta

import django

django.setup()

from django.db import connection  # noqa: E402

from dueregard.accounts.models import Authority, Membership  # noqa: E402
from dueregard.training.models import (  # noqa: E402
    Completion,
    Course,
    Learner,
    LearnerRole,
)
from dueregard.training.reach import reach_of  # noqa: E402
from dueregard.training.services import ship  # noqa: E402

TABLE = Completion._meta.db_table
FLOOR = f"{TABLE}_floor"


def prepare() -> dict:
    authority = Authority.objects.get(slug="marlbrook")
    held = Membership.objects.filter(authority=authority, role="training_lead")
    leads = [membership.person for membership in held.order_by("pk")]
    by = next(each for each in leads if authority.pk in reach_of(each).kept_whole)
    ship(authority, by=by)
    return {"person": by.pk}


def count() -> dict:
    held = (Learner, LearnerRole, Completion)
    return {model.__name__: model.objects.count() for model in held}


def floor(rows: int) -> dict:
    """Seconds to load so many completions into an empty copy of their table."""
    course = Course.objects.filter(code="WRAP").values_list("pk", flat=True)[0]
    columns = [f.column for f in Completion._meta.concrete_fields]
    made = [_row(columns, each, course) for each in range(1, rows + 1)]
    with connection.cursor() as cursor:
        _copy_table(cursor)
        started = time.perf_counter()
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {FLOOR} ({', '.join(columns)}) FROM STDIN") as to:
                to.write("".join("\t".join(map(_text, row)) + "\n" for row in made))
        else:
            marks = ", ".join(["%s"] * len(columns))
            # as in PostgreSQL, where a copy of a table has its indexes alone
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("BEGIN")
            names = ", ".join(columns)
            cursor.executemany(f"INSERT INTO {FLOOR} ({names}) VALUES ({marks})", made)
            cursor.execute("COMMIT")
        seconds = time.perf_counter() - started
        cursor.execute(f"DROP TABLE {FLOOR}")
    return {"seconds": seconds}


def _copy_table(cursor) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS {FLOOR}")
    if connection.vendor == "postgresql":
        cursor.execute(f"CREATE TABLE {FLOOR} (LIKE {TABLE} INCLUDING ALL)")
        return
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL "
        "ORDER BY type DESC",
        [TABLE],
    )
    for (sql,) in cursor.fetchall():
        if "CREATE TRIGGER" in sql:
            continue
        named = sql.replace(f'"{TABLE}"', f'"{FLOOR}"')
        head, mid, tail = named.partition("INDEX ")
        if mid:
            named = f'{head}{mid}"floor_{tail[1:]}'
        cursor.execute(named)


def _row(columns: list[str], number: int, course: int) -> list:
    said = {
        "id": number,
        "learner_id": number,
        "course_id": course,
        "completed_on": (date(2023, 1, 1) + timedelta(days=number % 900)).isoformat(),
        "source": "import",
        "upload_id": 1,
        "recorded_by_id": 1,
        "recorded_at": "2026-11-21 08:00:00+00:00",
    }
    empty = {"mode", "trainer", "certificate", "ended_because", "note"}
    return [said.get(name, "" if name in empty else None) for name in columns]


def _text(value) -> str:
    return r"\N" if value is None else str(value)


does = {"prepare": prepare, "count": count, "floor": floor}
print(json.dumps(does[sys.argv[1]](*map(int, sys.argv[2:]))))
