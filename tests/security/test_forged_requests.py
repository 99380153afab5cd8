"""Posts that no page of ours made, at every address of the room (I10, I17).

Without a token, from another site or as a body of another kind nothing is done; and a
referral that has ended, or is before the panel, is moved by no post of anybody.
"""

import pytest
from django.test import Client
from django.urls import reverse

from dueregard.access.need_to_know import MATRIX
from dueregard.access.roles import Role
from dueregard.referrals.models import Referral, ReferralMove
from dueregard.vault import tenancy
from tests.adapter import HOME, undone

from .test_pages_of_people import OF_ONE, say_purposes

pytestmark = pytest.mark.django_db
ENDED = ("listed", "closed", "not met", "joined", "passed on", "not a referral")
MOVERS = (Role.COORDINATOR, Role.GATEWAY_OFFICER, Role.PANEL_CHAIR)
FILLED_IN = {  # what forms of moves ask for, all at once
    "note": "Because.",
    "reason": "Because.",
    "outcome": "nfa",
    "other_support": "none_needed",
    "reported_by": "Somebody",
    "reported_on": "2026-05-12",
    "status": "submitted",
    "authority": "1",
    "confirm": "yes",
    "has_read": "on",
    "version": "1",
}


@pytest.fixture
def signed_in(seeded):
    """A browser of somebody, signed in; `checked` sends it past no check of origin."""

    def browser(role, *, checked):
        person = seeded.person(role)
        type(person).objects.filter(pk=person.pk).update(is_rehearsal=True)
        client = Client(enforce_csrf_checks=checked, raise_request_exception=False)
        client.force_login(person)
        say_purposes(client, seeded)
        return client

    with undone():
        yield browser


def rows(adapter):
    """What a move would change: the referrals, and how many moves there are."""
    with tenancy.of(adapter.tenants[HOME].authority):
        states = Referral.objects.order_by("pk").values_list(
            *("pk", "status", "holder", "authority", "cleared_at", "outcome", "version")
        )
        return list(states), ReferralMove.objects.count()


@pytest.mark.parametrize(
    "forged",
    [
        {},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"content_type": "text/plain"},
        {"HTTP_X_CSRFTOKEN": "a" * 64},
    ],
    ids=["no token", "another site", "no origin", "text/plain", "a made-up token"],
)
def test_a_post_that_no_page_of_ours_made_is_refused(seeded, signed_in, forged):
    browser, before = signed_in(Role.COORDINATOR, checked=True), rows(seeded)
    referral = seeded.tenants[HOME].referrals["submitted"]
    for name in OF_ONE:
        address = reverse(name, args=[HOME, referral.pk])
        data = "note=x" if "content_type" in forged else FILLED_IN
        answer = browser.post(address, data, **forged)
        assert answer.status_code in (403, 405), name
    assert rows(seeded) == before


@pytest.mark.parametrize("role", MOVERS)
def test_what_has_ended_is_moved_by_no_post(seeded, signed_in, role):
    browser, before = signed_in(role, checked=False), rows(seeded)[0]
    for label in ENDED:
        referral = seeded.tenants[HOME].referrals[label]
        for name in OF_ONE:
            with undone():
                address = reverse(name, args=[HOME, referral.pk])
                answer = browser.post(address, FILLED_IN)
                assert answer.status_code < 500, (name, label)
                after = {pk: status for pk, status, *_ in rows(seeded)[0]}
                assert after[referral.pk] == referral.status, (name, label)
    assert rows(seeded)[0] == before


OTHERS = [role for role in MATRIX if role not in MOVERS]


@pytest.mark.parametrize("role", [*OTHERS, Role.ELECTED_MEMBER, Role.ADMINISTRATOR])
def test_nobody_else_moves_a_referral_by_any_post(seeded, signed_in, role):
    browser, before = signed_in(role, checked=False), rows(seeded)[0]
    referral = seeded.tenants[HOME].referrals["submitted"]
    for name in OF_ONE:
        with undone():
            address = reverse(name, args=[HOME, referral.pk])
            assert browser.post(address, FILLED_IN).status_code < 500, name
            assert {pk: status for pk, status, *_ in rows(seeded)[0]} == {
                pk: status for pk, status, *_ in before
            }, name
