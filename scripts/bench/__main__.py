"""`make bench`: pages against their floors, on both databases, as ratios in one run.

Prints one JSON object a line for each measure. Times are the best median of three
interleaved rounds, in milliseconds, and never decide anything; a ratio over one and a
half times its "must" makes the exit code 1 (settled 35). The floor that pages must
keep to counts and lists among 100,000 actions (performance reference, F_page); among
fewer it is quicker, and the ratio to it is said without a "must".

    scripts/bench [--sizes 1000,20000,100000] [--engines sqlite,postgresql]
                  [--only pages,mails,rounds,packs,tasks,training,coverage,people,
                         referrals]
                  [--tasks 1000000] [--rows 1000000] [--referrals 100000]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import coverage_matrix
import mails
import packs
import people
import referrals
import rounds
import tasks
import training
from files import export, weight
from http_client import Client, good
from servers import ROOT, server
from sql_floor import sql_floors

sys.path.insert(0, str(ROOT / "scripts"))

from postgres import cluster

ROUNDS, REQUESTS = 3, 40
GATE = 1.5
FLOOR_ACTIONS = 100_000
AMONG_ACTIONS = frozenset({"mails", "rounds", "packs", "tasks"})
SECRET = "bench-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
WORDS = "periwinkle"


class Report:
    """Prints measures as they come and remembers whether a gate was missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def say(self, measure: str, *, must: float | None = None, **facts) -> None:
        line = {"measure": measure, **facts}
        value = facts.get("ratio", facts.get("value"))
        if must is not None:
            line |= {"must": must, "holds": value <= must}
            if value > must * GATE:
                self.missed.append(measure)
        print(json.dumps(line), flush=True)


def environment_of(folder: Path, database: str) -> dict[str, str]:
    return {
        "DUE_REGARD_MODE": "rehearsal",
        "SECRET_KEY": SECRET,
        "DATA_DIR": str(folder),
        "KEY_FILE": str(folder / "keys.json"),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "dueregard.config.settings",
    }


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """The address of a new database, which goes when the block ends."""
    if engine == "sqlite":
        yield f"sqlite:///{folder}/bench.sqlite3"
        return
    with cluster(durable=True) as made:
        yield made["DATABASE_URL"]


def prepare(environment: dict[str, str], size: int) -> dict:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "prepare.py"), str(size)],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
    )
    return json.loads(done.stdout)


def signed_in(port: int, person: int) -> Client:
    client = Client(port)
    answer = client.post(f"/rehearsal/{person}/", client.hidden("/rehearsal/"))
    if answer.status != 302:
        raise SystemExit(f"Signing in answered {answer.status}.")
    return client


def best(asks: dict) -> dict[str, float]:
    """The best median in ms of each ask, over rounds in which all take their turn."""
    times: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(ROUNDS):
        for name, ask in asks.items():
            ask(0)
            times[name].append(median(ask(n).total for n in range(REQUESTS)))
    return {name: min(values) for name, values in times.items()}


def updates(client: Client, known: dict):
    """Posts a progress update by its form; getting the form is not counted."""

    def send(turn: int):
        action = known["actions"][turn % len(known["actions"])]
        url = f"/plans/{known['plan']}/actions/{action}/update/"
        answers = client.hidden(url) | {
            "text": f"Done what was agreed, turn {turn}.",
            "status": "in_progress",
            "whose": "mine",
            "has_document": "no",
        }
        answer = client.post(url, answers)
        if answer.status != 302:
            raise SystemExit(f"An update answered {answer.status}.")
        return answer

    return send


def pages(client: Client, floor: Client, known: dict) -> dict:
    """What is asked, by name: each takes the number of its turn."""
    base = f"/plans/{known['plan']}"
    chosen = known["actions"]
    return {
        "floor": lambda turn: good(floor.get("/")),
        "list": lambda turn: good(client.get(f"{base}/actions/")),
        "filter": lambda turn: good(
            client.get(f"{base}/actions/?rag=amber&status=in_progress")
        ),
        "action": lambda turn: good(
            client.get(f"{base}/actions/{chosen[turn % len(chosen)]}/")
        ),
        "search": lambda turn: _holds(
            client.get(f"/plans/search/?plan={known['plan']}&words={WORDS}"), 5
        ),
        "update": updates(client, known),
    }


