"""Training records by the upload form, against COPY with the same indexes.

11,000 rows: uploaded, parsed, checked, compared, confirmed, written and audited. The
floor is the bare load of as many completions into a copy of their table with all its
indexes: COPY on PostgreSQL, `executemany` on SQLite. The same file once more must
write nothing; then it is undone, with the people it made. A million rows go the same
way, but the worker reads and writes them, and takes them out.

Run with a word, as a process of its own, it prepares, counts, or measures the floor.
"""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from statistics import median

from servers import ROOT, server

ROWS = 11_000
MUST, MUST_A_ROW, MOST_MEMORY = 25, 1.2, 100  # ratio, ratio, MiB
NEW = "/exchange/marlbrook/training/new/"
PATIENCE = 1800.0
EDGE = "due-regard-bench"


def measure(report, engine: str, environment: dict[str, str], signed_in, rows: int):
    """Say what an import costs against the floor, and a million against 11,000."""
    known = _ask(environment, "prepare")
    with server("dueregard.config.wsgi", environment) as product:
        client = signed_in(product.port, known["person"])
        floors, firsts, agains, undone = [], [], [], []
        for turn in range(3):
            text = _file(ROWS, turn)
            floors.append(_ask(environment, "floor", str(ROWS))["seconds"])
            seconds, page = _import(client, text)
            firsts.append(seconds)
            before = _ask(environment, "count")
            agains.append(_import(client, text)[0])
            if _ask(environment, "count") != before:
                raise SystemExit("The same file again wrote to the register.")
            undone.append(_undo(client, page))
        floor, first, again = min(floors), min(firsts), min(agains)
        report.say(
            f"import of {ROWS} rows by the form, against the bare load",
            must=MUST,
            engine=engine,
            ratio=round(first / floor, 1),
            ms=round(first * 1000),
            floor_ms=round(floor * 1000, 1),
            rounds_ms=[round(each * 1000) for each in firsts],
        )
        report.say(
            "the same file again, against the first time",
            must=1.0,
            engine=engine,
            ratio=round(again / first, 2),
            ms=round(again * 1000),
        )
        report.say(
            "undoing it with its people, against the first time",
            must=1.0,
            engine=engine,
            ratio=round(min(undone) / first, 2),
            ms=round(min(undone) * 1000),
        )
        if rows:
            a_row = median(firsts) / ROWS, median(undone) / ROWS
            _long(report, engine, environment, client, rows, *a_row)


def _long(
    report, engine, environment, client, rows: int, a_row: float, a_row_undone: float
) -> None:
    """A file that the worker takes; its memory is looked at while it works."""
    text = _file(rows, 9)
    worker = subprocess.Popen(
        [sys.executable, "-m", "dueregard", "work"],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,  # the mails that it prints
    )
    try:
        time.sleep(3)
        with Memory(worker.pid) as memory:
            seconds, page = _import(client, text)
        before = _ask(environment, "count")
        again, _ = _import(client, text)
        if _ask(environment, "count") != before:
            raise SystemExit("The same file again wrote to the register.")
        undone = _undo(client, page)
    finally:
        worker.terminate()
        worker.wait(60)
    report.say(
        f"a row of {rows}, against one of {ROWS}",
        must=MUST_A_ROW,
        engine=engine,
        ratio=round(seconds / rows / a_row, 2),
        seconds=round(seconds, 1),
    )
    report.say(
        f"memory of the worker for {rows} rows, MiB",
        must=MOST_MEMORY,
        engine=engine,
        value=round(memory.most - memory.before, 1),
    )
    report.say(
        f"the same {rows} rows again, against the first time",
        must=1.0,
        engine=engine,
        ratio=round(again / seconds, 2),
        seconds=round(again, 1),
    )
    report.say(
        f"a row of {rows} undone, against one of {ROWS}",
        must=MUST_A_ROW,
        engine=engine,
        ratio=round(undone / rows / a_row_undone, 2),
        seconds=round(undone, 1),
    )


class Memory:
    """The most memory of its own that a process holds until the block ends, in MiB:
    without the database file, which SQLite maps and the system may take back."""

    def __init__(self, pid: int) -> None:
        self.status = Path(f"/proc/{pid}/status")
        self.before = self.most = self._now()
        self.ends = threading.Event()
        self.looking = threading.Thread(target=self._look)

    def __enter__(self) -> "Memory":
        self.looking.start()
        return self

    def __exit__(self, *failed) -> None:
        self.ends.set()
        self.looking.join()

    def _look(self) -> None:
        while not self.ends.wait(0.1):
            self.most = max(self.most, self._now())

    def _now(self) -> float:
        for line in self.status.read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) / 1024
        return 0.0


def _import(client, text: bytes) -> tuple[float, str]:
    """Seconds from sending the file to its being in, and its page; what a person
    reads between the two forms is not counted."""
    fields = client.hidden(NEW)
    started = time.perf_counter()
    answer = client._ask("POST", NEW, *_multipart(fields, text))
    page = answer.headers.get("location") or answer.headers["Location"]
    _until(client, page, b"Reading")
    spent = time.perf_counter() - started
    if b"would change what is held" in client.get(page).body:
        return spent, page
    fields = client.hidden(f"{page}confirm/")
    started = time.perf_counter()
    client.post(f"{page}confirm/", fields)
    body = _until(client, page, b"Putting the rows in")
    if b"Rows put in" not in body:
        raise SystemExit("The import did not go in.")
    return spent + time.perf_counter() - started, page


def _undo(client, page: str) -> float:
    """Seconds until what the file put in is out again, the people it made with it."""
    fields = client.hidden(f"{page}undo/")
    started = time.perf_counter()
    client.post(f"{page}undo/", {**fields, "people": "erase"})
    body = _until(client, page, b"Taking the rows out")
    if b"Undo this import" in body:
        raise SystemExit("The import was not undone.")
    return time.perf_counter() - started


def _until(client, page: str, waiting: bytes) -> bytes:
    """The page when it no longer says that it waits."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        body = client.get(page).body
        if waiting not in body:
            return body
        time.sleep(0.2)
    raise SystemExit("The import took too long.")


def _multipart(fields: dict[str, str], text: bytes) -> tuple[bytes, dict[str, str]]:
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    parts.append(
        f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; '
        'filename="training.csv"\r\nContent-Type: text/csv\r\n\r\n'
    )
    body = "".join(parts).encode() + text + f"\r\n--{EDGE}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={EDGE}"}


def _file(rows: int, turn: int) -> bytes:
    """Rows of six columns and some 90 bytes: everybody did WRAP once, most people
    have two rows."""
    lines = ["Staff number,Name,Organisation,Role group,Course,Date completed"]
    for row in range(rows):
        who = row * 2 // 3
        course = "WRAP" if row % 3 else "HO-A"
        day = f"{1 + row % 28:02}/{1 + row % 12:02}/{2023 + turn % 3}"
        lines.append(
            f"B{turn}{who:07},Person{who:07} Bench{turn},Marlbrook Council,"
            f"Front line,{course},{day}"
        )
    return "\n".join(lines).encode() + b"\n"


def _ask(environment: dict[str, str], *words: str) -> dict:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "prepare_training.py"), *words],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout)
