"""People and completions follow their organisation and their authority (AC 6)."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.roles import Role
from dueregard.accounts import services as accounts
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    MembershipFactory,
    OrganisationFactory,
)
from dueregard.audit.models import Entry
from dueregard.documents.tests.factories import DocumentFactory
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.training import services
from dueregard.training.duplicates import proposals
from dueregard.training.jobs import follow
from dueregard.training.models import Completion, Learner, SentCertificate
from dueregard.training.services.succession import (
    follow_organisation_now,
    pass_people_now,
)

from .factories import (
    CompletionFactory,
    CourseFactory,
    LearnerFactory,
    RequirementFactory,
    RoleGroupFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def leisure(marlbrook, council, front_line, catalogue):
    """A leisure company that becomes part of the council: one person with a number of
    their own, and one whose number somebody at the council has."""
    body = OrganisationFactory(name="Marl Leisure", authorities=[marlbrook])
    LearnerFactory(
        authority=marlbrook, organisation=council, number="17", name="Ann Poole"
    )
    for number, name in (("17", "Anne Poole"), ("18", "Bo Reed")):
        learner = LearnerFactory(
            authority=marlbrook,
            organisation=body,
            number=number,
            name=name,
            role_groups=[front_line],
        )
        CompletionFactory(learner=learner, course=catalogue.awareness)
    return body


def take_over(body, council, coordinator, day):
    accounts.succeed_organisation(
        body,
        successor=council,
        from_date=day,
        authority=body.authorities.get(),
        by=coordinator,
    )


def test_people_follow_their_organisation_as_the_day_begins(
    leisure, council, coordinator
):
    tomorrow = clock.today() + timedelta(days=1)
    take_over(leisure, council, coordinator, tomorrow)
    job = Job.objects.get(kind="training.follow_organisation")
    begins = clock.timezone.localtime(job.run_at)
    assert (begins.date(), begins.hour) == (tomorrow, 0)
    assert Learner.objects.filter(organisation=leisure).count() == 2
    clock.set_offset(timedelta(days=1))
    follow(payload_of(job))
    assert not Learner.objects.filter(organisation=leisure).exists()
    moved = Learner.objects.get(name="Bo Reed")
    assert (moved.organisation, moved.number) == (council, "18")
    assert moved.completions.count() == 1
    place = moved.roles.get()
    assert (place.organisation, place.done) == (council, 1)


def test_a_number_that_clashes_is_kept_with_a_note_and_proposed(
    leisure, council, coordinator, marlbrook
):
    take_over(leisure, council, coordinator, clock.today())
    follow_organisation_now(leisure, by=coordinator)
    came = Learner.objects.get(name="Anne Poole")
    assert came.number == "17 (Marl Leisure)"
    entry = Entry.objects.get(event="training.learners_followed")
    assert (entry.facts["people"], entry.facts["clashes"]) == (2, 1)
    [pair] = proposals(Learner.objects.filter(authority=marlbrook))
    assert {pair.one.name, pair.other.name} == {"Ann Poole", "Anne Poole"}


def test_a_successor_that_was_put_off_moves_nobody(leisure, council, coordinator):
    take_over(leisure, council, coordinator, clock.today() + timedelta(days=9))
    assert follow_organisation_now(leisure, by=coordinator) == 0
    assert Learner.objects.filter(organisation=leisure).count() == 2


def test_nobody_is_added_to_an_organisation_that_is_part_of_another(
    leisure, council, coordinator, lead, marlbrook
):
    take_over(leisure, council, coordinator, clock.today())
    leisure.refresh_from_db()
    with pytest.raises(NotNow, match="part of Marlbrook Council now"):
        services.add_learner(marlbrook, leisure, number="9", by=lead)


@pytest.fixture
def heir(administrator):
    successor = AuthorityFactory(name="Greater Marl", slug="greater-marl")
    MembershipFactory(
        person=administrator, authority=successor, role=Role.ADMINISTRATOR
    )
    return successor


def test_what_passes_to_the_authoritys_successor_is_counted_and_agrees(
    leisure, marlbrook, heir, administrator
):
    day = clock.today() + timedelta(days=130)
    lines = {
        line.name: line
        for line in accounts.succeed(marlbrook, heir, day, by=administrator)
    }
    for name, number in (
        ("People in the training register", 3),
        ("Completions of training", 2),
    ):
        assert (lines[name].expected, lines[name].passed) == (number, number)
    assert Job.objects.filter(kind="training.pass_over").count() == 1
    assert Learner.objects.filter(authority=marlbrook).count() == 3


def test_courses_and_role_groups_are_those_of_the_same_code_there(
    leisure, marlbrook, heir, administrator
):
    theirs = CourseFactory(authority=heir, code="HO-A")
    group = RoleGroupFactory(authority=heir, code="FRONT", name="Front line")
    RequirementFactory(role_group=group, course=theirs)
    assert pass_people_now(marlbrook, heir, by=administrator) == 3
    assert set(Learner.objects.values_list("authority", flat=True)) == {heir.pk}
    assert set(Completion.objects.values_list("course", flat=True)) == {theirs.pk}
    place = Learner.objects.get(name="Bo Reed").roles.get()
    assert (place.role_group, place.authority, place.done) == (group, heir, 1)


def test_courses_and_role_groups_that_the_successor_lacks_come_along(
    leisure, marlbrook, heir, administrator, front_line, catalogue
):
    pass_people_now(marlbrook, heir, by=administrator)
    for row in (front_line, catalogue.awareness):
        row.refresh_from_db()
        assert row.authority == heir
    assert Learner.objects.get(name="Bo Reed").roles.get().done == 1


def test_a_certificate_that_waits_can_be_accepted_by_the_successor(
    leisure, marlbrook, heir, administrator, catalogue
):
    theirs = CourseFactory(authority=heir, code="HO-A")
    sent = SentCertificate.objects.create(
        learner=Learner.objects.get(name="Bo Reed"),
        course=catalogue.awareness,
        completed_on=clock.today(),
        document=DocumentFactory(authority=marlbrook),
    )
    pass_people_now(marlbrook, heir, by=administrator)
    sent.refresh_from_db()
    assert sent.course == theirs


def test_passing_over_twice_changes_nothing_more(
    leisure, marlbrook, heir, administrator
):
    pass_people_now(marlbrook, heir, by=administrator)
    before = list(Learner.objects.order_by("pk").values())
    assert pass_people_now(marlbrook, heir, by=administrator) == 0
    assert list(Learner.objects.order_by("pk").values()) == before
