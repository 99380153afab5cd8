"""Many tasks for the benchmark, bulk-loaded: like `large`, outside the services."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Person
from dueregard.partners.models import Post, PostHolding
from dueregard.reminders.models import Task

KIND = "plans.update"
SUBJECTS = 40
LATE, AHEAD = 30, 90
DAYS = LATE + AHEAD + 1
TEAMS = 200
# One statement a day makes everybody else's tasks inside the database, on either
# engine: the numbers 0, 1, 2 … beside the team of that number.
OTHERS = """
WITH RECURSIVE numbers(n) AS (
    SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < %(rows)s
), teams(id, place) AS (
    SELECT id, row_number() OVER (ORDER BY id) - 1 FROM partners_post
    WHERE authority_id = %(authority)s AND title LIKE 'Benchmark team %%'
)
INSERT INTO reminders_task (
    authority_id, room, kind, subject_id, title, about, url, source, post_id, due_on,
    opened_at, closed_by_event, times_chased
)
SELECT %(authority)s, %(room)s, %(kind)s,
    'bench-' || (%(offset)s + n * %(days)s),
    'Report on action ' || n, 'Plan ' || (n %% %(subjects)s) || ': update round',
    '/plans/', 'The update round', teams.id, %(due_on)s, %(now)s, '', 0
FROM numbers JOIN teams ON teams.place = n %% %(teams)s
"""


def build_tasks(
    authority: Authority, person: Person, mine: int = 500, of: int = 1_000_000
) -> None:
    """`of` open tasks of `authority`; `person` owes `mine`, half of them by a post.

    The rest are owed by posts that nobody holds, due in the last month and the next
    three.
    """
    own = _post(authority, "Benchmark post")
    PostHolding.objects.get_or_create(
        post=own, person=person, starts_on=clock.today() - timedelta(days=30)
    )
    for number in range(TEAMS):
        _post(authority, f"Benchmark team {number}")
    with transaction.atomic(), connection.cursor() as cursor:
        Task.objects.bulk_create(
            _task(authority, place, own, person) for place in range(mine)
        )
        for offset in range(DAYS):
            values: dict[str, Any] = {
                "authority": authority.pk,
                "room": Room.PLAN.value,
                "kind": KIND,
                "subjects": SUBJECTS,
                "teams": TEAMS,
                "days": DAYS,
                "offset": offset,
                "rows": (of - mine) // DAYS,
                "due_on": clock.today() + timedelta(days=offset - LATE),
                "now": clock.now(),
            }
            cursor.execute(OTHERS, values)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _post(authority: Authority, title: str) -> Post:
    organisation = authority.organisations.first()
    post, _ = Post.objects.get_or_create(
        authority=authority, organisation=organisation, title=title
    )
    return post


def _task(authority: Authority, place: int, own: Post, person: Person) -> Task:
    by_post = place % 2 == 0
    return Task(
        authority=authority,
        room=Room.PLAN,
        kind=KIND,
        subject_id=f"bench-own-{place}",
        title=f"Report on action {place}",
        about=f"Plan {place % SUBJECTS}: update round",
        url="/plans/",
        source="The update round",
        post=own if by_post else None,
        person=None if by_post else person,
        due_on=clock.today() + timedelta(days=place % DAYS - LATE),
    )
