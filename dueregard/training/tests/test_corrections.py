"""What a correction of the register leaves behind, and who may make one."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit import services as audit
from dueregard.audit.models import Entry
from dueregard.documents.tests.factories import DocumentFactory
from dueregard.training import services
from dueregard.training.models import Completion
from dueregard.training.services import standing
from dueregard.training.services.completions import missing_for

from .factories import CompletionFactory, CourseFactory, LearnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(marlbrook, council, front_line):
    return LearnerFactory(
        authority=marlbrook, organisation=council, role_groups=[front_line]
    )


@pytest.fixture
def row(learner, catalogue):
    return CompletionFactory(learner=learner, course=catalogue.awareness)


def test_a_correction_is_on_record_with_what_it_put_there(row, lead):
    day = row.completed_on - timedelta(days=1)
    right = services.supersede(row, by=lead, because="Mistyped.", completed_on=day)
    entry = Entry.objects.get(event="training.completion_superseded")
    assert (entry.subject_id, entry.person_id) == (str(row.pk), lead.pk)
    assert entry.facts["new_id"] == right.pk
    assert entry.facts["completed_on"] == day.isoformat()
    assert entry.facts["reason_hash"] == audit.text_hash("Mistyped.")


def test_taking_back_is_on_record_with_the_hash_of_the_reason(row, lead):
    services.take_back(row, by=lead, because="A colleague's.")
    entry = Entry.objects.get(event="training.completion_taken_back")
    assert (entry.subject_id, entry.person_id) == (str(row.pk), lead.pk)
    assert entry.facts == {"reason_hash": audit.text_hash("A colleague's.")}


def test_only_what_was_wrong_counts_no_more(row, lead, learner, catalogue):
    other = CompletionFactory(learner=learner, course=catalogue.wrap)
    services.take_back(row, by=lead, because="A colleague's.")
    assert list(learner.completions.live()) == [other]


def test_standing_follows_a_correction(row, lead, learner, marlbrook):
    other = CourseFactory(authority=marlbrook)
    standing.refresh([learner.pk])
    assert learner.roles.get().done == 1
    services.supersede(row, by=lead, because="Wrong.", course=other)
    assert learner.roles.get().done == 0


def test_a_correction_that_changes_nothing_is_refused(row, lead, learner):
    with pytest.raises(NotNow, match="Nothing is different"):
        services.supersede(
            row, by=lead, because="Wrong.", completed_on=row.completed_on
        )
    assert list(learner.completions.live()) == [row]


def test_who_does_not_keep_the_record_corrects_nothing(row, trust, learner):
    with pytest.raises(NotAllowed):
        services.take_back(row, by=trust.lead, because="Wrong.")
    with pytest.raises(NotAllowed):
        services.supersede(row, by=trust.lead, because="Wrong.", trainer="B")
    assert list(learner.completions.live()) == [row]


def test_a_record_that_was_merged_away_is_not_corrected(
    row, lead, learner, marlbrook, council
):
    kept = LearnerFactory(authority=marlbrook, organisation=council)
    twin = CompletionFactory(
        learner=kept, course=row.course, completed_on=row.completed_on
    )
    services.merge(kept, learner, by=lead, because="The same person.")
    assert list(learner.completions.all()) == [row]
    for attempt in (services.take_back, services.supersede):
        with pytest.raises(NotNow, match="merged into another. Open that one."):
            attempt(Completion.objects.get(pk=row.pk), by=lead, because="Wrong.")
    assert set(Completion.objects.live()) == {row, twin}


def test_what_is_missing_is_named_and_nothing_else(learner, catalogue, lead, marlbrook):
    CourseFactory(authority=marlbrook, title="Another course")
    with pytest.raises(NotNow) as refusal:
        services.complete(
            learner,
            catalogue.referrals,
            completed_on=clock.today(),
            source="entered",
            by=lead,
        )
    assert refusal.value.sentence.startswith("“Referrals” needs “Awareness” on or")
    assert missing_for(learner, catalogue.referrals, clock.today()) == [
        catalogue.awareness
    ]


def test_another_course_is_not_enough_for_one_that_needs_awareness(
    learner, catalogue, marlbrook
):
    CompletionFactory(learner=learner, course=CourseFactory(authority=marlbrook))
    missing = missing_for(learner, catalogue.referrals, clock.today())
    assert missing == [catalogue.awareness]


def test_a_course_of_today_that_runs_out_today_is_taken(learner, catalogue, lead):
    today = clock.today()
    row = services.complete(
        learner,
        catalogue.awareness,
        completed_on=today,
        expires_on=today,
        source="entered",
        by=lead,
    )
    assert (row.completed_on, row.expires_on) == (today, today)


def test_a_certificate_of_another_authority_is_no_evidence(
    learner, catalogue, lead, ashby_vale, marlbrook
):
    def complete(evidence):
        return services.complete(
            learner,
            catalogue.awareness,
            completed_on=clock.today(),
            evidence=evidence,
            source="entered",
            by=lead,
        )

    with pytest.raises(NotNow, match="a certificate of the same authority"):
        complete(DocumentFactory(authority=ashby_vale))
    own = DocumentFactory(authority=marlbrook)
    assert complete(own).evidence == own
