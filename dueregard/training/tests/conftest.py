"""Marlbrook's training, which the tests of this room share."""

from types import SimpleNamespace

import pytest

from dueregard.access.roles import Role
from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import MembershipFactory, OrganisationFactory
from dueregard.accounts.tests.factories import person_with as person_holding
from dueregard.training.models import Requirement

from .factories import (
    CourseEquivalenceFactory,
    CourseFactory,
    CoursePrerequisiteFactory,
    RequirementFactory,
    RoleGroupFactory,
)
from .importing import bring, confirm, send  # noqa: F401 (fixtures)


@pytest.fixture
def council(marlbrook):
    """The council, whose training lead keeps the whole register."""
    return OrganisationFactory(name="Marlbrook Council", authorities=[marlbrook])


@pytest.fixture
def lead(marlbrook, council):
    """The council's training lead."""
    return person_holding(Role.TRAINING_LEAD, marlbrook, name="Lead")


@pytest.fixture
def catalogue(marlbrook):
    """Awareness, WRAP (which counts for awareness) and referrals (which needs
    awareness)."""
    awareness = CourseFactory(authority=marlbrook, code="HO-A", title="Awareness")
    wrap = CourseFactory(authority=marlbrook, code="WRAP", title="WRAP")
    referrals = CourseFactory(authority=marlbrook, code="HO-R", title="Referrals")
    CourseEquivalenceFactory(course=wrap, satisfies=awareness)
    CoursePrerequisiteFactory(course=referrals, needs=awareness)
    return SimpleNamespace(awareness=awareness, wrap=wrap, referrals=referrals)


@pytest.fixture
def front_line(marlbrook, catalogue):
    """Whoever meets the public: awareness every 24 months."""
    group = RoleGroupFactory(authority=marlbrook, code="FRONT", name="Front line")
    RequirementFactory(
        role_group=group,
        course=catalogue.awareness,
        window=Requirement.Window.REGULARLY,
        every_months=24,
    )
    return group


@pytest.fixture
def trust(marlbrook, council):
    """An academy trust with one school, and the training lead of the trust."""
    body = OrganisationFactory(
        name="Three Rivers Academy Trust",
        kind=Organisation.Kind.ACADEMY_TRUST,
        sector=Organisation.Sector.EDUCATION,
        authorities=[marlbrook],
    )
    school = OrganisationFactory(
        name="Weir Primary School",
        kind=Organisation.Kind.SCHOOL,
        sector=Organisation.Sector.EDUCATION,
        parent=body,
        authorities=[marlbrook],
    )
    keeper = MembershipFactory(
        role=Role.TRAINING_LEAD, authority=marlbrook, organisation=body
    ).person
    return SimpleNamespace(body=body, school=school, lead=keeper)


@pytest.fixture
def files(settings, tmp_path):
    """Where documents are kept in this test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.CLAMAV_SOCKET = ""
