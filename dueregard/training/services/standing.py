"""How everybody stands against the rules of their role groups, kept with their place.

Whoever changes a completion, a person, a rule or an equivalence calls `refresh` in the
same transaction. A month that passes changes nothing that is stored: states compare the
stored days with the day of the count. Rules that begin or end on a day to come are
taken up by the daily job; until it has run, coverage counts their role groups from
completions (`coverage.counting`), so that nobody reads a wrong number.
"""

from collections.abc import Iterable

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from dueregard import clock
from dueregard.accounts.models import Authority
from dueregard.audit import services as audit

from ..coverage.judging import FROM_LEARNERS, Scope, judged_sql
from ..coverage.states import Census
from ..models import Learner, LearnerRole, RoleGroup

STORED = (
    "authority_id",
    "organisation_id",
    "is_kept",
    "required",
    "done",
    "last_completed_on",
    "valid_until",
    "began_on",
    "judged_from",
    "left_on",
    "leave_from",
    "leave_until",
)
_UPDATE = """
UPDATE training_learnerrole SET {sets} FROM (
    WITH RECURSIVE {head} SELECT * FROM judged
) judged
WHERE judged.id = training_learnerrole.id AND ({differs})
"""
_WAIT_FOR_RULES = """
SELECT COUNT(*) FROM (SELECT id FROM training_rolegroup WHERE id IN
    (SELECT place.role_group_id FROM training_learnerrole place WHERE {scope})
    ORDER BY id FOR SHARE) locked
"""
_WAIT_FOR_PEOPLE = """
SELECT COUNT(*) FROM (SELECT place.id FROM training_learnerrole place
    WHERE {scope} ORDER BY place.id FOR NO KEY UPDATE) locked
"""


@audit.atomic
def refresh(
    learners: QuerySet[Learner] | Iterable[int] | None = None,
    *,
    authority: Authority | None = None,
    role_groups: Iterable[RoleGroup] | None = None,
) -> int:
    """Judge places anew for today, and answer how many of them changed.

    Of some people (a queryset, which may be long, or ids), of some role groups, or of
    all of an authority; given together, they narrow each other down. Set-based: no loop
    over people. Places made since are filled in, whoever they were made for.
    """
    places, groups = LearnerRole.objects.all(), RoleGroup.objects.all()
    if authority is not None:
        places = places.filter(learner__authority=authority)
        groups = groups.filter(authority=authority)
    if role_groups is not None:
        chosen = [group.pk for group in role_groups]
        places = places.filter(role_group__in=chosen)
        groups = groups.filter(pk__in=chosen)
    if learners is None:
        return _judge_groups(places, groups)
    wanted = learners if isinstance(learners, QuerySet) else list(learners)
    scope = _scope_of(places.filter(learner__in=wanted))
    if scope is None:
        return 0
    _wait(_WAIT_FOR_RULES, scope)
    return _judge(scope)


def _judge_groups(places: QuerySet[LearnerRole], groups: QuerySet[RoleGroup]) -> int:
    """Every place of `groups`, and the note that they are judged for today."""
    today = clock.today()
    held = groups.order_by("pk").select_for_update(no_key=True)
    stale = [group.pk for group in held if group.counted_on != today]
    if stale:
        RoleGroup.objects.filter(pk__in=stale).update(counted_on=today)
    scope = _scope_of(places)
    return _judge(scope) if scope else 0


def _judge(scope: Scope) -> int:
    _wait(_WAIT_FOR_PEOPLE, scope)
    head, values = judged_sql([Census(clock.today())], scope, places=FROM_LEARNERS)
    update = _UPDATE.format(
        head=head,
        sets=", ".join(f"{name} = judged.{name}" for name in STORED),
        differs=" OR ".join(
            f"training_learnerrole.{name} IS DISTINCT FROM judged.{name}"
            for name in STORED
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute(update, values)
        return cursor.rowcount


def _scope_of(places: QuerySet[LearnerRole]) -> Scope | None:
    """The condition that chooses `places`; None where there can be none."""
    try:
        sql, values = places.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    return Scope(f"place.id IN ({sql})", tuple(values))


def _wait(statement: str, scope: Scope) -> None:
    """On PostgreSQL, wait for whoever changes the same, and keep them waiting: what is
    read next is what both have written. On SQLite one writes at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement.format(scope=scope.condition), scope.values)


def take_up_rules_of_today() -> int:
    """Judge the role groups of which a rule began or ended since they were last judged;
    what the daily job does. Answers how many places changed."""
    stale = list(RoleGroup.objects.counted_on_another_day(clock.today()))
    return refresh(role_groups=stale) if stale else 0
