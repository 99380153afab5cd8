"""`make test`: every test, on SQLite and on PostgreSQL, and journeys in a browser.

Databases are migrated and rehearsed once for each engine, side by side
(tests/ready.py), and every part begins with copies of them. The two engines' parts run
beside each other, so that no core waits for a disk or for a process that was killed.
Each part is a pytest run of its own, shown when it ends. The last line adds them up in
pytest's words, and the exit code is 1 when any part failed, so that one failure hides
no other.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from postgres import cluster

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "--no-header", "-q"]
JOURNEYS = "tests/journeys"
WORKERS = os.environ.get("TEST_WORKERS", str(os.cpu_count() or 2))
UNITS = ["dueregard", "tests", f"--ignore={JOURNEYS}", "-n", WORKERS]
UNITS += ["--dist", "worksteal"]  # a file's tests stay together, and none waits
WALK = [JOURNEYS, "-n", WORKERS, "--dist", "loadgroup"]
COUNT = re.compile(
    r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|deselected|warnings?)"
)
SUMMARY = re.compile(r"^=*\s*(?:no tests ran|\d+ \w+.*) in [\d.]+s")
RUNNING: list[subprocess.Popen] = []
STOPPED = Event()
BAD = ("failed", "error", "skipped", "xfailed", "xpassed")


def part(title: str, arguments: list[str], environment: dict[str, str]) -> Counter:
    """Run one part and print it; answers how many passed, failed and so on."""
    if STOPPED.is_set():
        return Counter()
    print(f"\n== {title}: begun", flush=True)
    counts: Counter = Counter()
    with subprocess.Popen(
        [*PYTEST, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        RUNNING.append(run)
        assert run.stdout is not None
        lines = list(run.stdout)
    print(f"\n== {title}\n{''.join(lines)}", flush=True)
    for line in lines:
        if SUMMARY.match(line):
            counts.update({kind.rstrip("s"): int(n) for n, kind in COUNT.findall(line)})
    if run.returncode and not any(counts[kind] for kind in BAD):
        counts["error"] += 1
    return counts


def on_sqlite(environment: dict[str, str]) -> Counter:
    """The parts on SQLite, one after the other."""
    total = part("Units and whole-project checks on SQLite", UNITS, environment)
    short = [*WALK, "-m", "short"]
    return total + part("The short set of journeys on SQLite", short, environment)


def on_postgresql(environment: dict[str, str]) -> Counter:
    """The parts on PostgreSQL, one after the other."""
    total = part("Units and checks on PostgreSQL", UNITS, environment)
    return total + part("Every journey on PostgreSQL", WALK, environment)


def stop(*_: object) -> None:
    """Told to end: so are the parts."""
    STOPPED.set()
    for run in RUNNING:
        run.terminate()
    sys.exit(143)


def make_ready(folder: Path, engines: list[dict[str, str]]) -> list[dict[str, str]]:
    """Each engine's environment, with where its databases were made ready."""
    print("\n== Databases made ready, once for each engine", flush=True)
    ready = [
        {**engine, "DUE_REGARD_READY": tempfile.mkdtemp(dir=folder)}
        for engine in engines
    ]
    makers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.ready", each["DUE_REGARD_READY"]],
            cwd=ROOT,
            env={**os.environ, **each},
            stdin=subprocess.DEVNULL,
        )
        for each in ready
    ]
    RUNNING.extend(makers)
    codes = [maker.wait() for maker in makers]
    if any(codes):
        raise SystemExit("The databases that the tests begin with were not made.")
    return ready


def summary(counts: Counter, seconds: float) -> str:
    """The last line, as pytest would write it."""
    order = ["failed", "passed", "skipped", "xfailed", "xpassed", "warning", "error"]
    words = {"warning": "warnings", "error": "errors"}
    parts = [f"{counts[k]} {words.get(k, k)}" for k in order if counts[k]]
    text = f" {', '.join(parts) or 'no tests ran'} in {seconds:.2f}s "
    return text.center(80, "=")


def main() -> int:
    signal.signal(signal.SIGTERM, stop)
    started = time.monotonic()
    for name in ("DATABASE_URL", "DATA_DIR", "KEY_FILE"):
        os.environ.pop(name, None)
    with (
        tempfile.TemporaryDirectory() as folder,
        cluster() as postgresql,
        ThreadPoolExecutor() as pool,
    ):
        sqlite, postgresql = make_ready(Path(folder), [{}, postgresql])
        engines = [
            pool.submit(on_sqlite, sqlite),
            pool.submit(on_postgresql, postgresql),
        ]
        total = sum((engine.result() for engine in engines), Counter())
    print(summary(total, time.monotonic() - started), flush=True)
    return 1 if any(total[kind] for kind in BAD) else 0


if __name__ == "__main__":
    sys.exit(main())
