"""Many completions put on record at once: as true as one by one, or none at all."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.training import services
from dueregard.training.models import Completion
from dueregard.training.services import Done

from .factories import CompletionFactory, CourseFactory, LearnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(marlbrook, council, front_line):
    return [
        LearnerFactory(
            authority=marlbrook, organisation=council, role_groups=[front_line]
        )
        for _ in range(2)
    ]


def ago(days: int):
    return clock.today() - timedelta(days=days)


@pytest.fixture
def put_in(marlbrook, council, lead):
    """Put rows in, by the council's training lead unless somebody else is named."""

    def put_in(*rows, by=lead):
        return services.complete_many(
            council, rows, authority=marlbrook, source="imported", by=by
        )

    return put_in


def test_rows_are_put_in_by_two_statements_and_one_entry(
    people, catalogue, put_in, lead, council
):
    made = put_in(
        Done(people[0], catalogue.referrals, ago(5), mode="online"),
        Done(people[0], catalogue.wrap, ago(5), trainer="A trainer"),
        Done(people[1], catalogue.awareness, ago(0)),
    )
    assert [row.learner for row in made] == [people[0], people[0], people[1]]
    first, second, third = Completion.objects.order_by("pk")
    assert (first.course, first.completed_on, first.mode) == (
        catalogue.referrals,
        ago(5),
        "online",
    )
    assert (second.trainer, third.completed_on) == ("A trainer", ago(0))
    assert {row.recorded_by for row in made} == {lead}
    assert {row.source for row in made} == {"imported"}
    assert [each.roles.get().done for each in people] == [1, 1]
    entry = Entry.objects.get(event="training.completions_recorded")
    assert (entry.subject_id, entry.facts) == (str(council.pk), {"completions": 3})


def test_who_does_not_keep_the_organisation_puts_nothing_in(
    people, catalogue, put_in, trust
):
    with pytest.raises(NotAllowed):
        put_in(Done(people[0], catalogue.wrap, ago(1)), by=trust.lead)
    assert not Completion.objects.exists()


def test_one_row_that_cannot_be_true_stops_all(
    people, catalogue, put_in, marlbrook, ashby_vale
):
    retired = CourseFactory(authority=marlbrook, title="Old", retired_on=ago(10))
    elsewhere = LearnerFactory(
        authority=marlbrook, organisation=OrganisationFactory(authorities=[marlbrook])
    )
    known = CompletionFactory(learner=people[1], course=catalogue.wrap, days=7)
    fine = Done(people[0], catalogue.wrap, ago(1))
    for wrong, sentence in (
        (Done(elsewhere, catalogue.wrap, ago(1)), "of one organisation"),
        (Done(people[0], CourseFactory(authority=ashby_vale), ago(1)), "of one list"),
        (Done(people[0], catalogue.awareness, ago(-1)), "today or in the past"),
        (Done(people[0], retired, ago(10)), "“Old” was retired by then"),
        (Done(people[1], catalogue.wrap, ago(7)), "on record for Person"),
        (fine, "on record for Person"),
        (Done(people[1], catalogue.referrals, ago(8)), "what “Referrals” needs"),
        (Done(people[0], catalogue.referrals, ago(2)), "what “Referrals” needs"),
    ):
        with pytest.raises(NotNow, match=sentence):
            put_in(fine, wrong)
    assert list(Completion.objects.all()) == [known]


def test_what_a_course_needs_may_be_known_or_in_the_same_rows(
    people, catalogue, put_in, marlbrook
):
    retired = CourseFactory(authority=marlbrook, retired_on=ago(10))
    CompletionFactory(learner=people[1], course=catalogue.wrap, days=7)
    made = put_in(
        Done(people[0], catalogue.referrals, ago(1)),
        Done(people[0], catalogue.awareness, ago(1)),
        Done(people[1], catalogue.referrals, ago(7)),
        Done(people[1], retired, ago(11)),
        Done(people[1], catalogue.wrap, ago(6)),
    )
    assert len(made) == 5


def test_what_was_taken_back_is_neither_known_nor_enough(
    people, catalogue, put_in, lead
):
    row = CompletionFactory(learner=people[0], course=catalogue.wrap, days=7)
    services.take_back(row, by=lead, because="A colleague's.")
    with pytest.raises(NotNow, match="what “Referrals” needs"):
        put_in(Done(people[0], catalogue.referrals, ago(7)))
    assert put_in(Done(people[0], catalogue.wrap, ago(7)))
