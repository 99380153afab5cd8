"""What every place had done by a day, worked out from completions: the SQL of it.

`services.standing` stores the answer for today, and coverage asks the same for days
that are past. For each place and each rule of its role group that is in force on the
day, completions that count are those of an accepted course (equivalences followed
along their direction, as far as they lead), done on or before the day and not before
the day from which the rule counts, and neither superseded nor taken back. One holds for
the rule's months, or until the day on the certificate where that is earlier; the rule
is met until the last day on which any of them holds.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from ..expiry import FOR_GOOD, days_later, months_later
from .states import COLUMNS, Census, literal


@dataclass(frozen=True)
class Scope:
    """Which places: a condition on `place` (training_learnerrole) with its values."""

    condition: str
    values: tuple[Any, ...] = ()


def scope_of(
    alias: str,
    authority_id: int,
    organisations: Collection[int] | None = None,
    role_group_id: int | None = None,
) -> Scope:
    """The condition on the table named `alias`, for those organisations (None: all) and
    that role group. Ids are numbers, and are written into it."""
    parts = [f"{alias}.authority_id = {authority_id:d}"]
    if organisations is not None:
        ids = ", ".join(f"{each:d}" for each in sorted(organisations))
        parts.append(f"{alias}.organisation_id IN ({ids})" if ids else "1 = 0")
    if role_group_id is not None:
        parts.append(f"{alias}.role_group_id = {role_group_id:d}")
    return Scope(" AND ".join(parts))


FROM_PLACES = """
    SELECT place.id, place.learner_id, place.role_group_id, place.authority_id,
           place.organisation_id, place.is_kept, place.began_on, place.left_on,
           place.leave_from, place.leave_until
    FROM training_learnerrole place WHERE {scope} AND place.is_kept
"""
FROM_LEARNERS = """
    SELECT place.id, place.learner_id, place.role_group_id, learner.authority_id,
           learner.organisation_id, learner.merged_into_id IS NULL AS is_kept,
           COALESCE(CASE WHEN place.starts_on > learner.joined_on THEN place.starts_on
                    ELSE learner.joined_on END, place.starts_on) AS began_on,
           learner.left_on, learner.leave_from, learner.leave_until
    FROM training_learnerrole place
    JOIN training_learner learner ON learner.id = place.learner_id WHERE {scope}
"""
STORED_RULES = "training_requirement"
STORED_LINKS = "training_courseequivalence"
STORED_GROUPS = "training_rolegroup"
_JUDGED = """accepted (course_id, done_id) AS (
    SELECT id, id FROM training_course
    UNION
    SELECT accepted.course_id, more.course_id
    FROM accepted JOIN {links} more
        ON more.satisfies_id = accepted.done_id
), days (day, soon, since) AS (
    VALUES {days}
), place AS NOT MATERIALIZED ({places}
), rule AS MATERIALIZED (
    SELECT rule.id, rule.role_group_id, rule.course_id, rule.every_months,
           rule.counts_from, rule.within_days, days.day
    FROM {rules} rule
    JOIN {groups} role_group ON role_group.id = rule.role_group_id
    JOIN days ON rule.starts_on <= days.day
        AND (rule.ends_on IS NULL OR rule.ends_on >= days.day)
        AND (role_group.begins_on IS NULL OR role_group.begins_on <= days.day)
        AND (role_group.closed_on IS NULL OR role_group.closed_on > days.day)
), asked AS (
    SELECT role_group_id, day, COUNT(*) AS required, MAX(within_days) AS grace
    FROM rule GROUP BY role_group_id, day
), history AS MATERIALIZED (
    SELECT place.id AS place_id, place.role_group_id, done.course_id,
           done.completed_on, done.expires_on
    FROM place JOIN training_completion done ON done.learner_id = place.learner_id
    WHERE done.ended_at IS NULL
), met AS (
    SELECT done.place_id, rule.id AS rule_id, rule.day,
           MAX(done.completed_on) AS last_completed_on,
           MAX(CASE WHEN done.expires_on < {holds} THEN done.expires_on
               ELSE {holds} END) AS holds_until
    FROM history done
    JOIN accepted ON accepted.done_id = done.course_id
    JOIN rule ON rule.course_id = accepted.course_id
        AND rule.role_group_id = done.role_group_id
        AND done.completed_on <= rule.day
        AND (rule.counts_from IS NULL OR done.completed_on >= rule.counts_from)
    GROUP BY done.place_id, rule.id, rule.day
), stood AS (
    SELECT place_id, day, COUNT(*) AS done, MIN(holds_until) AS holds_until,
           MAX(last_completed_on) AS last_completed_on
    FROM met GROUP BY place_id, day
), judged AS (
    SELECT place.*, days.day, days.soon, days.since,
           COALESCE(asked.required, 0) AS required, COALESCE(stood.done, 0) AS done,
           stood.last_completed_on,
           CASE WHEN stood.done = asked.required AND stood.holds_until < {for_good}
               THEN stood.holds_until END AS valid_until,
           {judged_from} AS judged_from
    FROM place CROSS JOIN days
    LEFT JOIN asked
        ON asked.role_group_id = place.role_group_id AND asked.day = days.day
    LEFT JOIN stood ON stood.place_id = place.id AND stood.day = days.day
)"""


def judged_sql(
    censuses: Sequence[Census],
    scope: Scope,
    *,
    places: str = FROM_PLACES,
    rules: str = STORED_RULES,
    links: str = STORED_LINKS,
    groups: str = STORED_GROUPS,
) -> tuple[str, tuple[Any, ...]]:
    """The head of a statement in which `judged` holds a row for each place and day,
    with the columns that `states` needs; and its values. `rules`, `links` and
    `groups` are what to read rules, equivalences and role groups from: other than those
    stored, when somebody asks what a change would do.
    """
    holds = months_later("done.completed_on", "rule.every_months")
    return _JUDGED.format(
        days=", ".join(_days(each) for each in censuses),
        places=places.format(scope=scope.condition),
        rules=rules,
        links=links,
        groups=groups,
        holds=f"COALESCE({holds}, {for_good()})",
        for_good=for_good(),
        judged_from=days_later("place.began_on", "asked.grace"),
    ), scope.values


def columns_of(alias: str) -> dict[str, str]:
    """The columns of a place in the table named `alias`, as `state_sql` wants them."""
    ids = {"authority": "authority_id", "organisation": "organisation_id"}
    return {name: f"{alias}.{ids.get(name, name)}" for name in COLUMNS}


def days_of(alias: str) -> dict[str, str]:
    """The days of a count in `judged` or in `days`, as `state_sql` wants them."""
    return {name: f"{alias}.{name}" for name in ("day", "soon", "since")}


def for_good() -> str:
    return literal(FOR_GOOD)


def _days(census: Census) -> str:
    days = census.in_sql()
    return f"({days['day']}, {days['soon']}, {days['since']})"
