"""A merge taken back: everything returns to whose it was, and nothing else moves."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    person_with,
)
from dueregard.audit.models import Entry
from dueregard.documents.tests.factories import DocumentFactory
from dueregard.training import services
from dueregard.training.models import Learner, LearnerMerge, SentCertificate

from .factories import (
    CompletionFactory,
    LearnerFactory,
    PlaceFactory,
    RoleGroupFactory,
)

pytestmark = pytest.mark.django_db
WHY = "The same person: she told us."


@pytest.fixture
def two(marlbrook, council):
    """Two records of one organisation, with different staff numbers."""
    return tuple(
        LearnerFactory(authority=marlbrook, organisation=council) for _ in range(2)
    )


def merged(kept, other, by):
    row = services.merge(kept, other, by=by, because=WHY)
    kept.refresh_from_db()
    other.refresh_from_db()
    return row


def unmerged(row, two, by):
    services.unmerge(LearnerMerge.objects.get(pk=row.pk), by=by)
    for each in two:
        each.refresh_from_db()


def sent_by(learner, course, **more):
    return SentCertificate.objects.create(
        learner=learner,
        course=course,
        completed_on=clock.today(),
        document=DocumentFactory(authority=learner.authority),
        **more,
    )


def test_places_and_certificates_sent_go_over_and_return(two, lead, catalogue):
    kept, other = two
    stays, goes = (PlaceFactory(learner=each) for each in (kept, other))
    stranger = PlaceFactory(learner=LearnerFactory(authority=kept.authority))
    own, sent = sent_by(kept, catalogue.wrap), sent_by(other, catalogue.awareness)
    row = merged(kept, other, lead)
    assert set(kept.places.all()) == {stays, goes}
    assert set(kept.sent.all()) == {own, sent}
    since = PlaceFactory(learner=kept)
    unmerged(row, two, lead)
    assert set(kept.places.all()) == {stays, since}
    assert list(other.places.all()) == [goes]
    assert (kept.sent.get(), other.sent.get()) == (own, sent)
    assert stranger.learner.places.get() == stranger


def test_a_certificate_that_waits_of_both_waits_once_of_each(two, lead, catalogue):
    """One of the two that wait stays behind; one that was sent back goes over."""
    kept, other = two
    returned = {
        "status": SentCertificate.Status.RETURNED,
        "decided_at": clock.now(),
        "because": "It cannot be read.",
    }
    own, sent = (sent_by(each, catalogue.wrap) for each in two)
    back = sent_by(other, catalogue.wrap, decided_by=lead, **returned)
    row = merged(kept, other, lead)
    assert set(kept.sent.all()) == {own, back}
    assert other.sent.get() == sent
    unmerged(row, two, lead)
    assert set(other.sent.all()) == {sent, back}


def test_of_a_completion_that_counts_no_more_nothing_is_known(two, lead, catalogue):
    """What was taken back from one does not stop what counts of the other."""
    kept, other = two
    ended = {
        "ended_at": clock.now(),
        "ended_by": lead,
        "ended_because": "Mistaken for another.",
    }
    CompletionFactory(learner=kept, course=catalogue.wrap, **ended)
    CompletionFactory(learner=kept, course=catalogue.awareness)
    counts = CompletionFactory(learner=other, course=catalogue.wrap)
    counts_not = CompletionFactory(learner=other, course=catalogue.awareness, **ended)
    merged(kept, other, lead)
    assert {counts, counts_not} < set(kept.completions.all())
    assert not other.completions.exists()


def test_role_groups_are_left_as_they_were(two, lead, front_line, marlbrook, catalogue):
    kept, other = two
    own = RoleGroupFactory(authority=marlbrook)
    since = clock.today() - timedelta(days=9)
    kept.roles.create(
        role_group=own, authority=marlbrook, organisation=kept.organisation
    )
    for group in (own, front_line):
        other.roles.create(
            role_group=group,
            starts_on=since,
            authority=marlbrook,
            organisation=other.organisation,
        )
    CompletionFactory(learner=other, course=catalogue.awareness)
    row = merged(kept, other, lead)
    assert {place.role_group for place in kept.roles.all()} == {own, front_line}
    unmerged(row, two, lead)
    assert kept.roles.get().role_group == own
    assert {(place.role_group, place.starts_on) for place in other.roles.all()} == {
        (own, since),
        (front_line, since),
    }
    assert other.roles.get(role_group=front_line).done == 1


def test_both_records_are_newer_afterwards_and_the_record_says_so(two, lead):
    """A form of either that was opened before is stale."""
    kept, other = two
    first = [each.version for each in two]
    row = merged(kept, other, lead)
    assert [each.version for each in (kept, other)] == [one + 1 for one in first]
    unmerged(row, two, lead)
    assert [each.version for each in (kept, other)] == [one + 2 for one in first]
    entry = Entry.objects.get(event="training.learner_unmerged")
    assert entry.subject_id == str(kept.pk)
    assert (entry.facts["other_id"], entry.facts["completions"]) == (other.pk, 0)


@pytest.mark.parametrize("theirs", ["kept", "other"])
def test_who_keeps_one_of_the_two_cannot_take_a_merge_back(
    marlbrook, council, trust, lead, theirs
):
    places = (trust.school, council) if theirs == "kept" else (council, trust.school)
    kept, other = (
        LearnerFactory(authority=marlbrook, organisation=place) for place in places
    )
    row = merged(kept, other, lead)
    with pytest.raises(NotAllowed):
        services.unmerge(row, by=trust.lead)
    row.refresh_from_db()
    assert row.undone_at is None


def test_records_of_two_authorities_are_never_merged(two, ashby_vale, marlbrook):
    kept, _ = two
    keeper = person_with(Role.COORDINATOR, marlbrook)
    MembershipFactory(person=keeper, role=Role.COORDINATOR, authority=ashby_vale)
    stranger = LearnerFactory(authority=ashby_vale)
    with pytest.raises(NotNow, match="of one authority"):
        services.merge(kept, stranger, by=keeper, because=WHY)
    with pytest.raises(NotNow, match="of one authority"):
        services.keep_apart(kept, stranger, by=keeper)


def test_the_day_they_joined_goes_over_and_returns(two, lead):
    kept, other = two
    joined = other.joined_on
    Learner.objects.filter(pk=kept.pk).update(joined_on=None)
    row = merged(kept, other, lead)
    assert kept.joined_on == joined
    unmerged(row, two, lead)
    assert kept.joined_on is None


def test_nobody_joins_after_the_day_they_left_by_a_merge(two, lead):
    kept, other = two
    gone = Learner.objects.filter(pk=kept.pk)
    gone.update(joined_on=None, left_on=other.joined_on - timedelta(days=1))
    row = merged(kept, other, lead)
    assert kept.joined_on is None
    unmerged(row, two, lead)
    gone.update(left_on=other.joined_on)
    merged(kept, other, lead)
    assert kept.joined_on == other.joined_on


def test_what_nobody_knows_is_not_filled_in(two, lead):
    Learner.objects.update(joined_on=None, email="")
    row = merged(*two, lead)
    assert row.moved["filled"] == {}
    unmerged(row, two, lead)


def test_a_day_taken_out_since_stays_out(two, lead):
    kept, other = two
    Learner.objects.filter(pk=kept.pk).update(joined_on=None)
    row = merged(kept, other, lead)
    Learner.objects.filter(pk=kept.pk).update(joined_on=None)
    unmerged(row, two, lead)
    assert kept.joined_on is None


def test_the_same_number_elsewhere_or_none_at_all_stops_nothing(
    two, lead, marlbrook, ashby_vale
):
    kept, other = two
    elsewhere = OrganisationFactory(authorities=[marlbrook, ashby_vale])
    for place in (marlbrook, ashby_vale):
        LearnerFactory(authority=place, organisation=elsewhere, number=other.number)
    LearnerFactory(
        authority=ashby_vale, organisation=other.organisation, number=other.number
    )
    unmerged(merged(kept, other, lead), two, lead)
    Learner.objects.filter(pk__in=[kept.pk, other.pk]).update(number="")
    kept.refresh_from_db()
    other.refresh_from_db()
    unmerged(merged(kept, other, lead), two, lead)
    assert other.merged_into is None
