"""How many statements a list page asks the database: as many for 25 rows as for one.

The numbers stand in query_counts.json. A page that asks more fails, and so does one
that asks fewer: write the better number down, so that it stays.
"""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts.tests import factories as accounts
from dueregard.exchange.models import Upload
from dueregard.partners.tests import factories as partners
from dueregard.plans.models import Plan
from dueregard.plans.tests import factories as plans

from . import world

pytestmark = pytest.mark.django_db
COUNTS = json.loads((Path(__file__).parent / "query_counts.json").read_text())
MOST = 10
SPARED = ("SAVEPOINT", "RELEASE", "BEGIN", "ROLLBACK", "COMMIT")
REHEARSAL_ONLY = '"clock_offset"'


def more_people(built):
    accounts.person_with(Role.ACTION_OWNER, built.marlbrook)


def more_organisations(built):
    accounts.OrganisationFactory(authorities=[built.marlbrook])


def more_posts(built):
    partners.PostHoldingFactory(post=partners.PostFactory(authority=built.marlbrook))


def more_plans(built):
    plan = plans.PlanFactory(authority=built.marlbrook, drafted_by=built.coordinator)
    plans.ActionFactory(plan=plan)


def more_actions(built):
    plan = Plan.objects.get(pk=built.args["plan"][0])
    action = plans.ActionFactory(plan=plan, text="Brief every head teacher again")
    post = partners.PostFactory(authority=built.marlbrook)
    partners.PostHoldingFactory(post=post, person=built.coordinator)
    action.owners.create(text="Post", post=post, position=1)


def more_uploads(built):
    first = Upload.objects.get(pk=built.args["upload"][0])
    first.pk = None
    first.save()


PAGES = {
    "accounts:people": ("authority", more_people),
    "accounts:organisations": ("authority", more_organisations),
    "partners:posts": ("authority", more_posts),
    "plans:list": ("", more_plans),
    "plans:actions": ("plan", more_actions),
    "plans:mine": ("", more_actions),
    "plans:search": ("", more_actions),
    "exchange:list": ("imports", more_uploads),
}


def statements(client, address) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        assert answer.status_code == 200
    asked = [query["sql"] for query in captured.captured_queries]
    return [
        sql for sql in asked if not sql.startswith(SPARED) and REHEARSAL_ONLY not in sql
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_list_page_asks_as_much_for_25_rows_as_for_one(name):
    about, more = PAGES[name]
    built = world.build()
    address = reverse(name, args=built.args[about])
    if name == "plans:search":
        address += "?words=head+teacher"
    client = Client()
    client.force_login(built.coordinator)
    more(built)
    statements(client, address)  # what is kept from the first page on is kept now
    few = statements(client, address)
    for _ in range(25):
        more(built)
    statements(client, address)  # a filter's new choices are printed once
    many = statements(client, address)
    assert len(many) == len(few), "\n".join(many)
    assert len(many) == COUNTS.get(name), "\n".join(many)
    assert len(many) <= (MOST if name.startswith("plans:") else MOST + 2)


def test_every_count_is_of_a_page_that_is_measured():
    assert sorted(COUNTS) == sorted(PAGES)
