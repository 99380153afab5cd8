"""A large register of training for the benchmark: like `large`, outside the services.

The rows are made inside the database, on either engine, from numbers alone, so that the
same size gives the same register.
"""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation
from dueregard.training.models import (
    Course,
    CourseEquivalence,
    OrganisationReturn,
    Requirement,
    RoleGroup,
)
from dueregard.training.services.standing import refresh

ORGANISATIONS, ROLE_GROUPS, COURSES = 200, 12, 6
COMPLETIONS_A_PERSON = 5
MARK = "bench"
NUMBERS = """
WITH RECURSIVE numbers(n) AS (
    SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < %(rows)s
)"""
PEOPLE = f"""{NUMBERS}, places(id, place) AS (
    SELECT id, row_number() OVER (ORDER BY id) - 1 FROM accounts_organisation
    WHERE short_name = %(mark)s
)
INSERT INTO training_learner (
    authority_id, organisation_id, number, name, name_key, email, audience, joined_on,
    created_at, version
)
SELECT %(authority)s, places.id, 'bench-' || n, 'Example ' || n, 'example ' || n, '',
    'staff', %(joined_on)s, %(now)s, 1
FROM numbers JOIN places ON places.place = (n / 3) %% %(organisations)s
"""  # noqa: S608
PLACES = """
INSERT INTO training_learnerrole (
    learner_id, role_group_id, authority_id, organisation_id, is_kept, required, done
)
SELECT learner.id, groups.id, learner.authority_id, learner.organisation_id,
    %(yes)s, 0, 0
FROM training_learner learner
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place
      FROM training_rolegroup WHERE code LIKE 'bench-%%') groups
    ON groups.place = learner.id %% %(groups)s
    OR (learner.id %% 5 = 0 AND groups.place = (learner.id / 7) %% %(groups)s)
WHERE learner.authority_id = %(authority)s AND learner.number LIKE 'bench-%%'
"""
COMPLETIONS = """
INSERT INTO training_completion (
    learner_id, course_id, completed_on, mode, trainer, certificate, source,
    recorded_at, ended_because
)
SELECT learner.id, courses.id, %(day)s, '', '', '', 'import', %(now)s, ''
FROM training_learner learner
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place
      FROM training_course WHERE code LIKE 'bench-%%') courses
    ON courses.place = (learner.id + %(turn)s) %% %(courses)s
WHERE learner.authority_id = %(authority)s AND learner.number LIKE 'bench-%%'
    AND learner.id %% %(spread)s = %(part)s
"""
SPREAD = 97


def build_training(authority: Authority, completions: int = 1_000_000) -> None:
    """A register of `authority` with that many completions, five a person, in 200
    organisations and 12 role groups; one person in five is in two role groups."""
    with transaction.atomic():
        _organisations(authority)
        _rules(authority)
        with connection.cursor() as cursor:
            for statement, values in _statements(authority, completions):
                cursor.execute(statement, values)
            cursor.execute("ANALYZE")  # or PostgreSQL plans for the few rows before
        refresh(authority=authority)
    with connection.cursor() as cursor:
        analyse = "VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE"
        cursor.execute(analyse)


def _statements(authority: Authority, completions: int):
    values: dict[str, Any] = {
        "authority": authority.pk,
        "mark": MARK,
        "now": clock.now(),
        "yes": True,
        "rows": completions // COMPLETIONS_A_PERSON,
        "joined_on": clock.today() - timedelta(days=2000),
        "organisations": ORGANISATIONS,
        "groups": ROLE_GROUPS,
        "courses": COURSES,
        "spread": SPREAD,
    }
    yield PEOPLE, values
    yield PLACES, values
    for turn in range(COMPLETIONS_A_PERSON):
        for part in range(SPREAD):
            back = (part * 11 + turn * 173) % 1500
            day = clock.today() - timedelta(days=back)
            yield COMPLETIONS, values | {"turn": turn, "part": part, "day": day}


def _organisations(authority: Authority) -> None:
    made = Organisation.objects.bulk_create(
        Organisation(
            name=f"Benchmark school {n}",
            short_name=MARK,
            kind=Organisation.Kind.SCHOOL,
            sector=Organisation.Sector.EDUCATION,
        )
        for n in range(ORGANISATIONS)
    )
    authority.organisations.add(*made)
    OrganisationReturn.objects.bulk_create(
        OrganisationReturn(
            authority=authority,
            organisation=organisation,
            kind=OrganisationReturn.Kind.PEOPLE,
        )
        for organisation in made[: ORGANISATIONS * 9 // 10]
    )


def _rules(authority: Authority) -> None:
    """Two rules a role group; the first course satisfies the second."""
    courses = Course.objects.bulk_create(
        Course(authority=authority, code=f"bench-{n}", title=f"Benchmark course {n}")
        for n in range(COURSES)
    )
    CourseEquivalence.objects.create(course=courses[0], satisfies=courses[1])
    groups = RoleGroup.objects.bulk_create(
        RoleGroup(
            authority=authority, code=f"bench-{n}", name=f"Benchmark role group {n}"
        )
        for n in range(ROLE_GROUPS)
    )
    Requirement.objects.bulk_create(
        Requirement(
            role_group=group,
            course=courses[(place + step) % COURSES],
            window=Requirement.Window.REGULARLY,
            every_months=24,
            within_days=30,
            source="Benchmark",
            starts_on=clock.today() - timedelta(days=3000),
        )
        for place, group in enumerate(groups)
        for step in range(2)
    )
