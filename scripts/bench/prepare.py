"""Run in a process of its own: make the database, and say what the bench must know."""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from dueregard.accounts.models import Authority, Person  # noqa: E402
from dueregard.plans.models import Action  # noqa: E402
from dueregard.rehearsal.large import build  # noqa: E402


def statements(client: Client, url: str) -> int:
    if client.get(url).status_code != 200:
        raise SystemExit(f"{url} was refused.")
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def main(size: int) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("rehearse", stdout=sys.stderr)
    plan = build(Authority.objects.get(slug="marlbrook"), size)
    person = Person.objects.get(name="Ada Byrne")
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    url = f"/plans/{plan.pk}/actions/"
    known = {
        "plan": plan.pk,
        "person": person.pk,
        "actions": list(
            Action.objects.filter(plan=plan, status="in_progress")
            .order_by("?")
            .values_list("pk", flat=True)[:200]
        ),
        "statements_25": statements(client, url),
        "statements_no": statements(client, url + "?owner=unsettled"),
    }
    print(json.dumps(known))


main(int(sys.argv[1]))
