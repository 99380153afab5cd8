"""Two records that are one person: merged by somebody with a reason, and taken back."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.training import services
from dueregard.training.models import KnownApart, Learner, LearnerMerge

from .factories import CompletionFactory, LearnerFactory

pytestmark = pytest.mark.django_db
WHY = "The same person: she told us."


@pytest.fixture
def two(marlbrook, council, front_line, catalogue):
    """Ann with a number and no e-mail; Ann with another spelling, a role group and two
    completions, one of which both know."""
    day = clock.today() - timedelta(days=30)
    kept = LearnerFactory(
        authority=marlbrook, organisation=council, number="17", name="Ann Poole"
    )
    other = LearnerFactory(
        authority=marlbrook,
        organisation=council,
        number="18",
        name="Anne Poole",
        email="ann@marlbrook.example",
        role_groups=[front_line],
    )
    for learner, course in (
        (kept, catalogue.wrap),
        (other, catalogue.wrap),
        (other, catalogue.awareness),
    ):
        CompletionFactory(learner=learner, course=course, completed_on=day)
    return kept, other


def facts_of(*learners):
    """All that is kept of them, but for counters and judgements."""
    return [
        (
            Learner.objects.values("number", "name", "name_key", "email", "merged_into")
            .filter(pk=each.pk)
            .get(),
            sorted(each.completions.values_list("course__code", "ended_at")),
            sorted(each.roles.values_list("role_group__code", flat=True)),
        )
        for each in learners
    ]


def test_what_one_knows_goes_over_to_the_other(two, lead):
    kept, other = two
    services.merge(kept, other, by=lead, because=WHY)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.number, kept.email) == ("17", "ann@marlbrook.example")
    assert sorted(kept.completions.values_list("course__code", flat=True)) == [
        "HO-A",
        "WRAP",
    ]
    assert list(other.completions.values_list("course__code", flat=True)) == ["WRAP"]
    assert kept.roles.get().done == 1
    assert other.merged_into == kept
    assert list(Learner.objects.kept()) == [kept]
    entry = Entry.objects.get(event="training.learner_merged")
    assert entry.facts["completions"] == 1


def test_a_merge_is_taken_back_to_what_was(two, lead):
    before = facts_of(*two)
    row = services.merge(*two, by=lead, because=WHY)
    assert facts_of(*two) != before
    services.unmerge(row, by=lead)
    assert facts_of(*two) == before
    with pytest.raises(NotNow, match="taken back already"):
        services.unmerge(row, by=lead)


def test_what_came_since_stays_when_a_merge_is_taken_back(two, lead, catalogue):
    kept, other = two
    row = services.merge(kept, other, by=lead, because=WHY)
    services.complete(
        kept, catalogue.referrals, completed_on=clock.today(), source="entered", by=lead
    )
    services.change_learner(
        Learner.objects.get(pk=kept.pk),
        version=Learner.objects.get(pk=kept.pk).version,
        email="new@marlbrook.example",
        by=lead,
    )
    services.unmerge(row, by=lead)
    kept.refresh_from_db()
    assert kept.email == "new@marlbrook.example"
    assert sorted(kept.completions.values_list("course__code", flat=True)) == [
        "HO-R",
        "WRAP",
    ]


def test_a_merged_record_takes_no_more_changes(two, lead, catalogue):
    kept, other = two
    services.merge(kept, other, by=lead, because=WHY)
    for attempt in (
        lambda: services.leave(other, left_on=clock.today(), by=lead),
        lambda: services.complete(
            other,
            catalogue.awareness,
            completed_on=clock.today(),
            source="entered",
            by=lead,
        ),
        lambda: services.merge(kept, other, by=lead, because=WHY),
    ):
        with pytest.raises(NotNow, match="merged"):
            attempt()


def test_a_merge_needs_a_reason_and_two_records_of_one_authority(two, lead, ashby_vale):
    kept, other = two
    with pytest.raises(NotNow, match="how you know"):
        services.merge(kept, other, by=lead, because=" ")
    with pytest.raises(NotNow, match="two records"):
        services.merge(kept, kept, by=lead, because=WHY)
    stranger = LearnerFactory(authority=ashby_vale)
    with pytest.raises(NotAllowed):
        services.merge(kept, stranger, by=lead, because=WHY)
    assert not LearnerMerge.objects.exists()


def test_nobody_merges_people_whose_records_they_do_not_keep(two, trust, marlbrook):
    kept, _ = two
    pupil = LearnerFactory(authority=marlbrook, organisation=trust.school)
    for pair in ((kept, pupil), (pupil, kept)):
        with pytest.raises(NotAllowed):
            services.merge(*pair, by=trust.lead, because=WHY)
        with pytest.raises(NotAllowed):
            services.keep_apart(*pair, by=trust.lead)


def test_a_later_merge_is_taken_back_first(two, lead, marlbrook, council):
    kept, other = two
    third = LearnerFactory(authority=marlbrook, organisation=council)
    first = services.merge(kept, other, by=lead, because=WHY)
    second = services.merge(third, kept, by=lead, because=WHY)
    with pytest.raises(NotNow, match="Take that merge back first"):
        services.unmerge(first, by=lead)
    services.unmerge(second, by=lead)
    services.unmerge(first, by=lead)
    assert Learner.objects.kept().count() == 3


def test_a_number_that_was_given_away_stops_a_merge_from_being_taken_back(
    two, lead, marlbrook, council
):
    row = services.merge(*two, by=lead, because=WHY)
    services.add_learner(marlbrook, council, number="18", by=lead)
    with pytest.raises(NotNow, match="18 is used at Marlbrook Council"):
        services.unmerge(row, by=lead)


def test_a_number_of_another_organisation_does_not_go_over(two, lead, marlbrook):
    _, other = two
    elsewhere = OrganisationFactory(authorities=[marlbrook])
    nameless = LearnerFactory(
        authority=marlbrook, organisation=elsewhere, number="", name="A Poole"
    )
    services.merge(nameless, other, by=lead, because=WHY)
    nameless.refresh_from_db()
    assert (nameless.number, nameless.email) == ("", "ann@marlbrook.example")


def test_nobody_counts_twice_after_a_merge(two, lead, front_line):
    kept, other = two
    services.merge(kept, other, by=lead, because=WHY)
    assert front_line.places.count() == 1


def test_two_people_are_said_to_be_two_once(two, lead):
    kept, other = two
    services.keep_apart(other, kept, by=lead)
    services.keep_apart(kept, other, by=lead)
    row = KnownApart.objects.get()
    assert row.first_id < row.second_id
    assert Entry.objects.filter(event="training.learner_kept_apart").count() == 1
