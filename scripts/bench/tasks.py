"""My work of somebody with 500 tasks, among a thousand and among a million."""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from http_client import Client
from servers import ROOT, server

FEW = 1_000
MAKER = Path(__file__).parent / "prepare_tasks.py"
ROUNDS, REQUESTS = 3, 30
PAGES = {"all headings": "/my-work/", "overdue": "/my-work/?when=overdue"}


def measure(
    report, engine: str, environment: dict[str, str], sign_in, many: int = 1_000_000
) -> None:
    """Say how My work stands to the floor page and grows with everybody's tasks.

    `environment` is of a database that `prepare.py` filled, with BENCH_PLAN set;
    `sign_in(port, person)` gives a client.
    """
    by_size = {}
    for tasks in (FEW, many):
        known = _make(environment, tasks)
        for what, value in known["statements"].items():
            report.say(
                f"SQL statements of My work, {what}",
                must=10,
                engine=engine,
                tasks=tasks,
                value=value,
            )
        by_size[tasks] = _times(environment, known["person"], sign_in)
        for name, ms in by_size[tasks].items():
            report.say(
                f"My work: {name}",
                must=3 if name != "floor" else None,
                engine=engine,
                tasks=tasks,
                ms=round(ms, 2),
                ratio=round(ms / by_size[tasks]["floor"], 2),
            )
    for name in PAGES:
        report.say(
            f"My work, {name}: growth from {FEW} to {many} tasks",
            must=1.2,
            engine=engine,
            ratio=round(by_size[many][name] / by_size[FEW][name], 2),
        )


def _make(environment: dict[str, str], tasks: int) -> dict:
    done = subprocess.run(
        [sys.executable, str(MAKER), str(tasks)],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)


def _times(environment: dict[str, str], person: int, sign_in) -> dict[str, float]:
    """The best median in ms of each page, over rounds in which all take their turn."""
    with (
        server("dueregard.config.wsgi", environment) as product,
        server("floor:application", environment) as base,
    ):
        client = sign_in(product.port, person)
        floor = Client(base.port, dict(client.cookies))
        asks = {"floor": lambda: floor.get("/")}
        for name, url in PAGES.items():
            asks[name] = lambda url=url: client.get(url)
        times: dict[str, list[float]] = {name: [] for name in asks}
        for _ in range(ROUNDS):
            for name, ask in asks.items():
                answers = [ask() for _ in range(REQUESTS + 1)]
                if any(answer.status != 200 for answer in answers):
                    raise SystemExit(f"My work ({name}) did not answer.")
                times[name].append(median(answer.total for answer in answers[1:]))
    return {name: min(values) for name, values in times.items()}
