"""What every part of `make test` begins with, made once for each engine.

    python -m tests.ready FOLDER

makes a migrated database, which each worker of the tests copies and migrates again, and
a rehearsed one, which each service of the journeys copies: files in FOLDER on SQLite,
databases of the cluster on PostgreSQL. `DUE_REGARD_READY` names FOLDER to the parts.
"""

import shutil
import sys
from pathlib import Path

from tests.journeys import services

MIGRATED = "ready_migrated"  # the name that dueregard/config/testing.py copies


def make(folder: Path) -> None:
    """Migrate and rehearse in `folder`, which is empty."""
    rehearsed = folder / services.READY
    rehearsed.mkdir()
    made = services.Database(rehearsed)
    made.create(MIGRATED)
    made.migrate()
    if made.url:
        made.create(services.READY, MIGRATED)
    else:
        shutil.copyfile(rehearsed / services.FILE, folder / MIGRATED)
    made.rehearse()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
