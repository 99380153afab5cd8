from datetime import date, timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
)
from dueregard.audit.models import Entry
from dueregard.submissions.versions import Stale
from dueregard.training import services
from dueregard.training.catalogue import editions_with_counts
from dueregard.training.models import Course, Mode
from dueregard.training.services import standing
from dueregard.training.tests.factories import (
    CompletionFactory,
    CourseFactory,
    LearnerFactory,
    RequirementFactory,
)

DAY = timedelta(days=1)


@pytest.fixture
def course(marlbrook):
    return CourseFactory(authority=marlbrook, code="WRAP", title="Workshop")


def answers_of(course, **changes):
    answers = {"title": course.title, "code": course.code, "mode": course.mode}
    return answers | {"version": course.version} | changes


def sees(client, person, course):
    client.force_login(person)
    return client.get(course.get_absolute_url()).status_code


def test_a_course_is_added_by_the_coordinator_and_by_the_councils_training_lead(
    marlbrook, coordinator, training_lead, board_member
):
    for number, by in enumerate((coordinator, training_lead)):
        services.add_course(marlbrook, code=f"C{number}", title="A course", by=by)
    assert marlbrook.courses.count() == 2
    assert Entry.objects.filter(event="training.course_added").count() == 2
    with pytest.raises(NotAllowed):
        services.add_course(marlbrook, code="C3", title="A course", by=board_member)


def test_a_partners_training_lead_reads_the_catalogue_and_does_not_change_it(
    marlbrook, course, client
):
    trust = OrganisationFactory(
        kind=Organisation.Kind.NHS_TRUST, authorities=[marlbrook]
    )
    lead = PersonFactory()
    MembershipFactory(
        person=lead, role=Role.TRAINING_LEAD, authority=marlbrook, organisation=trust
    )
    assert sees(client, lead, course) == 200
    with pytest.raises(NotAllowed):
        services.retire_course(course, retired_on=clock.today(), by=lead)


def test_two_courses_cannot_have_one_code(marlbrook, course, coordinator):
    with pytest.raises(NotNow, match="already has a course with the code wrap"):
        services.add_course(marlbrook, code="wrap", title="Another", by=coordinator)


def test_another_authority_may_use_the_same_code(fernshire, course):
    assert CourseFactory(authority=fernshire, code="WRAP").pk != course.pk


def test_a_course_keeps_its_code_when_its_title_changes(course, coordinator):
    services.change_course(
        course, version=1, code="WRAP", title="The workshop", by=coordinator
    )
    assert Entry.objects.get(event="training.course_changed").facts == {
        "fields": ["title"]
    }
    with pytest.raises(Stale):
        services.change_course(
            course, version=1, code="WRAP", title="Other", by=coordinator
        )


def test_a_retired_course_is_left_out_of_the_list_until_it_is_asked_for(
    marlbrook, course, coordinator, client
):
    services.retire_course(course, retired_on=clock.today(), by=coordinator)
    client.force_login(coordinator)
    address = reverse("training:courses", args=["marlbrook"])
    assert "Workshop" not in client.get(address).text
    assert "Workshop" in client.get(address, {"retired": "with"}).text
    assert "Workshop" in client.get(address, {"retired": "only"}).text
    services.bring_back_course(course, by=coordinator)
    assert "Workshop" in client.get(address).text
    assert "Workshop" not in client.get(address, {"retired": "only"}).text


def test_a_course_is_retired_once_and_brought_back_once(course, coordinator):
    services.retire_course(course, retired_on=clock.today(), by=coordinator)
    with pytest.raises(NotNow, match="retired already"):
        services.retire_course(course, retired_on=clock.today(), by=coordinator)
    services.bring_back_course(course, by=coordinator)
    with pytest.raises(NotNow, match="not retired"):
        services.bring_back_course(course, by=coordinator)


def test_the_list_is_narrowed_by_audience_provider_and_word(
    marlbrook, coordinator, client
):
    CourseFactory(authority=marlbrook, title="For heads", audiences=["governor"])
    CourseFactory(authority=marlbrook, title="For shops", audiences=["shop", "staff"])
    CourseFactory(authority=marlbrook, title="From the county", provider="County")
    client.force_login(coordinator)
    address = reverse("training:courses", args=["marlbrook"])

    def titles(**filters):
        return {row.title for row in client.get(address, filters).context["page"]}

    assert titles(audience="shop") == {"For shops"}
    assert titles(provider="County") == {"From the county"}
    assert titles(words="heads for") == {"For heads"}
    assert titles(audience="no such", provider="none") == titles()


