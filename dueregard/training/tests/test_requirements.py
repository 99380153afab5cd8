from datetime import date, timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.submissions.versions import Stale
from dueregard.training import services
from dueregard.training.forms.requirement import ChangeRequirementForm
from dueregard.training.models import Requirement
from dueregard.training.services import standing
from dueregard.training.tests.factories import (
    CompletionFactory,
    CourseFactory,
    LearnerFactory,
    RequirementFactory,
    RoleGroupFactory,
)
from dueregard.training.windows import in_short, in_words

DAY = timedelta(days=1)
Window = Requirement.Window
TWO_YEARS = {
    "window": Window.REGULARLY,
    "within_days": 30,
    "every_months": 24,
    "counts_from": None,
    "source": "Our policy",
    "confirm_locally": False,
}


@pytest.fixture
def group(marlbrook):
    return RoleGroupFactory(authority=marlbrook, name="Front line")


@pytest.fixture
def course(marlbrook):
    return CourseFactory(authority=marlbrook, code="WRAP", title="Workshop")


@pytest.fixture
def rule(group, course):
    return RequirementFactory(role_group=group, course=course, source="A policy")


@pytest.fixture
def learner(rule):
    """Somebody in the group who did the course 400 days ago."""
    found = LearnerFactory(
        authority=rule.role_group.authority, role_groups=[rule.role_group]
    )
    CompletionFactory(learner=found, course=rule.course, days=400)
    standing.refresh([found.pk])
    return found


def add(group, course, by, **changes):
    facts = TWO_YEARS | {"starts_on": clock.today()} | changes
    return services.add_requirement(group, course=course, by=by, **facts)


def change(rule, by, *, from_on=None, version=1, **changes):
    facts = {name: getattr(rule, name) for name in TWO_YEARS} | changes
    day = from_on or clock.today()
    return services.change_requirement(
        rule, version=version, from_on=day, by=by, **facts
    )


def test_a_new_rule_is_counted_at_once(group, course, coordinator):
    learner = LearnerFactory(authority=group.authority, role_groups=[group])
    add(group, course, coordinator)
    assert learner.roles.get().required == 1
    entry = Entry.objects.get(event="training.requirement_added")
    assert entry.facts["course_id"] == course.pk


def test_only_those_who_settle_rules_may_add_one(group, course, education_officer):
    with pytest.raises(NotAllowed):
        add(group, course, education_officer)


def test_a_course_is_not_asked_of_a_group_twice_at_a_time(group, rule, coordinator):
    with pytest.raises(NotNow, match="must know this course already"):
        add(group, rule.course, coordinator, starts_on=clock.today() + 90 * DAY)


def test_a_course_may_be_asked_again_after_its_rule_ended(group, rule, coordinator):
    services.end_requirement(rule, ends_on=clock.today(), by=coordinator)
    with pytest.raises(NotNow):
        add(group, rule.course, coordinator)
    add(group, rule.course, coordinator, starts_on=clock.today() + DAY)
    assert group.requirements.count() == 2


def test_a_retired_course_cannot_be_asked(group, course, coordinator):
    services.retire_course(course, retired_on=clock.today(), by=coordinator)
    course.refresh_from_db()
    with pytest.raises(NotNow, match="retired"):
        add(group, course, coordinator)


def test_a_closed_group_is_asked_nothing_new(group, course, coordinator):
    services.close_role_group(group, by=coordinator)
    group.refresh_from_db()
    with pytest.raises(NotNow, match="closed"):
        add(group, course, coordinator)


def test_another_authoritys_course_cannot_be_asked(group, fernshire, coordinator):
    with pytest.raises(NotNow, match="not a course of Marlbrook"):
        add(group, CourseFactory(authority=fernshire), coordinator)


def test_a_change_leaves_the_past_as_it_was(rule, learner, coordinator):
    now = change(rule, coordinator, every_months=12)
    rule.refresh_from_db()
    assert (rule.every_months, rule.ends_on) == (24, clock.today() - DAY)
    assert (now.every_months, now.starts_on, now.ends_on) == (12, clock.today(), None)
    assert learner.roles.get().valid_until < clock.today()


def test_a_change_may_begin_on_a_day_to_come(rule, learner, coordinator):
    day = clock.today() + 30 * DAY
    change(rule, coordinator, from_on=day, every_months=12)
    assert learner.roles.get().valid_until > clock.today()
    clock.set_offset(30 * DAY)
    standing.take_up_rules_of_today()
    assert learner.roles.get().valid_until < clock.today()


def test_new_words_about_a_rule_make_no_second_rule(rule, coordinator):
    now = change(rule, coordinator, source="Agreed by the board")
    assert (now.pk, now.source) == (rule.pk, "Agreed by the board")
    assert rule.role_group.requirements.count() == 1


def test_a_change_from_the_first_day_corrects_the_rule(rule, coordinator):
    now = change(rule, coordinator, from_on=rule.starts_on, every_months=12)
    assert (now.pk, now.every_months) == (rule.pk, 12)


def test_a_rule_is_not_changed_before_it_began_or_after_it_ended(rule, coordinator):
    with pytest.raises(NotNow, match="did not hold then"):
        change(rule, coordinator, from_on=rule.starts_on - DAY, every_months=12)
    ended = services.end_requirement(rule, ends_on=clock.today(), by=coordinator)
    day = clock.today() + DAY
    with pytest.raises(NotNow, match="has ended by then"):
        change(ended, coordinator, version=2, from_on=day, every_months=12)


