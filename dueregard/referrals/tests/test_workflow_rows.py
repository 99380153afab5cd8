"""A move of a referral leaves a row whose note only an open room can read."""

import pytest

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.referrals.models import ReferralMove
from dueregard.referrals.workflow import WORKFLOW
from dueregard.vault import tenancy
from dueregard.vault.errors import RoomClosed
from dueregard.vault.rooms import sealing

from .factories import make_referral

pytestmark = pytest.mark.django_db


def test_the_note_of_a_move_is_sealed_under_the_referrals_key():
    marlbrook = AuthorityFactory(name="Marlbrook")
    officer = person_with(Role.GATEWAY_OFFICER, marlbrook)
    referral = make_referral(marlbrook)
    with sealing(marlbrook):
        WORKFLOW.make(referral, "accept", by=officer, note="Ours.")
    assert referral.status == "gateway"
    with tenancy.of(marlbrook):
        row = ReferralMove.objects.get()
    assert row.data_key_id == referral.data_key_id
    with pytest.raises(RoomClosed):
        str(row.note)
