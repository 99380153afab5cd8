from datetime import date

import pytest
from django.urls import reverse

from dueregard.access.refusals import NotAllowed
from dueregard.audit.models import Entry
from dueregard.training import services
from dueregard.training.models import (
    CourseEquivalence,
    CoursePrerequisite,
    Requirement,
    RoleGroup,
)
from dueregard.training.services.shipping import Shipped, has_all_shipped
from dueregard.training.shipped import COURSES, ROLE_GROUPS, RULES
from dueregard.training.tests.factories import CourseFactory, RoleGroupFactory


def links(authority, model, end):
    rows = model.objects.filter(course__authority=authority)
    return set(rows.values_list("course__code", f"{end}__code"))


def test_the_national_courses_role_groups_and_rules_are_put_in(marlbrook, coordinator):
    shipped = services.ship(marlbrook, by=coordinator)
    assert shipped == Shipped(len(COURSES), len(ROLE_GROUPS), len(RULES))
    assert has_all_shipped(marlbrook)
    assert RoleGroup.objects.get(code="FRONT").name == "Front line"
    assert Entry.objects.get().facts == {
        "courses": len(COURSES),
        "role_groups": len(ROLE_GROUPS),
        "requirements": len(RULES),
    }


def test_every_product_of_the_domain_reference_is_there():
    expected = {
        *("HO-A", "HO-AR", "HO-R", "HO-C", "WRAP", "WRAP-T", "BRIEF", "IND", "HOST"),
        *("LEAF", "SIGN", "SOCM", "PAR", "RES", "CH-CHAIR", "IDEO", "ACT"),
    }
    assert expected <= {course.code for course in COURSES}


def test_referrals_and_channel_courses_need_awareness_or_the_workshop(
    marlbrook, coordinator
):
    services.ship(marlbrook, by=coordinator)
    needs = links(marlbrook, CoursePrerequisite, "needs")
    for course in ("HO-R", "HO-C"):
        assert {need for code, need in needs if code == course} == {"HO-A", "WRAP"}
    counts = links(marlbrook, CourseEquivalence, "satisfies")
    assert ("WRAP", "HO-A") in counts
    assert ("HO-A", "WRAP") not in counts


def test_done_twice_it_changes_nothing(marlbrook, coordinator):
    services.ship(marlbrook, by=coordinator)
    assert services.ship(marlbrook, by=coordinator) == Shipped(0, 0, 0)
    assert Entry.objects.count() == 1


def test_what_an_authority_has_or_took_away_stays_so(marlbrook, coordinator):
    mine = CourseFactory(authority=marlbrook, code="WRAP", title="Our workshop")
    group = RoleGroupFactory(authority=marlbrook, code="OURS", name="Front line")
    services.ship(marlbrook, by=coordinator)
    mine.refresh_from_db()
    assert mine.title == "Our workshop"
    assert not group.requirements.exists()
    CourseEquivalence.objects.filter(course=mine).delete()
    Requirement.objects.filter(role_group__code="STAFF").delete()
    services.ship(marlbrook, by=coordinator)
    assert not CourseEquivalence.objects.filter(course=mine).exists()
    assert not Requirement.objects.filter(role_group__code="STAFF").exists()


def test_a_course_that_is_missing_comes_back_with_its_links(marlbrook, coordinator):
    services.ship(marlbrook, by=coordinator)
    channel = marlbrook.courses.get(code="CH-CHAIR")
    channel.requirements.all().delete()
    channel.delete()
    assert services.ship(marlbrook, by=coordinator) == Shipped(1, 0, 0)
    assert ("CH-CHAIR", "HO-C") in links(marlbrook, CoursePrerequisite, "needs")


def test_rules_hold_from_the_day_that_is_given(marlbrook, coordinator):
    services.ship(marlbrook, by=coordinator, starts_on=date(2025, 4, 1))
    days = Requirement.objects.order_by().values_list("starts_on", flat=True)
    assert set(days) == {date(2025, 4, 1)}


def test_every_rule_says_where_it_is_from_and_what_no_source_settles_is_marked():
    assert all(rule.source for rule in RULES)
    settled = {rule.group for rule in RULES if not rule.confirm_locally}
    assert settled == {"EDU-LEAD", "EDU-NEW"}


def test_leaders_are_briefed_and_inducted(marlbrook, coordinator):
    services.ship(marlbrook, by=coordinator)
    rules = Requirement.objects.filter(role_group__code__in=["MEMBER", "LEADER"])
    found = {
        (rule.role_group.code, rule.course.code): (rule.window, rule.every_months)
        for rule in rules.select_related("role_group", "course")
    }
    assert found == {
        ("MEMBER", "IND"): ("each_term", None),
        ("MEMBER", "BRIEF"): ("each_term", 12),
        ("LEADER", "IND"): ("induction", None),
        ("LEADER", "BRIEF"): ("regularly", 12),
    }


def test_a_board_member_cannot_put_them_in(marlbrook, board_member):
    with pytest.raises(NotAllowed):
        services.ship(marlbrook, by=board_member)


def test_a_button_puts_them_in_while_some_are_missing(marlbrook, coordinator, client):
    client.force_login(coordinator)
    address = reverse("training:courses", args=["marlbrook"])
    assert "Put the national courses in" in client.get(address).text
    client.post(reverse("training:ship", args=["marlbrook"]))
    page = client.get(address).text
    assert "Put the national courses in" not in page
    assert "Prevent awareness" in page


def test_a_link_that_no_source_gives_is_to_be_checked_locally():
    assert all(
        "locally before people use" in course.description
        for course in COURSES
        if course.url
    )
