"""People and places that every room's tests stand on, all of them fictional."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from dueregard import clock, keys
from dueregard.access.roles import Role
from dueregard.audit.tests.lifting import (  # noqa: F401 (fixtures for every test)
    lifted_for_the_flush,
    lifted_triggers,
)


def pytest_configure(config):
    """Give the run a key file of its own."""
    settings.KEY_FILE = Path(tempfile.mkdtemp(prefix="due-regard-keys-")) / "keys.json"
    keys.create(settings.KEY_FILE)


@pytest.fixture(autouse=True)
def true_time():
    """No test leaves the clock moved for the next."""
    yield
    clock.set_offset(timedelta(0))


@pytest.fixture
def factories(db):
    """The factories of accounts, imported once the models are ready."""
    from dueregard.accounts.tests import factories  # noqa: PLC0415

    return factories


@pytest.fixture
def marlbrook(factories):
    """A unitary council that stands alone."""
    return factories.AuthorityFactory(name="Marlbrook", slug="marlbrook")


@pytest.fixture
def fernshire(factories):
    """A county council."""
    return factories.AuthorityFactory(name="Fernshire", slug="fernshire", kind="county")


@pytest.fixture
def ashby_vale(factories, fernshire):
    """A district of Fernshire."""
    return factories.AuthorityFactory(
        name="Ashby Vale", slug="ashby-vale", kind="district", county=fernshire
    )


@pytest.fixture
def outsider(factories, ashby_vale):
    """A co-ordinator of another authority."""
    return factories.person_with(Role.COORDINATOR, ashby_vale)


def _holder(role):
    @pytest.fixture
    def person(factories, marlbrook):
        return factories.person_with(role, marlbrook)

    return person


coordinator = _holder(Role.COORDINATOR)
education_officer = _holder(Role.EDUCATION_OFFICER)
action_owner = _holder(Role.ACTION_OWNER)
board_member = _holder(Role.BOARD_MEMBER)
board_chair = _holder(Role.BOARD_CHAIR)
training_lead = _holder(Role.TRAINING_LEAD)
elected_member = _holder(Role.ELECTED_MEMBER)
communications_officer = _holder(Role.COMMUNICATIONS_OFFICER)
data_protection_officer = _holder(Role.DATA_PROTECTION_OFFICER)
auditor = _holder(Role.AUDITOR)
administrator = _holder(Role.ADMINISTRATOR)
