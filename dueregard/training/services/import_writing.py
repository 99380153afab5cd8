"""Staged rows into the register: one statement a table, however many rows there are."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, models
from django.db.models import Q

from dueregard.accounts.models import Person
from dueregard.exchange.models import Upload

from ..importing.judging import fetch, run
from ..importing.people import DETAILS, GOING, SAID
from ..models import Audience, Completion, ImportRow, KnownApart, Learner, LearnerRole
from ..names import name_key

PEOPLE_AT_ONCE = 2_000
GOES_IN = "r.verdict IN ('new', 'changed', 'kept')"
NAME = "MAX(CASE WHEN r.note = 'spelt' THEN '' ELSE r.name END)"
NAME_KEY = "MAX(CASE WHEN r.note = 'spelt' THEN '' ELSE r.name_key END)"
DAYS = frozenset({"joined_on", "left_on", "leave_from", "leave_until"})

# The learner of each row: matched before, or made by this import just now. Written so
# that SQLite takes the index of numbers (`NOT (number = '')` as its condition has it),
# and not that of uploads (a plus sign keeps it from that), where all rows are the same.
MATCHED = "r.learner_id IS NOT NULL"
BY_NUMBER = """r.learner_id IS NULL AND r.number <> '' AND +l.upload_id = r.upload_id
  AND l.authority_id = r.authority_id AND l.organisation_id = r.organisation_id
  AND NOT (l.number = '') AND l.merged_into_id IS NULL AND l.number = r.number"""
BY_NAME = """r.learner_id IS NULL AND r.number = '' AND +l.upload_id = r.upload_id
  AND +l.authority_id = r.authority_id AND l.organisation_id = r.organisation_id
  AND l.number = '' AND l.name_key = r.name_key"""
LANDED = (
    f"training_importrow AS r JOIN training_learner AS l ON l.id = r.learner_id "
    f"WHERE {MATCHED}",
    f"training_importrow AS r JOIN training_learner AS l ON {BY_NUMBER} WHERE 1 = 1",
    f"training_importrow AS r JOIN training_learner AS l ON {BY_NAME} WHERE 1 = 1",
)


def add_people(upload: Upload) -> int:
    """Those who are new, one for each `who`; answers how many."""
    values = {
        "authority": "x.authority_id",
        "organisation": "x.organisation_id",
        "number": "x.number",
        "name": "x.name",
        "name_key": "x.name_key",
        "email": "x.email",
        "audience": f"CASE WHEN x.audience = '' THEN '{Audience.STAFF}' "
        "ELSE x.audience END",
        "joined_on": "x.joined_on",
        "left_on": "x.left_on",
        "leave_from": "x.leave_from",
        "leave_until": "x.leave_until",
    }
    said = SAID.replace("MAX(r.name) AS name", f"{NAME} AS name")
    source = f"""FROM (SELECT r.authority_id, r.organisation_id, r.number, r.who,
        {NAME_KEY} AS name_key, {said}
      FROM training_importrow AS r
      WHERE r.upload_id = %s AND r.learner_id IS NULL AND {GOING}
      GROUP BY r.authority_id, r.organisation_id, r.number, r.who) AS x
      ORDER BY x.line"""  # noqa: S608
    return _insert(Learner, values, {"upload": upload.pk}, source, [upload.pk])


def add_completions(upload: Upload, *, by: Person) -> int:
    """Those that the register does not have; answers how many."""
    values = {
        "learner": "l.id",
        "course": "r.course_id",
        "completed_on": "r.completed_on",
        "mode": "r.mode",
        "trainer": "r.trainer",
        "certificate": "r.certificate",
        "expires_on": "r.expires_on",
    }
    fixed = {
        "source": Completion.Source.IMPORT.value,
        "upload": upload.pk,
        "recorded_by": by.pk,
    }
    return sum(
        _insert(
            Completion,
            values,
            fixed,
            f"FROM {landed} AND r.upload_id = %s AND r.course_id IS NOT NULL "
            f"AND NOT r.known AND {GOES_IN} ORDER BY r.line",
            [upload.pk],
        )
        for landed in LANDED
    )


def add_places(upload: Upload) -> int:
    """Role groups that the file puts people in; answers how many places are new."""
    made = 0
    values = {
        "learner": "l.id",
        "authority": "l.authority_id",
        "organisation": "l.organisation_id",
    }
    for (groups,) in fetch(
        f"SELECT DISTINCT groups FROM training_importrow AS r "  # noqa: S608
        f"WHERE upload_id = %s AND groups <> '' AND {GOING}",
        [upload.pk],
    ):
        for group in map(int, groups.split(",")):
            for landed in LANDED:
                source = (
                    f"FROM {landed} AND r.upload_id = %s AND r.groups = %s AND {GOING} "
                    "ON CONFLICT DO NOTHING"
                )
                made += _insert(
                    LearnerRole,
                    values,
                    {"role_group": group, "upload": upload.pk},
                    source,
                    [upload.pk, groups],
                    distinct=True,
                )
    return made


def erase_people(upload: Upload, learners: list[int]) -> tuple[int, int]:
    """Delete people, with what `upload` says of them; answers how many people and
    completions went.

    Completions are append-only, and this is the one door for those that must go
    (`import_undoing`): whoever else holds on to one of these people, the database
    refuses it.
    """
    marks = ", ".join(["%s"] * len(learners))
    completions = 0
    for table in ("training_completion", "training_learnerrole"):
        gone = run(
            f"DELETE FROM {table} WHERE upload_id = %s AND learner_id IN ({marks})",  # noqa: S608
            [upload.pk, *learners],
        )
        completions += gone if table == "training_completion" else 0
    KnownApart.objects.filter(Q(first__in=learners) | Q(second__in=learners)).delete()
    people = run(f"DELETE FROM training_learner WHERE id IN ({marks})", learners)  # noqa: S608
    return people, completions


def change_people(changes: Iterable[Mapping[str, Any]], *, back: bool = False) -> int:
    """Set what a file said of people the register knows, or put it back as it was."""
    number, waiting = 0, iter(changes)
    while batch := list(islice(waiting, PEOPLE_AT_ONCE)):
        wanted = {one["learner"]: one["was" if back else "to"] for one in batch}
        number += _set_of_people(wanted)
    return number


def _set_of_people(wanted: Mapping[int, Mapping[str, Any]]) -> int:
    held = Learner.objects.filter(pk__in=wanted).select_for_update(of=("self",))
    people = list(held.order_by("pk"))
    for learner in people:
        for field, value in wanted[learner.pk].items():
            is_day = field in DAYS and value
            new = date.fromisoformat(value) if is_day else value
            setattr(learner, field, new)
        learner.name_key = name_key(learner.name)
        learner.version += 1
    fields = [*DETAILS, "name_key", "version"]
    Learner.objects.bulk_update(people, fields, batch_size=500)
    return len(people)


def keep_decided(upload: Upload) -> None:
    """Take over what was decided of the rows that needed a look."""
    run(
        "UPDATE training_importrow SET verdict = 'uncertain' "
        "WHERE upload_id = %s AND verdict = 'kept'",
        [upload.pk],
    )
    run(
        """UPDATE training_importrow AS r SET verdict = 'kept'
        FROM exchange_stagedrow AS s WHERE s.upload_id = %s AND r.upload_id = %s
          AND s.line = r.line AND s.change = 'uncertain' AND s.decision = 'keep'
          AND r.verdict = 'uncertain'""",
        [upload.pk, upload.pk],
    )


def places_of(upload: Upload) -> list[tuple[int, int]]:
    """(authority, organisation) of the rows that the file says anything of."""
    rows = ImportRow.objects.filter(upload=upload).exclude(verdict="problem")
    found = rows.order_by().values_list("authority_id", "organisation_id").distinct()
    return sorted(found)


def _insert(
    model: type[models.Model],
    values: Mapping[str, str],
    fixed: Mapping[str, Any],
    source: str,
    params: list[Any],
    *,
    distinct: bool = False,
) -> int:
    """INSERT … SELECT of every column: what is not said takes the field's default."""
    columns, selected, given = [], [], []
    for each in model._meta.concrete_fields:
        if each.primary_key:
            continue
        value = fixed[each.name] if each.name in fixed else each.get_default()
        if each.name in values:
            selected.append(values[each.name])
        elif value is not None:
            selected.append(_cast(each))
            given.append(each.get_db_prep_save(value, connection))
        else:
            continue  # it is NULL without being named
        columns.append(connection.ops.quote_name(str(each.column)))
    word = "SELECT DISTINCT" if distinct else "SELECT"
    return run(
        f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
        f"{word} {', '.join(selected)} {source}",
        [*given, *params],
    )


def _cast(field: models.Field) -> str:
    """A value beside columns must say of which kind it is, in PostgreSQL."""
    if connection.vendor != "postgresql":
        return "%s"
    return f"CAST(%s AS {field.cast_db_type(connection)})"
