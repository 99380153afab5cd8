import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.submissions.versions import Stale
from dueregard.training import services
from dueregard.training.accepting import needs_of
from dueregard.training.tests.factories import CourseFactory, CoursePrerequisiteFactory


@pytest.fixture
def courses(marlbrook):
    return [CourseFactory(authority=marlbrook, code=code) for code in "ABC"]


def link(course, by, needs=(), satisfies=(), version=1):
    return services.link_course(
        course, version=version, needs=needs, satisfies=satisfies, by=by
    )


def test_what_comes_first_is_set_as_a_whole(marlbrook, coordinator, courses):
    a, b, c = courses
    CoursePrerequisiteFactory(course=a, needs=b)
    link(a, coordinator, needs=[c])
    assert needs_of(marlbrook)[a.pk] == {c.pk}
    assert Entry.objects.get(event="training.course_linked").facts["needs"] == [c.pk]


def test_a_loop_of_two_is_refused_with_both_names(coordinator, courses):
    a, b, _ = courses
    link(a, coordinator, needs=[b])
    with pytest.raises(NotNow, match="Course B cannot come after Course A"):
        link(b, coordinator, needs=[a])


def test_a_longer_loop_is_refused(coordinator, courses):
    a, b, c = courses
    link(a, coordinator, needs=[b])
    link(b, coordinator, needs=[c])
    with pytest.raises(NotNow, match="Take one of the two out"):
        link(c, coordinator, needs=[a])


def test_a_loop_that_is_turned_round_in_one_step_is_allowed(coordinator, courses):
    a, b, _ = courses
    link(a, coordinator, needs=[b])
    link(a, coordinator, needs=[], version=2)
    link(b, coordinator, needs=[a])
    assert b.prerequisites.get().needs == a


def test_a_course_cannot_need_itself(coordinator, courses):
    a, _, _ = courses
    with pytest.raises(NotNow, match="cannot need itself"):
        link(a, coordinator, needs=[a])


def test_a_course_of_another_authority_cannot_be_needed(
    fernshire, coordinator, courses
):
    with pytest.raises(NotNow, match="is not a course of Marlbrook"):
        link(courses[0], coordinator, needs=[CourseFactory(authority=fernshire)])


def test_two_people_do_not_overwrite_each_others_links(coordinator, courses):
    a, b, c = courses
    link(a, coordinator, needs=[b])
    with pytest.raises(Stale):
        link(a, coordinator, needs=[c])


def test_a_board_member_cannot_change_links(board_member, courses):
    with pytest.raises(NotAllowed):
        link(courses[0], board_member)
