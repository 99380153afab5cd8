"""Headcounts, returns and surveys pass to an authority's successor (practice AC 6)."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.training.models import Headcount, OrganisationReturn, Survey
from dueregard.training.services.return_passing import count_returns
from dueregard.training.services.succession import pass_people_now
from dueregard.training.tests.factories import (
    HeadcountFactory,
    RoleGroupFactory,
    SurveyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(ashby_vale):
    return RoleGroupFactory(authority=ashby_vale, code="FRONT", name="Front line")


@pytest.fixture
def body(ashby_vale, marlbrook):
    return OrganisationFactory(authorities=[ashby_vale, marlbrook])


def test_all_of_them_pass_over(ashby_vale, marlbrook, coordinator, group, body):
    row = HeadcountFactory(authority=ashby_vale, organisation=body, role_group=group)
    survey = SurveyFactory(authority=ashby_vale)
    told = OrganisationReturn.objects.create(
        authority=ashby_vale, organisation=body, kind="people"
    )
    assert count_returns(ashby_vale, clock.today()) == 3
    pass_people_now(ashby_vale, marlbrook, by=coordinator)
    assert list(Headcount.objects.filter(authority=marlbrook)) == [row]
    assert list(Survey.objects.filter(authority=marlbrook)) == [survey]
    assert list(OrganisationReturn.objects.filter(authority=marlbrook)) == [told]
    assert count_returns(ashby_vale, clock.today()) == 0


@pytest.mark.parametrize("days", [-1, 1])
def test_of_two_current_headcounts_the_later_stays_current(
    ashby_vale, marlbrook, coordinator, group, body, days
):
    twin = RoleGroupFactory(authority=marlbrook, code="FRONT", name="Front line")
    ours = HeadcountFactory(
        authority=ashby_vale,
        organisation=body,
        role_group=group,
        as_of=clock.today() - timedelta(days=10),
    )
    theirs = HeadcountFactory(
        authority=marlbrook,
        organisation=body,
        role_group=twin,
        as_of=ours.as_of + timedelta(days=days),
    )
    pass_people_now(ashby_vale, marlbrook, by=coordinator)
    current = Headcount.objects.current().get()
    assert current == (theirs if days > 0 else ours)
    assert (current.authority, current.role_group) == (marlbrook, twin)
    assert Headcount.objects.filter(authority=marlbrook).count() == 2
