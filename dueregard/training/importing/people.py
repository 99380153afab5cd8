"""What a file says of people whom the register knows, beside what it says already.

A blank cell changes nothing, and an old file takes nothing back: somebody who re-joined
stays so when last year's list is read again.
"""

from array import array
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from dueregard.exchange.models import Upload

from ..models import Learner, LearnerRole, RoleGroup
from .judging import fetch, mark, open_cursor, run

LABELS = {
    "name": "Name",
    "email": "E-mail",
    "audience": "Audience",
    "joined_on": "Joined",
    "left_on": "Left",
    "leave_from": "On leave from",
    "leave_until": "On leave until",
    "groups": "Role groups",
}
DETAILS = (
    *("name", "email", "audience", "joined_on", "left_on"),
    *("leave_from", "leave_until"),
)
GOING = "r.verdict IN ('new', 'changed', 'same', 'kept')"
PEOPLE_AT_ONCE = 2_000


@dataclass(frozen=True)
class Change:
    """What a file says of somebody: field → new value, and new role groups."""

    learner: Learner
    new: dict[str, Any]
    groups: frozenset[int] = frozenset()


# What the rows of one person say together, whatever their order: so that the same file
# says the same when it is read again.
SAID = """MIN(r.line) AS line, MAX(r.name) AS name, MAX(r.email) AS email,
  MAX(r.audience) AS audience, MAX(r.joined_on) AS joined_on,
  CASE WHEN MAX(r.joined_on) > MAX(r.left_on) THEN NULL
    ELSE MAX(r.left_on) END AS left_on,
  MAX(r.leave_from) AS leave_from,
  CASE WHEN MAX(r.leave_until) < MAX(r.leave_from) THEN NULL
    ELSE MAX(r.leave_until) END AS leave_until"""

_DIFFERS = """x.email <> '' AND x.email <> l.email
  OR x.name <> '' AND l.name = ''
  OR x.audience <> '' AND x.audience <> l.audience
  OR x.joined_on IS NOT NULL AND (l.joined_on IS NULL OR x.joined_on > l.joined_on)
  OR x.left_on IS NOT NULL AND (l.left_on IS NULL OR x.left_on <> l.left_on)
  OR x.leave_from IS NOT NULL AND (l.leave_from IS NULL OR x.leave_from > l.leave_from)
  OR x.leave_until IS NOT NULL
    AND (l.leave_until IS NULL OR x.leave_until > l.leave_until)"""


def mark_changed(upload: Upload) -> None:
    """Mark one row of each person of whom the file says something new: the first that
    names them, or, for a role group alone, the first that names it."""
    with open_cursor() as cursor:
        cursor.execute(*_said(upload, f"WHERE {_DIFFERS}"))
        lines = array("L")
        while batch := cursor.fetchmany(PEOPLE_AT_ONCE):
            held = Learner.objects.in_bulk([row[0] for row in batch])
            for pk, line, said in map(_parted, batch):
                if changes_to(held[pk], said):
                    lines.append(line)
    mark(upload, lines, "changed", "")
    for groups in _sets_of_groups(upload):
        for group in map(int, groups.split(",")):
            _mark_new_in_group(upload, groups, group)


def _mark_new_in_group(upload: Upload, groups: str, group: int) -> None:
    run(
        f"""UPDATE training_importrow AS r SET verdict = 'changed'
        FROM (SELECT r.learner_id, MIN(r.line) AS line FROM training_importrow AS r
              LEFT JOIN training_learnerrole AS p
                ON p.learner_id = r.learner_id AND p.role_group_id = %s
              WHERE r.upload_id = %s AND r.groups = %s AND r.learner_id IS NOT NULL
                AND p.id IS NULL AND {GOING} GROUP BY r.learner_id) AS x
        WHERE r.upload_id = %s AND r.learner_id = x.learner_id AND r.line = x.line
          AND x.learner_id NOT IN (SELECT learner_id FROM training_importrow
            WHERE upload_id = %s AND verdict = 'changed')""",  # noqa: S608
        [group, upload.pk, groups, upload.pk, upload.pk],
    )


def changes_of(upload: Upload, learners: Collection[int]) -> dict[int, Change]:
    """What would change of each of `learners`, whom `mark_changed` found."""
    marks = ", ".join(["%s"] * len(learners))
    only = f"AND r.learner_id IN ({marks})"
    sql, params = _said(upload, "", only)
    said = {pk: each for pk, _, each in map(_parted, fetch(sql, [*params, *learners]))}
    groups = _new_groups(upload, learners)
    found = {}
    for pk, learner in Learner.objects.in_bulk(learners).items():
        new = changes_to(learner, said[pk])
        found[pk] = Change(learner, new, frozenset(groups.get(pk, ())))
    return found


