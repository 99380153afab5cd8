"""Run in a process of its own: open a round, and say how long that took."""

import json
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from dueregard import clock  # noqa: E402
from dueregard.accounts.models import Authority, Person  # noqa: E402
from dueregard.plans import services  # noqa: E402
from dueregard.rehearsal.large import build  # noqa: E402

TIMES = 3
OPEN_SHARE = 0.75  # large.build completes one action in five


def opened(plan, keys, by):
    """The round, and the seconds that opening it took."""
    started = time.perf_counter()
    round = services.open_round(plan, keys, by=by, due_on=clock.today())
    return round, time.perf_counter() - started


def main(size: int) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("rehearse", stdout=sys.stderr)
    plan = build(Authority.objects.get(slug="marlbrook"), int(size / OPEN_SHARE))
    person = Person.objects.get(name="Ada Byrne")
    keys = list(plan.actions.open().values_list("pk", flat=True)[:size])
    if len(keys) < size:
        raise SystemExit(f"Only {len(keys)} actions are open.")
    seconds = []
    for _ in range(TIMES):
        round, taken = opened(plan, keys, person)
        seconds.append(taken)
        services.close_round(round, by=person, summary="Over.")
    with CaptureQueriesContext(connection) as captured:
        round, _ = opened(plan, keys, person)
    statements = len(captured)
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    client.get(round.get_absolute_url())
    with CaptureQueriesContext(connection) as captured:
        client.get(round.get_absolute_url())
    asked = [query["sql"] for query in captured.captured_queries]
    known = {
        "plan": plan.pk,
        "round": round.pk,
        "person": person.pk,
        "seconds": float(f"{min(seconds):.2f}"),
        "statements": statements,
        "page": sum('"clock_offset"' not in sql for sql in asked),
    }
    print(json.dumps(known))


main(int(sys.argv[1]))
