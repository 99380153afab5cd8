"""Run in a process of its own: sending by the form, and reads that are recorded."""

import json
import sys
import time
from statistics import median

import django

django.setup()

from django.test import Client  # noqa: E402

from dueregard.access.purposes import Purpose  # noqa: E402
from dueregard.accounts.models import Authority, Person  # noqa: E402
from dueregard.referrals.models import Referral  # noqa: E402
from dueregard.referrals.tests.filling import ANSWERS, fill  # noqa: E402
from dueregard.rehearsal.large_referrals import words_about  # noqa: E402
from dueregard.vault import tenancy  # noqa: E402
from dueregard.vault.rooms import case_room  # noqa: E402

SENT, READ = 25, 400


def sending(authority: Authority) -> float:
    """The median ms of the last post of the form: sealed, indexed, routed, recorded."""
    times = []
    for turn in range(SENT):
        client = Client(headers={"host": "localhost"})
        fill(client, authority, person=ANSWERS["person"] | _person(turn))
        page = client.get("/refer/check/")
        if page.status_code != 200:
            raise SystemExit(f"The form answered {page.status_code}.")
        started = time.perf_counter()
        answer = client.post("/refer/check/", {})
        times.append(time.perf_counter() - started)
        if answer.status_code != 302:
            raise SystemExit(f"Sending answered {answer.status_code}.")
    return median(times) * 1000


def _person(turn: int) -> dict[str, str]:
    """Another person each time, with the names of somebody who is there already."""
    words = words_about(7 * turn + 3)
    names = {name: words[name] for name in ("forenames", "surname")}
    return names | {"aliases": "", "born_on_day": str(turn % 28 + 1)}


def reading(authority: Authority) -> float:
    """The mean ms of opening one referral and noting it, one after the other."""
    person = Person.objects.filter(
        memberships__authority=authority, memberships__role="gateway_officer"
    ).earliest("pk")
    with tenancy.of(authority):
        rows = Referral.objects.filter(authority=authority)
        chosen = list(rows.values_list("pk", flat=True)[:READ])
    started = time.perf_counter()
    for pk in chosen:
        _read(authority, person, pk)
    return (time.perf_counter() - started) * 1000 / len(chosen)


def _read(authority: Authority, person: Person, pk) -> None:
    with case_room(
        person,
        authority=authority,
        purpose=Purpose.TRIAGE,
        door="detail",
        groups=["G1", "G2"],
    ) as room:
        row = Referral.objects.select_related("subject", "account").get(pk=pk)
        room.show_all([row.subject, row.account])
        if not (row.subject.surname and row.account.did_or_said):
            raise SystemExit("A referral could not be read.")


def main() -> None:
    authority = Authority.objects.get(slug="marlbrook")
    found = {"submit_ms": sending(authority), "read_ms": reading(authority)}
    print(json.dumps({name: round(value, 2) for name, value in found.items()}))


if __name__ == "__main__":
    sys.exit(main())
