"""The snapshot that tells whether a look wrote: it sees every row, fenced or not."""

import pytest
from django.db import connection

from dueregard.referrals.models import Referral, Subject
from dueregard.referrals.tests.factories import make_referral
from dueregard.vault import tenancy

from . import snapshot
from .adapter import as_owner, become_the_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(marlbrook):
    return make_referral(marlbrook)


def test_nothing_written_is_nothing_changed(referral):
    before = snapshot.digest()
    assert snapshot.changed(before) == []


@pytest.mark.parametrize(
    ("model", "change"),
    [(Referral, {"residence": "elsewhere"}), (Subject, {"age_route": "under_10"})],
)
def test_a_write_behind_the_fence_is_seen(referral, model, change):
    before = snapshot.digest()
    with tenancy.of(referral.authority):
        assert model._base_manager.update(**change) == 1
    assert snapshot.changed(before) == [model._meta.label]


def test_it_is_seen_by_the_application_s_role_too_which_sees_no_more_after(referral):
    become_the_application()
    before = snapshot.digest()
    with tenancy.of(referral.authority):
        Referral.objects.update(residence="elsewhere")
    assert snapshot.changed(before) == ["referrals.Referral"]
    is_fenced = connection.vendor == "postgresql"
    assert Referral.objects.exists() is not is_fenced
    with as_owner():
        assert Referral.objects.exists() is not is_fenced
