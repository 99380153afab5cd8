"""People and places that every room's tests stand on, all of them fictional."""

import shutil
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings

from dueregard import clock, keys
from dueregard.access.roles import Role
from dueregard.accounts.tests import factories as factories_of_accounts
from dueregard.audit.tests.lifting import (  # noqa: F401 (fixtures for every test)
    lifted_for_the_flush,
    lifted_triggers,
)
from dueregard.clock.tests.moving import noon_of


def pytest_configure(config):
    """Give the run a key file and a place for files of its own, gone when it ends."""
    folder = Path(tempfile.mkdtemp(prefix="due-regard-keys-"))
    config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))
    settings.KEY_FILE = folder / "keys.json"
    keys.create(settings.KEY_FILE)
    settings.MEDIA_ROOT = folder / "files"
    settings.ERASURES = folder / "erasures.jsonl"


@pytest.fixture(autouse=True)
def true_time():
    """No test leaves the clock moved for the next."""
    yield
    clock.set_offset(timedelta(0))


@pytest.fixture
def noon(db):
    """It is noon of today."""
    noon_of(clock.today())


@pytest.fixture
def factories(db):
    """The factories of accounts, with a database to write to."""
    return factories_of_accounts


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
registered_referrer = _holder(Role.REGISTERED_REFERRER)
safeguarding_lead = _holder(Role.SAFEGUARDING_LEAD)
gateway_officer = _holder(Role.GATEWAY_OFFICER)
case_officer = _holder(Role.CASE_OFFICER)
panel_chair = _holder(Role.PANEL_CHAIR)
deputy_chair = _holder(Role.DEPUTY_CHAIR)
