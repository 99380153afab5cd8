"""The coverage matrix, 200 organisations by 12 role groups, over a million completions.

Issue 4 asks for 300 ms warm on PostgreSQL; times are said and never decide (settled
35). What decides is the ratio to the same places grouped with no question asked.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from servers import ROOT

MAKER = Path(__file__).parent / "measure_coverage.py"
MUST = 8


def measure(report, engine: str, environment: dict[str, str], completions: int) -> None:
    """`environment` is of a database that `prepare.py` filled."""
    done = subprocess.run(
        [sys.executable, str(MAKER), str(completions)],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    times = json.loads(done.stdout)
    for name, ms in times.items():
        report.say(
            f"coverage: {name}",
            must=MUST if name == "matrix" else None,
            engine=engine,
            completions=completions,
            ms=round(ms, 1),
            ratio=round(ms / times["floor"], 2),
        )