def _said(upload: Upload, where: str, only: str = "") -> tuple[str, list[Any]]:
    """The query of (learner, first line, what is said) of people known already."""
    sql = f"""SELECT x.* FROM (
          SELECT r.learner_id AS learner_id, {SAID}
          FROM training_importrow AS r
          WHERE r.upload_id = %s AND r.learner_id IS NOT NULL AND {GOING} {only}
          GROUP BY r.learner_id) AS x
        JOIN training_learner AS l ON l.id = x.learner_id {where}
        ORDER BY x.line"""  # noqa: S608
    return sql, [upload.pk]


def _parted(row: tuple) -> tuple[int, int, dict[str, Any]]:
    learner, line, *said = row
    texts, days = said[:3], map(_day, said[3:])
    return learner, line, dict(zip(DETAILS, [*texts, *days], strict=True))


def _new_groups(upload: Upload, learners: Collection[int]) -> dict[int, set[int]]:
    """Role groups that the file puts people in and the register does not."""
    marks = ", ".join(["%s"] * len(learners))
    rows = fetch(
        f"""SELECT DISTINCT r.learner_id, r.groups FROM training_importrow AS r
        WHERE r.upload_id = %s AND r.groups <> '' AND {GOING}
          AND r.learner_id IN ({marks})""",  # noqa: S608
        [upload.pk, *learners],
    )
    found: dict[int, set[int]] = {}
    for learner, groups in rows:
        found.setdefault(learner, set()).update(map(int, groups.split(",")))
    held = LearnerRole.objects.filter(learner__in=learners).order_by()
    for learner, group in held.values_list("learner_id", "role_group_id"):
        found.get(learner, set()).discard(group)
    return found


def changes_to(learner: Learner, said: dict[str, Any]) -> dict[str, Any]:
    """What would change of `learner`, field → new value, by what a file says."""
    new: dict[str, Any] = {}
    for field in ("email", "audience"):
        if said[field] and said[field] != getattr(learner, field):
            new[field] = said[field]
    if said["name"] and not learner.name:
        new["name"] = said["name"]
    joined, left = said["joined_on"], said["left_on"]
    if joined and (learner.joined_on is None or joined > learner.joined_on):
        new["joined_on"] = joined
    since = new.get("joined_on", learner.joined_on)
    if left and left != learner.left_on and (since is None or left >= since):
        new["left_on"] = left
    elif learner.left_on and "joined_on" in new and joined >= learner.left_on:
        new["left_on"] = None
    new |= _leave(learner, said["leave_from"], said["leave_until"])
    return _in_order(learner, new)


def _leave(learner: Learner, begins: date | None, ends: date | None) -> dict[str, Any]:
    new: dict[str, Any] = {}
    if begins and (learner.leave_from is None or begins > learner.leave_from):
        new = {"leave_from": begins, "leave_until": ends}
    elif (
        begins == learner.leave_from
        and ends
        and (learner.leave_until is None or ends > learner.leave_until)
    ):
        new["leave_until"] = ends
    return {k: v for k, v in new.items() if v != getattr(learner, k)}


def _in_order(learner: Learner, new: dict[str, Any]) -> dict[str, Any]:
    """Leave out a day of joining after the leaving that stands."""
    joined = new.get("joined_on", learner.joined_on)
    left = new.get("left_on", learner.left_on)
    if joined and left and left < joined:
        new = {k: v for k, v in new.items() if k not in ("joined_on", "left_on")}
    return new


def _sets_of_groups(upload: Upload) -> list[str]:
    rows = fetch(
        "SELECT DISTINCT groups FROM training_importrow "
        "WHERE upload_id = %s AND groups <> ''",
        [upload.pk],
    )
    return [groups for (groups,) in rows]


def differences(change: Change) -> tuple[tuple[str, str, str], ...]:
    """(label, now, in the file), as the preview shows a row that changes somebody."""
    learner, new, groups = change.learner, change.new, change.groups
    found = [
        (LABELS[field], _shown(getattr(learner, field)), _shown(value))
        for field, value in new.items()
    ]
    if groups:
        names = RoleGroup.objects.filter(pk__in=groups).values_list("name", flat=True)
        held = LearnerRole.objects.filter(learner=learner)
        now = "; ".join(held.values_list("role_group__name", flat=True))
        found.append((LABELS["groups"], now, "; ".join(names)))
    return tuple(found)


def _day(value: date | str | None) -> date | None:
    """SQLite answers the largest of some days as a text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _shown(value: Any) -> str:
    return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value or "")
