"""Calls for advice: initials only, counted for good, the words gone on their day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.clock import services as clock_services
from dueregard.referrals import services
from dueregard.referrals.forms.concern_advice import AdviceForm
from dueregard.referrals.models import AdviceCall, Tally
from dueregard.vault import tenancy

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def coordinator(authority):
    return person_with(Role.COORDINATOR, authority)


def note(authority, by, told="not_refer"):
    return services.note_advice(
        authority,
        organisation=None,
        told=told,
        asked_on=clock.today(),
        words={"initials": "CA", "asked": "Is it one?", "said": "No."},
        by=by,
    )


def typed(initials):
    today = clock.today()
    return {
        "initials": initials,
        "asked_on_day": today.day,
        "asked_on_month": today.month,
        "asked_on_year": today.year,
        "asked": "Is it one?",
        "told": "not_refer",
        "said": "No.",
    }


@pytest.mark.parametrize(
    ("given", "kept"), [("ca", "CA"), ("C. A.", "CA"), ("łó", "ŁÓ"), ("ABCD", "ABCD")]
)
def test_initials_are_at_most_four_letters(authority, given, kept):
    form = AdviceForm(typed(given), authority=authority)
    assert form.is_valid(), form.errors
    assert form.words()["initials"] == kept


@pytest.mark.parametrize("given", ["Corin", "C4", "Corin A", "C_A", "?"])
def test_a_name_is_not_taken_for_initials(authority, given):
    form = AdviceForm(typed(given), authority=authority)
    assert form.errors["initials"] == [
        "Enter initials only: up to 4 letters, and no name"
    ]


def test_a_call_is_noted_on_its_page(authority, coordinator, client):
    client.force_login(coordinator)
    url = reverse("referrals:note_advice", args=[authority.slug])
    back = reverse("referrals:advice_calls", args=[authority.slug])
    assert client.post(url, typed("ca")).url == back
    page = client.get(back).content.decode()
    assert "Not to refer" in page
    assert "Told not to refer" in page


def test_the_words_go_on_their_day_and_the_years_count_stays(authority, coordinator):
    note(authority, coordinator)
    note(authority, coordinator)
    note(authority, coordinator, told="refer")
    clock_services.shift(timedelta(days=89))
    assert services.shred_what_is_due() == 0
    clock_services.shift(timedelta(days=90))
    assert services.shred_what_is_due() == 3
    with tenancy.of(authority):
        assert not AdviceCall.objects.exists()
    numbers = dict(Tally.objects.values_list("what", "number"))
    assert numbers == {"advice_not_refer": 2, "advice_refer": 1}


def test_a_year_is_the_sum_of_its_quarters(authority, coordinator, client):
    for quarter in ("2026-01-01", "2026-10-01"):
        Tally.objects.create(
            authority=authority, what="advice_not_refer", quarter=quarter, number=2
        )
    client.force_login(coordinator)
    page = client.get(reverse("referrals:advice_calls", args=[authority.slug]))
    assert page.context["years"] == [(2026, [0, 4, 0])]
