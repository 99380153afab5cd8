"""Referrals with all their seals: queue, page, search, sending one, reads on record.

Asked of a thousand referrals and of a hundred thousand, against the same floor as other
pages. What is not a page is measured in a process of its own (`measure_referrals.py`).
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from http_client import Client, good
from servers import ROOT, server

SIZES = (1_000, 100_000)
HERE = Path(__file__).parent
STATEMENTS, GROWTH, DETAIL_GROWTH = 10, 1.2, 1.15
MUST = {"queue": 3, "queue, late": 3, "queue, mine": 3, "referral": 3, "search": 3}
MOST_MS, LEAST_READS = 30, 200


def measure(report, engine: str, tools, most: int) -> None:
    """Say how each page stands to the floor at each size up to `most`, and grows."""
    by_size: dict[int, dict[str, float]] = {}
    for size in [size for size in SIZES if size <= max(most, SIZES[0])]:
        with tempfile.TemporaryDirectory(prefix="due-regard-bench-") as name:
            folder = Path(name)
            with tools.database(engine, folder) as url:
                environment = tools.environment_of(folder, url)
                plan = tools.prepare(environment, tools.FLOOR_ACTIONS)["plan"]
                environment["BENCH_PLAN"] = str(plan)
                known = _asked(environment, "prepare_referrals.py", size)
                by_size[size] = _times(environment, known, tools)
                alone = _asked(environment, "measure_referrals.py", engine)
        _say(report, {"engine": engine, "referrals": size}, by_size[size], known)
        _say_alone(report, {"engine": engine, "referrals": size}, alone)
    small, large = min(by_size), max(by_size)
    for name in MUST if small != large else ():
        report.say(
            f"referrals, {name}: growth from {small} to {large}",
            must=DETAIL_GROWTH if name == "referral" else GROWTH,
            engine=engine,
            ratio=round(by_size[large][name] / by_size[small][name], 2),
        )


def _say(report, where: dict, times: dict[str, float], known: dict) -> None:
    for page, value in known["statements"].items():
        report.say(
            f"SQL statements of referrals, {page}",
            must=STATEMENTS if page == "queue" else None,
            **where,
            value=value,
        )
    for name, ms in times.items():
        report.say(
            f"referrals: {name}",
            must=MUST.get(name),
            **where,
            ms=round(ms, 2),
            ratio=round(ms / times["floor"], 2),
        )


def _say_alone(report, where: dict, alone: dict) -> None:
    report.say(
        "sending a referral by its form, p50 of the server, ms",
        must=MOST_MS,
        **where,
        value=alone["submit_ms"],
    )
    report.say(
        "ms of one read on record (200 a second are 5)",
        must=1000 / LEAST_READS if where["engine"] == "postgresql" else None,
        **where,
        value=alone["read_ms"],
    )


def _asked(environment: dict[str, str], script: str, *words) -> dict:
    done = subprocess.run(
        [sys.executable, str(HERE / script), *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _times(environment: dict[str, str], known: dict, tools) -> dict[str, float]:
    with (
        server("dueregard.config.wsgi", environment) as product,
        server("floor:application", environment) as base,
    ):
        people = [tools.signed_in(product.port, each) for each in known["people"]]
        client = people[0]
        floor = Client(base.port, dict(client.cookies))
        for each in (known["queue"], *known["referrals"]):
            _say_why(client, each)
        shown = known["referrals"]
        find, terms = known["find"], known["terms"]
        hidden = [each.hidden(find) for each in people]
        asks = {
            "floor": lambda turn: good(floor.get("/")),
            "queue": lambda turn: good(client.get(known["queue"])),
            "queue, late": lambda turn: good(client.get(known["queue"] + "?late=on")),
            "queue, mine": lambda turn: good(client.get(known["queue"] + "?mine=on")),
            "referral": lambda turn: good(client.get(shown[turn % len(shown)])),
            "search": lambda turn: _found(
                people[turn % len(people)].post(
                    find, hidden[turn % len(people)] | terms
                ),
                known["rare"],
            ),
        }
        return tools.best(asks)


def _say_why(client: Client, url: str) -> None:
    """Give the reason for looking, which is asked once."""
    answer = client.get(url)
    if answer.status == 302:
        page = answer.headers.get("location") or answer.headers["Location"]
        client.post(page, client.hidden(page) | {"purpose": "triage"})
    good(client.get(url))


def _found(answer, people: int):
    found = good(answer).body.count(b"Zaltbommel</")
    if found < people:
        raise SystemExit(f"The search found {found} people and should find {people}.")
    return answer
