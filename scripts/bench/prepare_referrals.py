"""Run in a process of its own: so many referrals, and what to ask of them."""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from dueregard.access.roles import Role  # noqa: E402
from dueregard.accounts.models import Authority, Membership  # noqa: E402
from dueregard.referrals.models import Referral  # noqa: E402
from dueregard.rehearsal.large_referrals import (  # noqa: E402
    RARE,
    RARE_PEOPLE,
    build_referrals,
)
from dueregard.vault import tenancy  # noqa: E402

FINDERS = (
    Role.GATEWAY_OFFICER,
    Role.CASE_OFFICER,
    Role.PANEL_CHAIR,
    Role.DEPUTY_CHAIR,
    Role.COORDINATOR,
)


def main(size: int) -> None:
    authority = Authority.objects.get(slug="marlbrook")
    build_referrals(authority, size)
    held = [
        Membership.objects.filter(authority=authority, role=role).earliest("pk")
        for role in FINDERS
    ]
    for membership in held:  # all find what the police gateway finds
        Membership.objects.get_or_create(
            person=membership.person,
            authority=authority,
            role=Role.GATEWAY_OFFICER,
            defaults={
                "organisation": membership.organisation,
                "ends_on": membership.ends_on,
            },
        )
    base = f"/referrals/in/{authority.slug}/"
    with tenancy.of(authority):
        waiting = Referral.objects.filter(authority=authority, status="gateway")
        chosen = list(waiting.order_by("reference").values_list("pk", flat=True)[:10])
    known = {
        "people": [membership.person_id for membership in held],
        "queue": base,
        "referrals": [f"{base}{pk}/" for pk in chosen],
        "find": f"{base}find/",
        "terms": {"name": RARE},
        "rare": RARE_PEOPLE,
        "statements": _statements(held[0].person, base, f"{base}{chosen[0]}/"),
    }
    print(json.dumps(known))


def _statements(person, queue: str, referral: str) -> dict[str, int]:
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    for page in (queue, referral):
        asked = client.get(page)
        if asked.status_code == 302:
            client.post(asked.url, {"purpose": "triage"})
    counts = {}
    for name, page in (("queue", queue), ("referral", referral)):
        with CaptureQueriesContext(connection) as captured:
            if client.get(page).status_code != 200:
                raise SystemExit(f"The {name} was refused.")
        counts[name] = len(captured)
    return counts


main(int(sys.argv[1]))
