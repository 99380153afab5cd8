"""What was typed before somebody proved who they are: kept sealed, and then sent on."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import Person
from dueregard.accounts.tests.factories import OrganisationFactory

NAME = "Zqtypedqz Farrow"


@pytest.fixture
def administrator_in(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def answers(marlbrook):
    library = OrganisationFactory(name="Marlbrook Libraries", authorities=[marlbrook])
    day = clock.today() + timedelta(days=90)
    return {
        "name": NAME,
        "email": "ines@library.example",
        "organisation": library.pk,
        "role": Role.ACTION_OWNER,
        "ends_on_day": day.day,
        "ends_on_month": day.month,
        "ends_on_year": day.year,
    }


@pytest.fixture
def invite_page(marlbrook):
    return reverse("accounts:invite", args=[marlbrook.slug])


def held_in_sessions():
    rows = Session.objects.all()
    return str([(each.session_data, each.get_decoded()) for each in rows])


def test_what_was_typed_lies_sealed_until_the_proof(
    administrator_in, invite_page, answers
):
    answer = administrator_in.post(invite_page, answers)
    assert answer.url.startswith(reverse("accounts:step_up"))
    held = held_in_sessions()
    assert "step_up.send_on" in held
    assert "Zqtyped" not in held


def test_it_is_sent_on_once_the_person_proved_who_they_are(
    administrator_in, invite_page, answers
):
    administrator_in.post(invite_page, answers)
    done = administrator_in.post(reverse("accounts:step_up"), {"next": invite_page})
    assert done.status_code == 302
    assert Person.objects.filter(name=NAME).exists()
    assert "step_up.send_on" not in held_in_sessions()


def test_it_is_forgotten_when_the_person_goes_somewhere_else(
    administrator_in, invite_page, answers
):
    administrator_in.post(invite_page, answers)
    elsewhere = reverse("accounts:my_account")
    went = administrator_in.post(reverse("accounts:step_up"), {"next": elsewhere})
    assert went.url == elsewhere
    assert not Person.objects.filter(name=NAME).exists()
    assert "step_up.send_on" not in held_in_sessions()
