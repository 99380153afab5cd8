"""The list of people in training, among a thousand and among a million completions.

Every filter is asked of registers of each size, against the same floor as other lists.
Sizes are people; the largest has five completions a person (a million at 200,000).
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from http_client import Client, good
from servers import ROOT, server

SIZES = (1_000, 20_000, 100_000, 200_000)
MAKER = Path(__file__).parent / "prepare_people.py"
MUST, GROWTH, STATEMENTS = 3, 1.2, 10
FILTERS = {
    "everybody": "",
    "of an organisation": "?organisation={organisation}",
    "of a role group": "?role_group={role_group}",
    "lapsed": "?state=lapsed",
    "due soon": "?state=due_soon",
    "unknown": "?state=unknown",
    "a rare state": "?state=leave",
    "lapsed in a role group": "?state=lapsed&role_group={role_group}",
    "by name": "?words=example+{number}",
}


def measure(report, engine: str, tools, rows: int) -> None:
    """Say how the list stands to the floor at each size up to `rows` completions, and
    how it grows; `tools` is the main module's."""
    by_size: dict[int, dict[str, float]] = {}
    for size in [size for size in SIZES if size * 5 <= max(rows, SIZES[0] * 5)]:
        with tempfile.TemporaryDirectory(prefix="due-regard-bench-") as name:
            folder = Path(name)
            with tools.database(engine, folder) as url:
                environment = tools.environment_of(folder, url)
                plan = tools.prepare(environment, tools.FLOOR_ACTIONS)["plan"]
                environment["BENCH_PLAN"] = str(plan)
                known = _made(environment, size)
                by_size[size] = _times(environment, known, tools)
        where = {"engine": engine, "people": size}
        report.say(
            "SQL statements of the people list",
            must=STATEMENTS,
            **where,
            value=known["statements"],
        )
        for name, ms in by_size[size].items():
            report.say(
                f"people list: {name}",
                must=MUST if name != "floor" else None,
                **where,
                ms=round(ms, 2),
                ratio=round(ms / by_size[size]["floor"], 2),
            )
    small, large = min(by_size), max(by_size)
    for name in FILTERS if small != large else ():
        report.say(
            f"people list, {name}: growth from {small} to {large} people",
            must=GROWTH,
            engine=engine,
            ratio=round(by_size[large][name] / by_size[small][name], 2),
        )


def _made(environment: dict[str, str], people: int) -> dict:
    done = subprocess.run(
        [sys.executable, str(MAKER), str(people)],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def _times(environment: dict[str, str], known: dict, tools) -> dict[str, float]:
    with (
        server("dueregard.config.wsgi", environment) as product,
        server("floor:application", environment) as base,
    ):
        client = tools.signed_in(product.port, known["person"])
        floor = Client(base.port, dict(client.cookies))
        asks = {"floor": lambda turn: good(floor.get("/"))}
        for name, query in FILTERS.items():
            url = known["url"] + query.format(**known)
            asks[name] = lambda turn, url=url: good(client.get(url))
        return tools.best(asks)
