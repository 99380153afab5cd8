"""An answer that cannot be opened says so: it never looks as if nothing was given."""

import pytest
from django.db import connection

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.referrals.models import Characteristics
from dueregard.referrals.showing import DAMAGED
from dueregard.vault import tenancy

from .factories import make_referral
from .pages import again, opens, signed_in

pytestmark = pytest.mark.django_db
BACKGROUND = {
    "answers": {"religion": {"value": "Canaryfaith", "stated_by": "self"}},
    "needs": "Large print.",
}


@pytest.mark.parametrize("column", ["answers", "needs"])
def test_a_damaged_answer_about_background_says_so(column):
    marlbrook = AuthorityFactory(name="Marlbrook")
    referral = make_referral(marlbrook, characteristics=BACKGROUND)
    page = shown(marlbrook, referral)
    assert "Canaryfaith" in page
    assert DAMAGED not in page
    damage(marlbrook, referral, column)
    page = shown(marlbrook, referral)
    assert DAMAGED in page
    assert page.count(DAMAGED) == 1


def shown(marlbrook, referral) -> str:
    person = person_with(Role.COORDINATOR, marlbrook)
    return opens(signed_in(person), again(referral)).content.decode()


def damage(marlbrook, referral, column: str) -> None:
    """Other bytes than were sealed, as a bad disk leaves them."""
    table = Characteristics._meta.db_table
    with tenancy.of(marlbrook), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [b"\x01" * 60])
