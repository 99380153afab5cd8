"""Every way to change a person: who may, what is refused, and what it leaves behind."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.training import services
from dueregard.training.models import Learner, LearnerRole, Requirement
from dueregard.training.services import standing

from .factories import CompletionFactory, LearnerFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ann(marlbrook, council, front_line):
    """In the front line and in date; her place is judged."""
    learner = LearnerFactory(
        authority=marlbrook, organisation=council, number="17", role_groups=[front_line]
    )
    course = front_line.requirements.get().course
    CompletionFactory(learner=learner, course=course)
    standing.refresh([learner.pk])
    return learner


def change(learner, by, **changes):
    version = Learner.objects.get(pk=learner.pk).version
    return services.change_learner(learner, version=version, by=by, **changes)


def facts_of(event):
    return Entry.objects.get(event=f"training.{event}").facts


def steps(learner, group):
    """Each way to change somebody, as a function of who does it."""
    today = clock.today()
    return (
        lambda by: change(learner, by, name="Other"),
        lambda by: services.leave(learner, left_on=today, by=by),
        lambda by: services.rejoin(learner, joined_on=today, by=by),
        lambda by: services.set_leave(learner, leave_from=today, by=by),
        lambda by: services.put_in_group(learner, group, by=by),
        lambda by: services.take_out_of_group(learner.roles.get(), by=by),
    )


def test_nobody_else_changes_a_record_in_any_way(ann, front_line, trust, board_chair):
    before = Learner.objects.values().get(), list(ann.roles.values())
    for step in steps(ann, front_line):
        for stranger in (trust.lead, board_chair):
            with pytest.raises(NotAllowed):
                step(stranger)
    assert (Learner.objects.values().get(), list(ann.roles.values())) == before
    assert not Entry.objects.exists()


def test_nobody_is_moved_to_where_the_doer_keeps_records_from_elsewhere(ann, trust):
    with pytest.raises(NotAllowed):
        change(ann, trust.lead, organisation=trust.school)
    ann.refresh_from_db()
    assert ann.organisation != trust.school


def test_a_record_that_was_merged_away_is_changed_in_no_way(
    ann, front_line, lead, marlbrook, council
):
    kept = LearnerFactory(authority=marlbrook, organisation=council)
    ann.roles.all().delete()
    place = LearnerFactory(
        authority=marlbrook, organisation=council, role_groups=[front_line]
    ).roles.get()
    place.learner = ann
    place.save()
    Learner.objects.filter(pk=ann.pk).update(merged_into=kept)
    for step in steps(ann, front_line):
        with pytest.raises(NotNow, match="merged into another"):
            step(lead)


def test_a_change_is_as_true_as_a_new_record(ann, lead, marlbrook, council):
    LearnerFactory(authority=marlbrook, organisation=council, number="18")
    Learner.objects.filter(pk=ann.pk).update(left_on=ann.joined_on + DAY)
    for wrong, sentence in (
        ({"number": "", "name": ""}, "Enter a staff number or a name"),
        ({"number": "18"}, "18 is used"),
        ({"organisation": OrganisationFactory(name="Away")}, "Away does not work"),
        ({"joined_on": ann.joined_on + 2 * DAY}, "on or after the day they joined"),
    ):
        with pytest.raises(NotNow, match=sentence):
            change(ann, lead, **wrong)
    change(ann, lead, joined_on=ann.joined_on + DAY, number="17")
    assert facts_of("learner_changed") == {"fields": ["joined_on"]}


def test_who_left_stays_at_an_organisation_that_ended_when_a_name_is_set_right(
    ann, lead, marlbrook, council
):
    """Only a new organisation is asked whether it works here."""
    old = OrganisationFactory(authorities=[marlbrook])
    Learner.objects.filter(pk=ann.pk).update(organisation=old)
    old.successor, old.succeeded_on = council, clock.today()
    old.save()
    ann.refresh_from_db()
    change(ann, lead, name="Ann Poole")
    ann.refresh_from_db()
    assert (ann.name, ann.organisation) == ("Ann Poole", old)


def test_an_organisation_takes_people_until_the_day_it_ends(lead, marlbrook, council):
    ends = OrganisationFactory(authorities=[marlbrook])
    ends.successor, ends.succeeded_on = council, clock.today() + DAY
    ends.save()
    assert services.add_learner(marlbrook, ends, number="1", by=lead)


def test_saving_what_was_there_already_is_no_change(ann, lead):
    change(ann, lead, number="17")
    assert not Entry.objects.exists()


def test_standing_follows_the_day_somebody_joined(ann, lead, front_line):
    """The rule gives starters 30 days, counted from the day they joined."""
    Requirement.objects.update(within_days=30)
    ann.completions.update(ended_at=clock.now())
    change(ann, lead, joined_on=clock.today() - 40 * DAY)
    assert LearnerRole.objects.with_state().get().state != "grace"
    change(ann, lead, joined_on=clock.today())
    assert LearnerRole.objects.with_state().get().state == "grace"


def test_steps_in_somebodys_time_are_on_record_and_make_older_forms_stale(
    ann, lead, front_line
):
    today = clock.today()
    services.leave(ann, left_on=today - DAY, by=lead)
    assert facts_of("learner_left") == {"left_on": (today - DAY).isoformat()}
    services.rejoin(ann, joined_on=today, by=lead)
    assert facts_of("learner_rejoined") == {
        "joined_on": today.isoformat(),
        "left_on": (today - DAY).isoformat(),
    }
    services.set_leave(ann, leave_from=today, leave_until=today, by=lead)
    assert facts_of("learner_leave") == {
        "leave_from": today.isoformat(),
        "leave_until": today.isoformat(),
    }
    services.take_out_of_group(ann.roles.get(), by=lead)
    assert facts_of("learner_taken_out") == {"role_group_id": front_line.pk}
    services.put_in_group(ann, front_line, starts_on=today, by=lead)
    assert facts_of("learner_put_in") == {"role_group_id": front_line.pk}
    ann.refresh_from_db()
    assert ann.version == 6
    place = ann.roles.get()
    assert (place.starts_on, place.required, place.done) == (today, 1, 1)


def test_leave_and_its_end_are_forgotten_when_somebody_rejoins(ann, lead):
    today = clock.today()
    services.set_leave(ann, leave_from=today - 9 * DAY, leave_until=today, by=lead)
    services.leave(ann, left_on=today - DAY, by=lead)
    with pytest.raises(NotNow, match="left already"):
        services.leave(ann, left_on=today, by=lead)
    with pytest.raises(NotNow, match="after they left"):
        services.rejoin(ann, joined_on=today - 2 * DAY, by=lead)
    services.rejoin(ann, joined_on=today - DAY, by=lead)
    ann.refresh_from_db()
    assert (ann.joined_on, ann.left_on) == (today - DAY, None)
    assert (ann.leave_from, ann.leave_until) == (None, None)


def test_nobody_is_in_a_role_group_twice(ann, lead, front_line):
    with pytest.raises(NotNow, match="“Front line” already"):
        services.put_in_group(ann, front_line, by=lead)
