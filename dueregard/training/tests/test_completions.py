"""What people completed: taken when true, refused with the reason, kept for good."""

from datetime import timedelta

import pytest
from django.db import transaction

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.training import services
from dueregard.training.models import Completion

from .factories import CompletionFactory, CourseFactory, LearnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(marlbrook, council):
    return LearnerFactory(authority=marlbrook, organisation=council, name="Ann Poole")


def done(learner, course, by, days=0, **facts):
    day = clock.today() - timedelta(days=days)
    return services.complete(
        learner, course, completed_on=day, source="entered", by=by, **facts
    )


def test_a_completion_is_recorded_with_who_did_so(learner, catalogue, lead):
    row = done(learner, catalogue.awareness, lead, 3, mode="e_learning", trainer=" A ")
    assert (row.recorded_by, row.trainer, row.is_live) == (lead, "A", True)
    entry = Entry.objects.get(event="training.completion_recorded")
    assert entry.facts["course_id"] == catalogue.awareness.pk


def test_a_day_to_come_is_refused(learner, catalogue, lead):
    with pytest.raises(NotNow, match="today or in the past"):
        done(learner, catalogue.awareness, lead, -1)


def test_a_day_before_joining_is_taken_because_an_earlier_employer_counts(
    learner, catalogue, lead
):
    assert done(learner, catalogue.awareness, lead, 3000)


def test_the_same_course_on_the_same_day_is_known_already(learner, catalogue, lead):
    done(learner, catalogue.awareness, lead, 3)
    with pytest.raises(NotNow, match="on record for them already"):
        done(learner, catalogue.awareness, lead, 3)
    assert done(learner, catalogue.awareness, lead, 2)


def test_a_course_is_refused_from_the_day_it_was_retired(
    learner, catalogue, lead, marlbrook
):
    retired = CourseFactory(
        authority=marlbrook,
        title="Old awareness",
        retired_on=clock.today() - timedelta(days=10),
    )
    with pytest.raises(NotNow, match="“Old awareness” was retired on"):
        done(learner, retired, lead, 10)
    assert done(learner, retired, lead, 11)


def test_what_a_course_needs_must_be_done_by_its_day_and_is_named(
    learner, catalogue, lead
):
    with pytest.raises(NotNow, match="“Referrals” needs “Awareness”"):
        done(learner, catalogue.referrals, lead, 5)
    done(learner, catalogue.awareness, lead, 4)
    with pytest.raises(NotNow, match="“Referrals” needs “Awareness”"):
        done(learner, catalogue.referrals, lead, 5)
    assert done(learner, catalogue.referrals, lead, 4)


def test_a_course_that_counts_for_what_is_needed_is_enough(learner, catalogue, lead):
    done(learner, catalogue.wrap, lead, 5)
    assert done(learner, catalogue.referrals, lead, 5)


def test_what_was_taken_back_is_not_enough(learner, catalogue, lead):
    row = done(learner, catalogue.awareness, lead, 5)
    services.take_back(row, by=lead, because="Somebody else's certificate.")
    with pytest.raises(NotNow, match="needs"):
        done(learner, catalogue.referrals, lead, 5)


def test_a_certificate_does_not_run_out_before_its_day(learner, catalogue, lead):
    with pytest.raises(NotNow, match="expiry date"):
        done(
            learner,
            catalogue.awareness,
            lead,
            3,
            expires_on=clock.today() - timedelta(days=4),
        )


def test_a_course_of_another_authority_is_refused(learner, lead, ashby_vale):
    with pytest.raises(NotNow, match="another authority"):
        done(learner, CourseFactory(authority=ashby_vale), lead)


def test_only_keepers_of_the_organisation_record(learner, catalogue, trust, auditor):
    for person in (trust.lead, auditor):
        with pytest.raises(NotAllowed):
            done(learner, catalogue.awareness, person)
    assert not Completion.objects.exists()


def test_a_correction_stands_beside_what_it_replaces(learner, catalogue, lead):
    wrong = done(learner, catalogue.awareness, lead, 3, certificate="A1")
    right = services.supersede(
        wrong,
        by=lead,
        because="The wrong day was typed.",
        completed_on=clock.today() - timedelta(days=4),
    )
    wrong.refresh_from_db()
    assert wrong.superseded_by == right
    assert wrong.ended_because == "The wrong day was typed."
    assert (right.certificate, right.source) == ("A1", "entered")
    assert list(learner.completions.live()) == [right]
    with pytest.raises(NotNow, match="already"):
        services.supersede(wrong, by=lead, because="Again", trainer="B")


def test_a_correction_must_be_true_too_and_leaves_all_as_it_was(
    learner, catalogue, lead
):
    row = done(learner, catalogue.awareness, lead, 3)
    for right in (
        {"completed_on": clock.today() + timedelta(days=1)},
        {"course": catalogue.referrals},
        {"trainer": ""},
    ):
        with pytest.raises(NotNow):
            services.supersede(row, by=lead, because="Wrong.", **right)
    assert list(learner.completions.live()) == [row]
    with pytest.raises(NotNow, match="Enter the reason"):
        services.supersede(row, by=lead, because=" ", trainer="B")


def test_whose_it_is_cannot_be_corrected(learner, catalogue, lead):
    row = done(learner, catalogue.awareness, lead, 3)
    with pytest.raises(TypeError):
        services.supersede(row, by=lead, because="Wrong.", learner=LearnerFactory())


def test_what_is_taken_back_stays_with_the_reason_and_can_be_recorded_anew(
    learner, catalogue, lead
):
    row = done(learner, catalogue.awareness, lead, 3)
    services.take_back(row, by=lead, because="It was a colleague's.")
    row.refresh_from_db()
    assert (row.ended_by, row.ended_because) == (lead, "It was a colleague's.")
    assert not row.is_live
    with pytest.raises(NotNow, match="already"):
        services.take_back(row, by=lead, because="Again.")
    assert done(learner, catalogue.awareness, lead, 3)


def test_standing_follows_every_step(learner, catalogue, lead, front_line):
    place = services.put_in_group(learner, front_line, by=lead)
    row = done(learner, catalogue.awareness, lead, 3)
    place.refresh_from_db()
    assert place.done == 1
    services.take_back(row, by=lead, because="A colleague's.")
    place.refresh_from_db()
    assert place.done == 0


@pytest.mark.parametrize(
    "attempt",
    [
        lambda row: row.delete(),
        lambda row: row.save(),
        lambda row: Completion.objects.all().delete(),
        lambda row: row.learner.completions.update(completed_on=clock.today()),
        lambda row: Completion.objects.bulk_update([row], ["trainer"]),
        lambda row: row.course.completions.update(certificate="B"),
    ],
)
def test_a_completion_is_never_changed_or_deleted(attempt):
    row = CompletionFactory()
    before = Completion.objects.values().get()
    with (
        pytest.raises(TypeError, match="never changed or deleted"),
        transaction.atomic(),
    ):
        attempt(row)
    assert Completion.objects.values().get() == before


def test_nothing_that_a_completion_stands_on_can_be_deleted():
    row = CompletionFactory()
    for row_below in (row.learner, row.course):
        with pytest.raises(Exception, match="protected"):
            row_below.delete()
