"""What an organisation told and who it sends follow it into its successor (AC 6)."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.reminders.models import Task
from dueregard.training.models import Headcount, OrganisationReturn
from dueregard.training.services.returns import chase_returns
from dueregard.training.services.succession import follow_organisation_now

from .factories import (
    FacilitatorFactory,
    HeadcountFactory,
    LearnerFactory,
    PlaceFactory,
    SessionFactory,
    SurveyAnswerFactory,
    SurveyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def leisure(marlbrook, council):
    """A leisure company that is part of the council since today."""
    return OrganisationFactory(
        name="Marl Leisure",
        authorities=[marlbrook],
        successor=council,
        succeeded_on=clock.today(),
    )


def declared(organisation, group, people, in_date, days_ago=0, **more):
    return HeadcountFactory(
        authority=group.authority,
        organisation=organisation,
        role_group=group,
        people=people,
        in_date=in_date,
        as_of=clock.today() - timedelta(days=days_ago),
        **more,
    )


def test_a_headcount_follows(leisure, council, coordinator, front_line):
    row = declared(leisure, front_line, 10, 8)
    declared(leisure, front_line, 12, 9, days_ago=40, replaced_by=row)
    follow_organisation_now(leisure, by=coordinator)
    assert Headcount.objects.current().get() == row
    assert set(Headcount.objects.values_list("organisation", flat=True)) == {council.pk}


def test_two_headcounts_of_one_role_group_are_added_up_and_both_kept(
    leisure, council, coordinator, front_line
):
    theirs = declared(leisure, front_line, 10, 8, days_ago=40)
    ours = declared(council, front_line, 40, 30)
    follow_organisation_now(leisure, by=coordinator)
    both = Headcount.objects.current().get()
    assert (both.organisation, both.people, both.in_date) == (council, 50, 38)
    assert both.as_of == theirs.as_of
    assert "Marl Leisure" in both.note
    for row in (theirs, ours):
        row.refresh_from_db()
        assert (row.organisation, row.replaced_by) == (council, both)


def test_what_it_returned_is_a_return_of_its_successor(
    leisure, council, coordinator, marlbrook
):
    told = OrganisationReturn.objects.create(
        authority=marlbrook, organisation=leisure, kind="people"
    )
    follow_organisation_now(leisure, by=coordinator)
    told.refresh_from_db()
    assert told.organisation == council


def test_it_is_asked_for_its_return_no_more(leisure, coordinator, marlbrook):
    post = PostFactory(authority=marlbrook, organisation=leisure, is_lead=True)
    PostHoldingFactory(post=post)
    chase_returns(marlbrook, [leisure], by=coordinator)
    assert Task.objects.open().count() == 1
    follow_organisation_now(leisure, by=coordinator)
    assert Task.objects.open().count() == 0


def test_whoever_gives_workshops_and_whoever_comes_follow(
    leisure, council, coordinator, marlbrook, front_line
):
    facilitator = FacilitatorFactory(authority=marlbrook, organisation=leisure)
    session = SessionFactory(authority=marlbrook)
    place = PlaceFactory(session=session, organisation=leisure)
    heads = session.headcounts.create(
        organisation=leisure, role_group=front_line, people=3, by=coordinator
    )
    follow_organisation_now(leisure, by=coordinator)
    for row in (facilitator, place, heads):
        row.refresh_from_db()
        assert row.organisation == council


def test_what_it_has_still_to_answer_goes_to_its_successor_unless_that_is_asked(
    leisure, council, coordinator, marlbrook
):
    alone, both = SurveyFactory(authority=marlbrook), SurveyFactory(authority=marlbrook)
    turn = SurveyAnswerFactory(survey=alone, organisation=leisure)
    SurveyAnswerFactory(survey=both, organisation=leisure)
    kept = SurveyAnswerFactory(survey=both, organisation=council)
    follow_organisation_now(leisure, by=coordinator)
    turn.refresh_from_db()
    assert turn.organisation == council
    assert both.answers.get() == kept


def test_what_it_said_in_a_survey_stays_said_by_it(
    leisure, council, coordinator, marlbrook
):
    said = SurveyAnswerFactory(
        survey=SurveyFactory(authority=marlbrook),
        organisation=leisure,
        answered_at=clock.now(),
    )
    over = SurveyAnswerFactory(
        survey=SurveyFactory(
            authority=marlbrook, closed_at=clock.now(), closed_by=coordinator
        ),
        organisation=leisure,
    )
    follow_organisation_now(leisure, by=coordinator)
    for row in (said, over):
        row.refresh_from_db()
        assert row.organisation == leisure


def test_it_is_recorded_what_followed(leisure, coordinator, front_line, marlbrook):
    declared(leisure, front_line, 10, 8)
    LearnerFactory(authority=marlbrook, organisation=leisure)
    follow_organisation_now(leisure, by=coordinator)
    entry = Entry.objects.get(event="training.returns_followed")
    assert entry.facts["headcounts"] == 1
    assert entry.authority_id == marlbrook.pk


def test_nothing_follows_before_its_day(leisure, coordinator, front_line):
    tomorrow = clock.today() + timedelta(days=1)
    Organisation.objects.filter(pk=leisure.pk).update(succeeded_on=tomorrow)
    leisure.refresh_from_db()
    row = declared(leisure, front_line, 10, 8)
    follow_organisation_now(leisure, by=coordinator)
    row.refresh_from_db()
    assert row.organisation == leisure