def test_people_are_counted_by_the_edition_that_was_out_when_they_did_it(course):
    first = course.editions.create(label="First", released_on=date(2024, 3, 1))
    second = course.editions.create(label="Second", released_on=date(2025, 9, 1))
    learner = LearnerFactory(authority=course.authority)
    for day in (date(2024, 2, 29), date(2024, 3, 1), date(2025, 8, 31)):
        CompletionFactory(learner=learner, course=course, completed_on=day)
    for _ in range(2):
        other = LearnerFactory(authority=course.authority)
        CompletionFactory(learner=other, course=course, completed_on=date(2025, 9, 1))
    ended = CompletionFactory(course=course, completed_on=date(2025, 9, 2))
    type(ended).objects.filter(pk=ended.pk).update(ended_at=clock.now())
    counted = {each.pk: each.people for each in editions_with_counts(course)}
    assert counted == {second.pk: 2, first.pk: 1}


def test_a_new_edition_that_all_must_see_sends_those_who_did_the_old_one_back(
    course, coordinator
):
    rule = RequirementFactory(role_group__authority=course.authority, course=course)
    spared = RequirementFactory(role_group__authority=course.authority, course=course)
    learner = LearnerFactory(
        authority=course.authority, role_groups=[rule.role_group, spared.role_group]
    )
    CompletionFactory(learner=learner, course=course)
    standing.refresh([learner.pk])
    services.add_edition(
        course,
        label="Second",
        released_on=clock.today(),
        seen_again_by=[rule.role_group],
        by=coordinator,
    )
    done = dict(learner.roles.values_list("role_group", "done"))
    assert done == {rule.role_group_id: 0, spared.role_group_id: 1}
    rule.refresh_from_db()
    assert rule.ends_on == clock.today() - DAY
    assert rule.counts_from is None


def test_people_are_asked_to_see_an_edition_again_when_it_was_out_for_a_while(
    course, coordinator
):
    """What was done since it came out counts; the months before stay as they were."""
    out = clock.today() - 100 * DAY
    rule = RequirementFactory(role_group__authority=course.authority, course=course)
    learner = LearnerFactory(authority=course.authority, role_groups=[rule.role_group])
    CompletionFactory(learner=learner, course=course, days=50)
    services.add_edition(
        course,
        label="Second",
        released_on=out,
        seen_again_by=[rule.role_group],
        by=coordinator,
    )
    assert learner.roles.get().done == 1
    now = rule.role_group.requirements.in_force().get()
    assert (now.counts_from, now.starts_on) == (out, clock.today())


def test_two_editions_do_not_come_out_on_one_day(course, coordinator):
    for number in range(2):
        facts = {"label": f"Edition {number}", "released_on": date(2026, 3, 1)}
        if number:
            with pytest.raises(NotNow, match="this day already"):
                services.add_edition(course, **facts, by=coordinator)
        else:
            services.add_edition(course, **facts, by=coordinator)


def test_nobody_is_asked_to_see_an_edition_that_is_not_out(course, coordinator):
    rule = RequirementFactory(role_group__authority=course.authority, course=course)
    with pytest.raises(NotNow, match="not out yet"):
        services.add_edition(
            course,
            label="Next",
            released_on=clock.today() + DAY,
            seen_again_by=[rule.role_group],
            by=coordinator,
        )


def test_a_course_is_added_on_its_page(marlbrook, coordinator, client):
    client.force_login(coordinator)
    answer = client.post(
        reverse("training:add_course", args=["marlbrook"]),
        {
            "title": "Signs and symbols",
            "code": "SIGN",
            "mode": Mode.FACILITATED,
            "length_minutes": "90",
            "audiences": ["staff", "member"],
        },
    )
    course = Course.objects.get()
    assert answer.url == course.get_absolute_url()
    assert (course.length_minutes, course.audiences) == (90, ["staff", "member"])
    page = client.get(answer.url).text
    assert "Staff, Elected members" in page
    assert "90 minutes" in page


def test_a_stale_change_shows_both_texts(course, coordinator, client):
    client.force_login(coordinator)
    address = reverse("training:change_course", args=[course.pk])
    shown = answers_of(course, title="My title")
    services.change_course(
        course, version=1, code="WRAP", title="Their title", by=coordinator
    )
    answer = client.post(address, shown)
    assert answer.status_code == 409
    assert "Their title" in answer.text
    assert "My title" in answer.text


def test_another_authority_cannot_tell_the_course_exists(course, outsider, client):
    assert sees(client, outsider, course) == 404
