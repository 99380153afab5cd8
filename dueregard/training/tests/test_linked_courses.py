"""Which course comes before which, and for which it counts: said anew, all of it."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.audit.models import Entry
from dueregard.training import services
from dueregard.training.models import Course, Requirement
from dueregard.training.services import standing

from .factories import CompletionFactory, CourseFactory, LearnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def courses(marlbrook):
    return [CourseFactory(authority=marlbrook) for _ in range(4)]


def link(course, by, *, needs=(), satisfies=()):
    version = Course.objects.get(pk=course.pk).version
    services.link_course(
        course, version=version, needs=list(needs), satisfies=list(satisfies), by=by
    )


def linked(course):
    return (
        set(course.prerequisites.values_list("needs", flat=True)),
        set(course.satisfies_rows.values_list("satisfies", flat=True)),
    )


def test_what_is_said_takes_the_place_of_what_was_said_before(courses, coordinator):
    a, b, c, d = courses
    link(a, coordinator, needs=[b, c], satisfies=[c, d])
    link(d, coordinator, satisfies=[b])
    link(a, coordinator, needs=[c, d], satisfies=[b, c])
    assert linked(a) == ({c.pk, d.pk}, {b.pk, c.pk})
    assert linked(d) == (set(), {b.pk})
    a.refresh_from_db()
    assert a.version == 3
    entry = Entry.objects.filter(subject_id=str(a.pk)).latest("pk")
    assert entry.event == "training.course_linked"
    assert entry.facts == {"needs": [c.pk, d.pk], "satisfies": [b.pk, c.pk]}


def test_a_course_is_linked_with_others_of_its_authority(
    courses, coordinator, ashby_vale
):
    a, *_ = courses
    foreign = CourseFactory(authority=ashby_vale)
    for links, sentence in (
        ({"needs": [a]}, "cannot need itself"),
        ({"satisfies": [a]}, "cannot need itself"),
        ({"needs": [foreign]}, "not a course of Marlbrook"),
        ({"satisfies": [foreign]}, "not a course of Marlbrook"),
    ):
        with pytest.raises(NotNow, match=sentence):
            link(a, coordinator, **links)
    assert linked(a) == (set(), set())


def test_courses_that_come_before_never_go_round_in_a_circle(courses, coordinator):
    a, b, c, _ = courses
    link(a, coordinator, needs=[b])
    link(b, coordinator, needs=[c])
    with pytest.raises(NotNow, match="itself needs"):
        link(c, coordinator, needs=[a])
    assert linked(c) == (set(), set())


def test_everybody_is_counted_anew_for_whom_something_counts_now(
    front_line, catalogue, coordinator, marlbrook, council
):
    other = CourseFactory(authority=marlbrook)
    learner = LearnerFactory(
        authority=marlbrook, organisation=council, role_groups=[front_line]
    )
    CompletionFactory(learner=learner, course=other)
    standing.refresh([learner.pk])
    assert learner.roles.get().done == 0
    link(other, coordinator, satisfies=[catalogue.awareness])
    assert learner.roles.get().done == 1
    link(other, coordinator)
    assert learner.roles.get().done == 0


def test_a_retired_course_that_is_brought_back_is_newer_each_time(courses, coordinator):
    a, *_ = courses
    services.retire_course(a, retired_on=clock.today(), by=coordinator)
    with pytest.raises(NotNow, match="retired already"):
        services.retire_course(a, retired_on=clock.today(), by=coordinator)
    a.refresh_from_db()
    assert (a.retired_on, a.version) == (clock.today(), 2)
    services.bring_back_course(a, by=coordinator)
    with pytest.raises(NotNow, match="not retired"):
        services.bring_back_course(a, by=coordinator)
    a.refresh_from_db()
    assert (a.retired_on, a.version) == (None, 3)


def test_an_edition_asks_nothing_by_a_rule_that_does_not_hold_today(
    front_line, coordinator
):
    today = clock.today()
    rule = front_line.requirements.get()
    Requirement.objects.update(ends_on=today - timedelta(days=1))
    services.add_edition(
        rule.course,
        label="2",
        released_on=today - timedelta(days=9),
        seen_again_by=[front_line],
        by=coordinator,
    )
    assert front_line.requirements.get().counts_from is None
