"""A small team in Marlbrook that the tests of this room share."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
)
from dueregard.clock.services import shift
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.reminders import registry
from dueregard.reminders.registry import TaskKind

from .factories import KIND, NEVER_CHASED, OWN_MAIL

MONDAY = date(2027, 2, 1)


def at(day: date, hour: int = 9) -> None:
    """Set the clock of every process to an hour in London of that day."""
    moment = timezone.make_aware(datetime.combine(day, time(hour)))
    shift(moment - timezone.now())


@pytest.fixture
def kinds(monkeypatch):
    """Three kinds of task: plain, one whose room writes itself, one never chased."""
    own_mail: list = []

    def write(task, person) -> bool:
        own_mail.append((task.pk, person.pk))
        return True

    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    registry.register_kind(TaskKind(KIND, "Something to do"))
    registry.register_kind(TaskKind(OWN_MAIL, "An update", chase_owner=write))
    registry.register_kind(TaskKind(NEVER_CHASED, "A courtesy", chased=False))
    return SimpleNamespace(own_mail=own_mail)


@pytest.fixture
def team(kinds, marlbrook):
    """On a Monday: Ada holds a police post, Ben leads the police, Cleo co-ordinates."""
    at(MONDAY)
    police = OrganisationFactory(
        name="Fernshire Police", kind=Organisation.Kind.POLICE, authorities=[marlbrook]
    )
    post = PostFactory(
        authority=marlbrook, organisation=police, title="Partnerships sergeant"
    )
    lead_post = PostFactory(
        authority=marlbrook, organisation=police, title="Inspector", is_lead=True
    )
    people = {
        name: _person(name, role, marlbrook, police)
        for name, role in (
            ("Ada", Role.ACTION_OWNER),
            ("Ben", Role.ACTION_OWNER),
            ("Cleo", Role.COORDINATOR),
            ("Dee", Role.BOARD_CHAIR),
        )
    }
    PostHoldingFactory(post=post, person=people["Ada"])
    PostHoldingFactory(post=lead_post, person=people["Ben"])
    return SimpleNamespace(
        authority=marlbrook,
        police=police,
        post=post,
        lead_post=lead_post,
        ada=people["Ada"],
        ben=people["Ben"],
        cleo=people["Cleo"],
        dee=people["Dee"],
    )


def _person(name, role, authority, organisation):
    person = PersonFactory(name=name, email=f"{name.lower()}@fernshire.example")
    MembershipFactory(
        person=person,
        role=role,
        authority=authority,
        organisation=organisation,
        ends_on=clock.today() + timedelta(days=600),
    )
    return person
