"""Two hundred referrals at once, five of them honest: none is lost, none is hidden.

I30: nobody is told that they were taken for a machine, whoever works on referrals finds
every one of them, and the pages of others go on answering.
"""

import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.referrals.models import Referral
from dueregard.referrals.tests.filling import ANSWERS, fill
from dueregard.referrals.tests.pages import into_queue, opens
from dueregard.vault import tenancy
from tests.adapter import HOME, undone

pytestmark = pytest.mark.django_db
MACHINES, HONEST = 13, 5
# Each sends so many: no database decides what is odd (decision 34).
EACH = 15 if connection.vendor == "sqlite" else 4
ALL = MACHINES * EACH + HONEST
NO_MORE_THAN = 2.0  # seconds of the processor for 95 in a hundred pages of others
REFERENCE = re.compile(r"R-\w{4}-\w{4}")
SAID = "zqhonestqz said that it will be on Friday."


@pytest.fixture
def place(seeded):
    with undone():
        yield seeded.tenants[HOME].authority
    seeded.forget_factors()


def refers(browser, **sent: str) -> str:
    """Send what is filled in; the reference on the receipt, which is as any other."""
    page = browser.post("/refer/check/", sent, follow=True).text
    found = REFERENCE.search(page)
    assert found, page
    return found.group()


def somebody(number: int, day: int) -> dict[str, str]:
    """The answers about a person who is like none of the others."""
    born = {"born_on_day": str(day + 1), "born_on_year": str(1950 + number)}
    return {**ANSWERS["person"], **born, "surname": f"{chr(97 + day)}zq{number}"}


def machine(number: int, authority, most: int):
    """Fills in forms faster than anybody reads, hidden box and all; so many."""
    browser = Client(REMOTE_ADDR=f"203.0.113.{number}")
    spam = {"another": "yes", "leave_empty": "https://spam.example"}
    fill(browser, authority, person=somebody(number, 0))
    yield refers(browser, **spam)
    for each in range(1, most):
        browser.post("/refer/form/person/", somebody(number, each))
        browser.post("/refer/form/place/", ANSWERS["place"])
        yield refers(browser, **spam)


def waiting(browser, authority) -> set[str]:
    """Every reference of the queue, page after page."""
    found: set[str] = set()
    for number in range(1, 100):
        page = browser.get(
            reverse("referrals:queue", args=[authority.slug]), {"page": number}
        ).text
        new = set(REFERENCE.findall(page)) - found
        if not new:
            break
        found |= new
    return found


def test_two_hundred_at_once_all_reach_a_person_and_the_honest_ones_their_way(
    seeded, place
):
    honest = [Client(REMOTE_ADDR=f"198.51.{each}.7") for each in range(HONEST)]
    seen = {**ANSWERS["seen"], "did_or_said": SAID}
    for each in honest:
        fill(each, place, seen=seen)
    seeded.advance_clock(timedelta(seconds=40))
    coordinator = seeded.login_as(Role.COORDINATOR)
    into_queue(coordinator, place)
    took, sent, genuine = [], [], []
    for number in range(MACHINES):
        for reference in machine(number, place, EACH):
            sent.append(reference)
        if honest:
            genuine.append(refers(honest.pop()))
        for other in ("referrals:queue", "public:home"):
            args = [place.slug] if other == "referrals:queue" else []
            before = time.process_time()
            assert coordinator.get(reverse(other, args=args)).status_code == 200
            took.append(time.process_time() - before)
    assert len({*sent, *genuine}) == ALL
    assert {*sent, *genuine} <= waiting(coordinator, place)
    assert sorted(took)[len(took) * 95 // 100] < NO_MORE_THAN
    with tenancy.of(place):
        statuses = dict(Referral.objects.values_list("reference", "status"))
        rows = Referral.objects.filter(reference__in=genuine)
        rows = list(rows.select_related("authority", "subject"))
    assert {statuses[each] for each in sent} == {"screening"}
    assert {statuses[each] for each in genuine} == {"submitted"}
    for row in rows:
        assert SAID in opens(coordinator, row).text
