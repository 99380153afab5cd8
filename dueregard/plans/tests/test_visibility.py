"""Who reads which plan. The table is written by hand from the domain reference, §3."""

import pytest

from dueregard.access.roles import CASE_ROLES, Role
from dueregard.access.rooms import Room
from dueregard.plans.models import Action, Plan, Section
from dueregard.plans.tests.factories import ActionFactory, PlanFactory, SectionFactory

DRAFTS_TOO, AGREED_ONLY, NOTHING = "drafts too", "agreed only", "nothing"
READS = {
    Role.COORDINATOR: DRAFTS_TOO,
    Role.EDUCATION_OFFICER: DRAFTS_TOO,
    Role.ACTION_OWNER: AGREED_ONLY,
    Role.BOARD_MEMBER: DRAFTS_TOO,
    Role.BOARD_CHAIR: DRAFTS_TOO,
    Role.TRAINING_LEAD: AGREED_ONLY,
    Role.ELECTED_MEMBER: AGREED_ONLY,
    Role.COMMUNICATIONS_OFFICER: DRAFTS_TOO,
    Role.DATA_PROTECTION_OFFICER: DRAFTS_TOO,
    Role.AUDITOR: DRAFTS_TOO,
    Role.ADMINISTRATOR: NOTHING,
    **dict.fromkeys(CASE_ROLES, NOTHING),  # for records about people, §3
}
NO_RESTRICTED = {
    Role.ACTION_OWNER,
    Role.TRAINING_LEAD,
    Role.ELECTED_MEMBER,
    Role.COMMUNICATIONS_OFFICER,
}


@pytest.mark.parametrize("status", Plan.Status)
@pytest.mark.parametrize("role", Role)
def test_each_role_sees_the_plans_it_should(role, status, marlbrook, factories):
    plan = PlanFactory(authority=marlbrook, status=status)
    person = factories.person_with(role, marlbrook)
    sees = READS[role] == DRAFTS_TOO or (
        READS[role] == AGREED_ONLY and status not in Plan.NOT_AGREED
    )
    assert (plan in Plan.objects.visible_to(person)) is sees


@pytest.mark.parametrize("role", Role)
def test_restricted_parts_are_for_those_who_run_or_oversee(role, marlbrook, factories):
    plan = PlanFactory(authority=marlbrook, status=Plan.Status.APPROVED)
    ActionFactory(plan=plan, audience="restricted")
    SectionFactory(plan=plan, audience="restricted")
    person = factories.person_with(role, marlbrook)
    sees = READS[role] != NOTHING and role not in NO_RESTRICTED
    assert Action.objects.visible_to(person).exists() is sees
    assert Section.objects.visible_to(person).exists() is sees


@pytest.mark.parametrize("status", Plan.Status)
def test_a_county_reads_the_plans_in_force_of_its_districts_and_no_others(
    status, fernshire, ashby_vale, factories
):
    plan = PlanFactory(authority=ashby_vale, status=status)
    person = factories.person_with(Role.COORDINATOR, fernshire)
    sees = status == Plan.Status.APPROVED
    assert (plan in Plan.objects.visible_to(person)) is sees


def test_a_district_does_not_read_its_countys_plan(fernshire, ashby_vale, factories):
    PlanFactory(authority=fernshire, status=Plan.Status.APPROVED)
    person = factories.person_with(Role.COORDINATOR, ashby_vale)
    assert not Plan.objects.visible_to(person).exists()


def test_a_county_does_not_read_what_a_district_restricts(
    fernshire, ashby_vale, factories
):
    plan = PlanFactory(authority=ashby_vale, status=Plan.Status.APPROVED)
    ActionFactory(plan=plan, audience="restricted")
    person = factories.person_with(Role.COORDINATOR, fernshire)
    assert not Action.objects.visible_to(person).exists()


def test_a_membership_that_has_ended_shows_nothing(plan, coordinator):
    coordinator.memberships.update(starts_on="2020-01-01", ends_on="2020-12-31")
    assert not Plan.objects.visible_to(coordinator).exists()


def test_a_room_that_is_switched_off_shows_no_plan(
    plan, coordinator, marlbrook, client
):
    marlbrook.rooms.filter(room=Room.PLAN).delete()
    assert not Plan.objects.visible_to(coordinator).exists()
    client.force_login(coordinator)
    assert client.get(plan.get_absolute_url()).status_code == 404


def test_another_authority_cannot_tell_that_a_plan_exists(plan, outsider, client):
    client.force_login(outsider)
    there = client.get(f"/plans/{plan.pk}/")
    missing = client.get("/plans/999999/")
    assert there.status_code == missing.status_code == 404
    assert len(there.content) == len(missing.content)
