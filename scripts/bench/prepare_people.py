"""Run in a process of its own: a register of so many people, and what to ask of it."""

import json
import sys

import django

django.setup()

from datetime import timedelta  # noqa: E402

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from dueregard import clock  # noqa: E402
from dueregard.accounts.models import (  # noqa: E402
    Authority,
    Organisation,
    Person,
)
from dueregard.rehearsal.large_training import (  # noqa: E402
    COMPLETIONS_A_PERSON,
    build_training,
)
from dueregard.training.models import Learner, RoleGroup  # noqa: E402
from dueregard.training.services.standing import refresh  # noqa: E402

ON_LEAVE = 6


def main(people: int) -> None:
    authority = Authority.objects.get(slug="marlbrook")
    build_training(authority, people * COMPLETIONS_A_PERSON)
    away = Learner.objects.filter(authority=authority, number__startswith="bench-")
    away = list(away.values_list("pk", flat=True)[:ON_LEAVE])
    Learner.objects.filter(pk__in=away).update(
        leave_from=clock.today() - timedelta(days=30)
    )
    refresh(away)
    person = Person.objects.get(name="Ada Byrne")
    url = f"/training/in/{authority.slug}/people/"
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    if client.get(url).status_code != 200:
        raise SystemExit("The people list was refused.")
    with CaptureQueriesContext(connection) as captured:
        client.get(url + "?state=lapsed")
    known = {
        "person": person.pk,
        "url": url,
        "organisation": Organisation.objects.get(name="Benchmark school 77").pk,
        "role_group": RoleGroup.objects.get(code="bench-3").pk,
        "number": people // 2 + 7,
        "statements": len(captured),
    }
    print(json.dumps(known))


main(int(sys.argv[1]))