def _holds(answer, hits: int):
    found = good(answer).body.count(b"Periwinkle:")
    if found != hits:
        raise SystemExit(f"The search found {found} actions and should find {hits}.")
    return answer


def one_size(
    report: Report, engine: str, database: str, folder: Path, size: int
) -> dict:
    environment = environment_of(folder, database)
    known = prepare(environment, size)
    environment["BENCH_PLAN"] = str(known["plan"])
    where = {"engine": engine, "actions": size}
    for rows in ("25", "no"):
        report.say(
            f"SQL statements of the list page, {rows} rows",
            must=10,
            **where,
            value=known[f"statements_{rows}"],
        )
    with (
        server("dueregard.config.wsgi", environment) as product,
        server("floor:application", environment) as base,
    ):
        report.say(
            "cold start, s", must=1.0, **where, value=round(product.cold_start, 2)
        )
        client = signed_in(product.port, known["person"])
        floor = Client(base.port, dict(client.cookies))
        times = best(pages(client, floor, known))
        for name, ms in times.items():
            is_bound = size >= FLOOR_ACTIONS and name not in ("floor", "update")
            ratio = round(ms / times["floor"], 2)
            report.say(
                f"{name} page" if name != "floor" else "floor page",
                must=3 if is_bound else None,
                **where,
                ms=round(ms, 2),
                ratio=ratio,
            )
        for name, ms in sql_floors(environment, known).items():
            report.say(f"SQL alone: {name}", **where, ms=round(ms, 3))
        weight(report, where, client, known)
        export(report, where, client, product, known)
        report.say(
            "memory after the run, MiB", **where, value=round(product.memory(), 1)
        )
    return times


def growth(report: Report, engine: str, by_size: dict[int, dict[str, float]]) -> None:
    small, large = min(by_size), max(by_size)
    if small == large:
        return
    for name in ("list", "filter", "action", "search", "update"):
        # against the floor of the same size, so that a noisy minute does not count
        ratio = by_size[large][name] / by_size[small][name]
        report.say(
            f"{name}: growth from {small} to {large}",
            must=1.2 if name in ("list", "search") else None,
            engine=engine,
            ratio=round(ratio, 2),
        )


def beside(report: Report, engine: str, only: list[str], options) -> None:
    """What is measured once an engine, in one database; My work last: it fills it."""
    with tempfile.TemporaryDirectory(prefix="due-regard-bench-") as name:
        folder = Path(name)
        with database(engine, folder) as url:
            environment = environment_of(folder, url)
            size = FLOOR_ACTIONS if AMONG_ACTIONS.intersection(only) else 1_000
            environment["BENCH_PLAN"] = str(prepare(environment, size)["plan"])
            if "mails" in only:
                mails.measure(report, engine, environment)
            if "rounds" in only:
                rounds.measure(report, engine, environment, best, signed_in)
            if "packs" in only:
                packs.measure(report, engine, environment)
            if "tasks" in only:
                tasks.measure(report, engine, environment, signed_in, options.tasks)
            if "training" in only:
                training.measure(report, engine, environment, signed_in, options.rows)
            if "coverage" in only:
                coverage_matrix.measure(report, engine, environment, options.rows)


def by_pages(report: Report, engine: str, sizes: list[int]) -> None:
    by_size = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="due-regard-bench-") as name:
            folder = Path(name)
            with database(engine, folder) as url:
                by_size[size] = one_size(report, engine, url, folder, size)
    growth(report, engine, by_size)


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,20000,100000")
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument(
        "--only",
        default="pages,mails,rounds,packs,tasks,training,coverage,people,referrals",
    )
    parser.add_argument("--tasks", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--referrals", type=int, default=100_000)
    return parser.parse_args()


def main() -> int:
    options = asked()
    only = options.only.split(",")
    report = Report()
    for engine in options.engines.split(","):
        if "pages" in only:
            by_pages(report, engine, [int(size) for size in options.sizes.split(",")])
        if set(only) - {"pages", "people", "referrals"}:
            beside(report, engine, only, options)
        if "people" in only:
            people.measure(report, engine, sys.modules[__name__], options.rows)
        if "referrals" in only:
            referrals.measure(report, engine, sys.modules[__name__], options.referrals)
    if report.missed:
        print(f"Missed by more than half: {', '.join(report.missed)}", file=sys.stderr)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
