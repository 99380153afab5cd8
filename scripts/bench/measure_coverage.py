"""Run in a process of its own: make the register, count, and say what it took."""

import json
import sys
import time
from statistics import median

import django

django.setup()

from django.db import connection  # noqa: E402

from dueregard import clock  # noqa: E402
from dueregard.accounts.models import Authority  # noqa: E402
from dueregard.rehearsal.large_training import build_training  # noqa: E402
from dueregard.training.coverage.counting import (  # noqa: E402
    People,
    by_organisation_and_role_group,
)
from dueregard.training.coverage.trend import month_ends  # noqa: E402
from dueregard.training.services.standing import refresh  # noqa: E402

TIMES = 7
# The same rows grouped with no question asked of them: what the database itself needs.
FLOOR = """
SELECT organisation_id, role_group_id, COUNT(*) FROM training_learnerrole
WHERE authority_id = %s GROUP BY organisation_id, role_group_id
"""


def floor(authority: Authority) -> list:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [authority.pk])
        return cursor.fetchall()


def timed(asks: dict) -> dict[str, float]:
    """The median in ms of each ask once warm; all take their turn."""
    taken: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(TIMES + 1):
        for name, ask in asks.items():
            started = time.perf_counter()
            ask()
            taken[name].append((time.perf_counter() - started) * 1000)
    return {name: median(times[1:]) for name, times in taken.items()}


def main(completions: int) -> None:
    authority, _ = Authority.objects.get_or_create(
        slug="bench-county", defaults={"name": "Benchmark County"}
    )
    build_training(authority, completions)
    people, today = People(authority), clock.today()
    past = month_ends(today, 1)[0]
    times = timed(
        {
            "floor": lambda: floor(authority),
            "matrix": lambda: by_organisation_and_role_group(people, today),
        }
    )
    for name, ask in {
        "matrix of a past day": lambda: by_organisation_and_role_group(people, past),
        "judging everybody anew": lambda: refresh(authority=authority),
    }.items():
        started = time.perf_counter()
        ask()
        times[name] = (time.perf_counter() - started) * 1000
    print(json.dumps(times))


main(int(sys.argv[1]))
