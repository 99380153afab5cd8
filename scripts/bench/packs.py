"""Board packs: gathering one of a plan of 300 actions, and making its PDF."""

import json
import os
import subprocess
import sys
from pathlib import Path

from servers import ROOT

ACTIONS = 300
MAKER = Path(__file__).parent / "prepare_pack.py"


def measure(report, engine: str, environment: dict[str, str]) -> None:
    """Say the seconds to freeze a pack and to print it, and the statements.

    The database may hold anything: a plan of its own is built into it.
    """
    known = _made(environment)
    where = {"engine": engine, "actions": ACTIONS}
    report.say(
        "board pack, gathered and printed, s",
        must=3.0,
        **where,
        value=round(known["gathered"] + known["printed"], 2),
        gathered=known["gathered"],
        printed=known["printed"],
        kB=known["kB"],
    )
    report.say("board pack: SQL statements", **where, value=known["statements"])


def _made(environment: dict[str, str]) -> dict:
    done = subprocess.run(
        [sys.executable, str(MAKER), str(ACTIONS)],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)