def test_two_people_do_not_overwrite_each_others_change(rule, coordinator):
    change(rule, coordinator, source="Mine")
    with pytest.raises(Stale):
        change(rule, coordinator, source="Theirs")


def test_a_rule_that_ended_is_asked_of_nobody(rule, learner, coordinator):
    services.end_requirement(rule, ends_on=clock.today() - DAY, by=coordinator)
    assert learner.roles.get().required == 0
    with pytest.raises(NotNow, match="last day already"):
        services.end_requirement(rule, ends_on=clock.today(), by=coordinator)


def test_a_rule_does_not_end_before_it_began(rule, coordinator):
    with pytest.raises(NotNow, match="on or after the day the rule began"):
        services.end_requirement(rule, ends_on=rule.starts_on - DAY, by=coordinator)


def test_a_group_rolled_out_later_is_asked_nothing_before(
    group, rule, learner, coordinator
):
    facts = {"name": group.name, "code": group.code, "description": ""}
    day = clock.today() + 60 * DAY
    services.change_role_group(group, version=1, begins_on=day, by=coordinator, **facts)
    assert learner.roles.get().required == 0


def test_a_closed_group_is_counted_again_when_it_is_opened(group, learner, coordinator):
    services.close_role_group(group, by=coordinator)
    assert learner.roles.get().required == 0
    services.open_role_group(group, by=coordinator)
    assert learner.roles.get().required == 1


def test_two_role_groups_have_different_names_and_codes(marlbrook, group, coordinator):
    with pytest.raises(NotNow, match="with the name front line"):
        services.add_role_group(
            marlbrook, code="OTHER", name="front line", by=coordinator
        )
    with pytest.raises(NotNow, match="with the code"):
        services.add_role_group(
            marlbrook, code=group.code, name="Other", by=coordinator
        )


@pytest.mark.parametrize(
    ("facts", "words", "short"),
    [
        ({}, "within 30 days of joining, then every 24 months", "24"),
        ({"within_days": 0}, "on joining, then every 24 months", "24"),
        (
            {"window": Window.INDUCTION, "every_months": None},
            "at induction, within 30 days of joining",
            "Once",
        ),
        (
            {"window": Window.BEFORE_PANEL, "within_days": 0, "every_months": 12},
            "before their first panel, then every 12 months",
            "12",
        ),
        (
            {
                "window": Window.EACH_TERM,
                "every_months": None,
                "counts_from": date(2026, 5, 7),
            },
            "each term of office, within 30 days of joining; "
            "only what was done since 7 May 2026 counts",
            "Term",
        ),
        (
            {"window": Window.BEFORE_START, "within_days": 1, "every_months": 1},
            "before they start, within 1 day of joining, then every month",
            "1",
        ),
    ],
)
def test_a_window_is_said_in_words(facts, words, short):
    rule = Requirement(**(TWO_YEARS | facts))
    assert (in_words(rule), in_short(rule)) == (words, short)


def test_who_must_know_what_stands_on_one_page(rule, learner, board_member, client):
    client.force_login(board_member)
    page = client.get(reverse("training:role_groups", args=["marlbrook"])).text
    assert "Front line" in page
    assert "Workshop" in page
    assert "on joining, then every 24 months" in page
    assert "Add a role group" not in page


def test_another_authority_sees_none_of_it(rule, outsider, client):
    client.force_login(outsider)
    assert client.get(rule.get_absolute_url()).status_code == 404
    change_it = reverse("training:change_requirement", args=[rule.pk])
    assert client.get(change_it).status_code == 404


def test_the_same_as_a_grid_of_role_groups_and_courses(
    rule, board_member, client, marlbrook
):
    other = RequirementFactory(
        role_group=RoleGroupFactory(authority=marlbrook, name="Governors"),
        course=CourseFactory(authority=marlbrook, code="AWARE"),
        window=Window.INDUCTION,
        confirm_locally=True,
    )
    client.force_login(board_member)
    address = reverse("training:role_groups", args=["marlbrook"])
    answer = client.get(address, {"as": "grid"})
    courses, rows = answer.context["grid"]
    assert courses == [other.course, rule.course]
    assert [(str(group), rules) for group, rules in rows] == [
        ("Front line", [None, rule]),
        ("Governors", [other, None]),
    ]
    assert "after how many months" in answer.text
    assert "Once *" in answer.text


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (
            {"window": Window.BEFORE_PANEL, "within_days": 30},
            "Enter 0 days: it must be done before they begin",
        ),
        (
            {"window": Window.EACH_TERM, "within_days": 90},
            "Enter the first day of the term of office",
        ),
    ],
)
def test_a_window_that_its_answers_contradict_is_asked_about(rule, answers, sentence):
    form = ChangeRequirementForm({"source": "A policy", **answers}, requirement=rule)
    assert sentence in str(form.errors)


def test_a_rule_of_each_term_says_that_the_first_day_is_missing(
    group, course, coordinator, client
):
    rule = RequirementFactory(
        role_group=group, course=course, window=Window.EACH_TERM, every_months=None
    )
    client.force_login(coordinator)
    address = reverse("training:role_groups", args=[group.authority.slug])
    assert "First day of the term not entered" in client.get(address).text
    rule.counts_from = date(2026, 5, 8)
    rule.save()
    assert "First day of the term not entered" not in client.get(address).text
