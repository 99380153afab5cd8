"""Run in a process of its own: issue board packs, and say how long that took."""

import json
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from dueregard.accounts.models import Authority, Person  # noqa: E402
from dueregard.governance.models import Meeting  # noqa: E402
from dueregard.plans import services  # noqa: E402
from dueregard.plans.exporting.pack_pdf import pdf_of  # noqa: E402
from dueregard.rehearsal.large import build  # noqa: E402

TIMES = 3


def taken(make, *arguments, **named):
    """What `make` gives, and the seconds that it took."""
    started = time.perf_counter()
    made = make(*arguments, **named)
    return made, time.perf_counter() - started


def main(size: int) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("rehearse", stdout=sys.stderr)
    authority = Authority.objects.get(slug="marlbrook")
    plan = build(authority, size)
    person = Person.objects.get(name="Ada Byrne")
    meeting = Meeting.objects.filter(group__authority=authority).to_come().first()
    gathered, printed = [], []
    for _ in range(TIMES):
        with CaptureQueriesContext(connection) as captured:
            pack, seconds = taken(services.issue_pack, plan, meeting, by=person)
        gathered.append(seconds)
        pdf, seconds = taken(pdf_of, pack, "whole")
        printed.append(seconds)
    known = {
        "gathered": float(f"{min(gathered):.2f}"),
        "printed": float(f"{min(printed):.2f}"),
        "kB": len(pdf) // 1000,
        "statements": len(captured),
    }
    print(json.dumps(known))


main(int(sys.argv[1]))
