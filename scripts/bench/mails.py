"""How many mails a second one worker hands to a mail server on this machine.

Run with the number of mails, as a process of its own, it asks for them.
"""

import os
import subprocess
import sys
import time

from servers import ROOT

sys.path.insert(0, str(ROOT))

from dueregard.outbox.tests import smtp

MAILS = 2_000
LONGEST_MS = 5.0  # a mail: 200 a second
PATIENCE = 120.0


def measure(report, engine: str, environment: dict[str, str]) -> None:
    """Say how long a mail takes, from the first that arrives to the last."""
    _ask(environment)
    arrivals: list[float] = []
    with smtp.running() as sink:
        sink.before_yes = lambda number: arrivals.append(time.perf_counter())
        worker = _worker(environment, sink.port)
        try:
            until = time.monotonic() + PATIENCE
            while len(arrivals) < MAILS and time.monotonic() < until:
                time.sleep(0.01)
        finally:
            worker.terminate()
            worker.wait(40)
    # The rehearsal's own mails may be among them.
    if len(set(sink.received)) < MAILS:
        raise SystemExit(f"{len(set(sink.received))} of {MAILS} mails arrived.")
    each = (arrivals[-1] - arrivals[0]) / (len(arrivals) - 1)
    report.say(
        "a mail, from outbox to mail server, ms",
        must=LONGEST_MS,
        engine=engine,
        mails=MAILS,
        value=round(each * 1000, 2),
        mails_a_second=round(1 / each),
    )


def _ask(environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, __file__, str(MAILS)],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
        check=True,
    )


def _worker(environment: dict[str, str], port: int) -> subprocess.Popen:
    place = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_TLS": "0"}
    return subprocess.Popen(
        [sys.executable, "-m", "dueregard", "work"],
        cwd=ROOT,
        env={**os.environ, **environment, **place, "PYTHONPATH": str(ROOT)},
    )


def enqueue(number: int) -> None:
    """Ask for so many mails of the kind that a round sends."""
    import django  # noqa: PLC0415 (only this process has Django)

    django.setup()
    from dueregard.audit import services as audit  # noqa: PLC0415
    from dueregard.outbox import mail  # noqa: PLC0415
    from dueregard.outbox import services as outbox  # noqa: PLC0415

    with audit.atomic():
        for each in range(number):
            key = f"bench-{each}"
            letter = {
                "to": f"owner-{each}@marlbrook.example",
                "subject": "You have a task",
                "body": "There is something for you to do.\n" * 20,
                "id": mail.message_id(key),
            }
            outbox.enqueue(mail.KIND, key=key, payload=letter)


if __name__ == "__main__":
    enqueue(int(sys.argv[1]))
