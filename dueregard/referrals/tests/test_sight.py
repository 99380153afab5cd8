"""Who sees which referral and which part of it: the matrix, in the database."""

import pytest

from dueregard import clock
from dueregard.access.need_to_know import MATRIX, Group
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.clock import services as clock_services
from dueregard.referrals.models import Referral
from dueregard.referrals.reading import SEEN_BY_REFERRER, sight_of
from dueregard.vault import tenancy

from .factories import make_referral, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


def sees(user, referral):
    """The groups that `user` reads of `referral`; None when they may not see it."""
    with tenancy.of(referral.authority_id):
        rows = Referral.objects.visible_to(user).with_sight_of(user)
        row = rows.filter(pk=referral.pk).first()
        return None if row is None else sight_of(user, row).reads


@pytest.mark.parametrize("role", [role for role in Role if role not in MATRIX])
def test_a_role_that_the_matrix_does_not_name_sees_nothing(marlbrook, role):
    assert sees(person_with(role, marlbrook), make_referral(marlbrook)) is None


def test_the_co_ordinator_reads_all_but_the_mark_of_the_police(marlbrook):
    reads = sees(person_with(Role.COORDINATOR, marlbrook), make_referral(marlbrook))
    assert reads == {
        Group.IDENTITY,
        Group.ACCOUNT,
        Group.CHARACTERISTICS,
        Group.REFERRER,
    }


def test_a_co_ordinator_of_elsewhere_sees_nothing(marlbrook):
    elsewhere = person_with(Role.COORDINATOR, AuthorityFactory(name="Ashby Vale"))
    assert sees(elsewhere, make_referral(marlbrook)) is None


def test_a_case_officer_sees_what_is_assigned_to_them(marlbrook):
    officer = person_with(Role.CASE_OFFICER, marlbrook)
    referral = make_referral(marlbrook)
    assert sees(officer, referral) is None
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=referral.pk).update(holder=officer)
    assert Group.POLICE_MARKS in sees(officer, referral)


def test_who_referred_reads_it_for_90_days(marlbrook):
    teacher = person_with(Role.REGISTERED_REFERRER, marlbrook)
    other = person_with(Role.REGISTERED_REFERRER, marlbrook)
    referral = make_referral(marlbrook, by=teacher)
    assert sees(other, referral) is None
    assert Group.ACCOUNT in sees(teacher, referral)
    clock_services.shift(SEEN_BY_REFERRER)
    assert sees(teacher, referral) is None


def test_the_chair_reads_no_referrer_and_no_mark_that_was_not_shared(marlbrook):
    chair = person_with(Role.PANEL_CHAIR, marlbrook)
    referral = make_referral(marlbrook)
    assert sees(chair, referral) == {
        Group.IDENTITY,
        Group.ACCOUNT,
        Group.CHARACTERISTICS,
    }
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=referral.pk).update(has_shared_mark=True)
    assert Group.POLICE_MARKS in sees(chair, referral)


def test_where_the_room_is_off_nobody_sees_anything(marlbrook):
    people = staff(marlbrook)
    referral = make_referral(marlbrook, by=people[Role.REGISTERED_REFERRER])
    marlbrook.rooms.filter(room="referrals").delete()
    assert all(sees(person, referral) is None for person in people.values())


def test_a_role_that_has_ended_sees_nothing(marlbrook):
    coordinator = person_with(Role.COORDINATOR, marlbrook)
    referral = make_referral(marlbrook)
    coordinator.memberships.update(ended_at=clock.now())
    assert sees(type(coordinator).objects.get(pk=coordinator.pk), referral) is None
