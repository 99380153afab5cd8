"""Update rounds: asking about 2,000 actions at once, and the page that follows them."""

import json
import os
import subprocess
import sys
from pathlib import Path

from http_client import Client, good
from servers import ROOT, server

ACTIONS = 2_000


def measure(report, engine: str, environment: dict[str, str], best, signed_in) -> None:
    """Says seconds to open a round, its statements, and the round page against the
    floor. `best` and `signed_in` are those of the main module.

    The database may hold anything: a plan of its own is built into it. The floor shows
    the plan that BENCH_PLAN names.
    """
    known = _prepared(environment)
    where = {"engine": engine, "actions": ACTIONS}
    report.say("opening a round, s", must=2.0, **where, value=known["seconds"])
    report.say("opening a round: SQL statements", **where, value=known["statements"])
    report.say(
        "SQL statements of the round page", must=10, **where, value=known["page"]
    )
    with (
        server("dueregard.config.wsgi", environment) as product,
        server("floor:application", environment) as base,
    ):
        client = signed_in(product.port, known["person"])
        floor = Client(base.port, dict(client.cookies))
        url = f"/plans/{known['plan']}/rounds/{known['round']}/"
        times = best(
            {
                "floor": lambda turn: floor.get("/"),
                "round": lambda turn: good(client.get(url)),
                "owed": lambda turn: good(client.get(f"{url}?state=owed&page=9")),
            }
        )
        for name in ("round", "owed"):
            ratio = round(times[name] / times["floor"], 2)
            ms = round(times[name], 2)
            report.say(f"{name} page", must=3, **where, ms=ms, ratio=ratio)


def _prepared(environment: dict[str, str]) -> dict:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "prepare_round.py"), str(ACTIONS)],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)
