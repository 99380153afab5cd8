"""Run in a process of its own: make the tasks, and say what the bench must know."""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from dueregard.accounts.models import Authority, Person  # noqa: E402
from dueregard.rehearsal.large_tasks import build_tasks  # noqa: E402
from dueregard.reminders.models import Task  # noqa: E402

MINE = 500
PAGES = {"all headings": "/my-work/", "overdue": "/my-work/?when=overdue"}


def statements(client: Client, url: str) -> int:
    """How many the page takes once it is warm, but for the rehearsal's clock."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    asked = [query["sql"] for query in captured.captured_queries]
    return len([sql for sql in asked if "clock_offset" not in sql])


def main(tasks: int) -> None:
    Task.objects.filter(subject_id__startswith="bench-").delete()
    person = Person.objects.get(name="Ada Byrne")
    build_tasks(Authority.objects.get(slug="marlbrook"), person, MINE, tasks)
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    asked = {name: statements(client, url) for name, url in PAGES.items()}
    print(json.dumps({"person": person.pk, "statements": asked}))


main(int(sys.argv[1]))
