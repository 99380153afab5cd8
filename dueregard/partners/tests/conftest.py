"""A partnership in Marlbrook that the tests of this room share."""

from types import SimpleNamespace

import pytest

from dueregard.access.roles import Role
from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import OrganisationFactory, person_with
from dueregard.partners import registry

from .factories import PostFactory, PostHoldingFactory, PostNameFactory

Kind = Organisation.Kind


@pytest.fixture
def partnership(marlbrook):
    """Two posts of the council (Ada Lovell holds the first), and one of the police."""
    council = OrganisationFactory(name="Marlbrook Council", authorities=[marlbrook])
    police = OrganisationFactory(
        name="Fernshire Police",
        short_name="Police",
        kind=Kind.POLICE,
        authorities=[marlbrook],
    )
    coordinator_post = PostFactory(
        authority=marlbrook,
        organisation=council,
        title="Prevent co-ordinator",
        is_lead=True,
    )
    education_post = PostFactory(
        authority=marlbrook, organisation=council, title="Prevent education officer"
    )
    police_post = PostFactory(
        authority=marlbrook, organisation=police, title="Partnerships sergeant"
    )
    PostNameFactory(post=police_post, name="Police partnership team")
    ada = person_with(Role.ACTION_OWNER, marlbrook, name="Ada Lovell")
    ben = person_with(Role.ACTION_OWNER, marlbrook, name="Ben Marsh")
    PostHoldingFactory(post=coordinator_post, person=ada)
    return SimpleNamespace(
        authority=marlbrook,
        council=council,
        police=police,
        coordinator_post=coordinator_post,
        education_post=education_post,
        police_post=police_post,
        ada=ada,
        ben=ben,
    )


@pytest.fixture
def used(monkeypatch):
    """Owner names that plans use, by words and count."""
    uses = {"Prevent Coordinater": 3, "Police": 2, "Jo Nobody/Comms": 1}
    monkeypatch.setattr(registry, "_uses", {"test": lambda authority: uses})
    return uses
