"""Fifteen idle minutes on pages about people, sixty elsewhere (practice AC 3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts.models import HeldPost
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.clock import services as clock_services

from .factories import make_referral
from .pages import again, opens, page_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def officer(marlbrook):
    return person_with(Role.GATEWAY_OFFICER, marlbrook)


@pytest.mark.parametrize(("minutes", "answer"), [(14, 200), (16, 302)])
def test_a_page_about_people_closes_after_15_idle_minutes(
    marlbrook, officer, minutes, answer
):
    referral = make_referral(marlbrook)
    client = signed_in(officer)
    assert opens(client, referral).status_code == 200
    clock_services.shift(timedelta(minutes=minutes))
    assert client.get(page_of(referral)).status_code == answer


def test_other_pages_stay_open_for_an_hour(marlbrook, officer):
    client = signed_in(officer)
    client.get(reverse("reminders:my_work"))
    clock_services.shift(timedelta(minutes=16))
    assert client.get(reverse("reminders:my_work")).status_code == 200


def test_what_was_typed_is_kept_until_they_have_signed_in_again(marlbrook, officer):
    referral = make_referral(marlbrook)
    client = signed_in(officer)
    opens(client, referral, "accept")
    clock_services.shift(timedelta(minutes=16))
    answer = client.post(page_of(referral, "accept"), {"note": "Canaryword"})
    assert answer.status_code == 302
    assert again(referral).status == "submitted"
    held = HeldPost.objects.get()
    assert held.path == page_of(referral, "accept")
    assert "Canaryword" not in str(held.__dict__)
