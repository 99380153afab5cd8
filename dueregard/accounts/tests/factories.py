"""Fictional authorities and people: county Fernshire, unitary Marlbrook.

People made here are rehearsal people, so that a test of a page need not enrol a second
factor; tests of sign-in make `PersonFactory(is_rehearsal=False)`.
"""

from datetime import timedelta

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import (
    Authority,
    Membership,
    Organisation,
    Person,
    RoomSwitch,
)

PASSWORD = "a long walk by the river Marl"


class AuthorityFactory(DjangoModelFactory):
    """A unitary with every room switched on; `rooms=[Room.PLAN]` to choose."""

    class Meta:
        model = Authority
        django_get_or_create = ["slug"]
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Authority {n}")
    slug = factory.LazyAttribute(lambda a: a.name.lower().replace(" ", "-"))
    kind = Authority.Kind.UNITARY
    public_contact = "Telephone 01632 960000."

    @factory.post_generation
    def rooms(self, create, extracted, **kwargs):
        for room in Room if extracted is None else extracted:
            RoomSwitch.objects.get_or_create(authority=self, room=room)


class OrganisationFactory(DjangoModelFactory):
    """A body that works with `authorities=[…]`."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = Organisation.Kind.COUNCIL
    sector = Organisation.Sector.LOCAL_GOVERNMENT

    @factory.post_generation
    def authorities(self, create, extracted, **kwargs):
        self.authorities.add(*(extracted or []))


class PersonFactory(DjangoModelFactory):
    """Somebody who can sign in with `PASSWORD`."""

    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@fernshire.example")
    is_rehearsal = True
    password = factory.LazyFunction(lambda: make_password(PASSWORD))
    last_used_on = factory.LazyFunction(clock.today)


class MembershipFactory(DjangoModelFactory):
    """A role in force for a year, from a month ago."""

    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    authority = factory.SubFactory(AuthorityFactory)
    organisation = factory.LazyAttribute(
        lambda m: (
            m.authority.organisations.first()
            or OrganisationFactory(name=m.authority.name, authorities=[m.authority])
        )
    )
    role = "coordinator"
    starts_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=30))
    ends_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=335))
    attested_on = factory.LazyFunction(clock.today)


def person_with(role, authority, **fields) -> Person:
    """Somebody who holds `role` at `authority` today."""
    person = PersonFactory(**fields)
    MembershipFactory(person=person, role=role, authority=authority)
    return person
