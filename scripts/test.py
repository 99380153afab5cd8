"""`make test`: every test, on SQLite and on PostgreSQL, and journeys in a browser.

Each part is a pytest run of its own. The last line adds them up in pytest's words, and
the exit code is 1 when any part failed, so that one failure hides no other.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from postgres import cluster

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "--no-header", "-q"]
JOURNEYS = "tests/journeys"
WORKERS = os.environ.get("TEST_WORKERS", str(os.cpu_count() or 2))
UNITS = ["dueregard", "tests", f"--ignore={JOURNEYS}", "-n", WORKERS]
WALK = [JOURNEYS, "-n", WORKERS, "--dist", "loadgroup"]
COUNT = re.compile(
    r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|deselected|warnings?)"
)
SUMMARY = re.compile(r"^=*\s*(?:no tests ran|\d+ \w+.*) in [\d.]+s")
BAD = ("failed", "error", "skipped", "xfailed", "xpassed")


def part(title: str, arguments: list[str], environment: dict[str, str]) -> Counter:
    """Run one part, printing as it goes; answers how many passed, failed and so on."""
    print(f"\n== {title}", flush=True)
    counts: Counter = Counter()
    with subprocess.Popen(
        [*PYTEST, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        for line in run.stdout:
            print(line, end="", flush=True)
            if SUMMARY.match(line):
                counts.update(
                    {kind.rstrip("s"): int(n) for n, kind in COUNT.findall(line)}
                )
    if run.returncode and not any(counts[kind] for kind in BAD):
        counts["error"] += 1
    return counts


def summary(counts: Counter, seconds: float) -> str:
    """The last line, as pytest would write it."""
    order = ["failed", "passed", "skipped", "xfailed", "xpassed", "warning", "error"]
    words = {"warning": "warnings", "error": "errors"}
    parts = [f"{counts[k]} {words.get(k, k)}" for k in order if counts[k]]
    text = f" {', '.join(parts) or 'no tests ran'} in {seconds:.2f}s "
    return text.center(80, "=")


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    for name in ("DATABASE_URL", "DATA_DIR", "KEY_FILE"):
        os.environ.pop(name, None)
    total = part("Units and whole-project checks on SQLite", UNITS, {})
    total += part("The short set of journeys on SQLite", [*WALK, "-m", "short"], {})
    with cluster() as postgresql:
        total += part("Units and checks on PostgreSQL", UNITS, postgresql)
        total += part("Every journey on PostgreSQL", WALK, postgresql)
    print(summary(total, time.monotonic() - started), flush=True)
    return 1 if any(total[kind] for kind in BAD) else 0


if __name__ == "__main__":
    sys.exit(main())
