"""docs/reference/training-courses.md says what is shipped, line by line."""

from pathlib import Path

from dueregard.training.models import Requirement
from dueregard.training.shipped import COURSES, ROLE_GROUPS, RULES
from dueregard.training.windows import in_words

PAGE = Path(__file__).parents[3] / "docs/reference/training-courses.md"


def lines_of_courses():
    for course in COURSES:
        length = f"{course.length_minutes} minutes" if course.length_minutes else "–"
        needs = " or ".join(course.needs) or "–"
        yield (
            f"| {course.code} | {course.title} | {course.provider or '–'} "
            f"| {course.mode.label} | {length} | {needs} "
            f"| {', '.join(course.satisfies) or '–'} |"
        )


def lines_of_rules():
    names = {group.code: group.name for group in ROLE_GROUPS}
    for rule in RULES:
        window = in_words(
            Requirement(
                window=rule.window,
                within_days=rule.within_days,
                every_months=rule.every_months,
            )
        )
        mark = "yes" if rule.confirm_locally else "no"
        yield (
            f"| {names[rule.group]} | {rule.course} | {window} | {rule.source} "
            f"| {mark} |"
        )


def test_the_reference_lists_every_shipped_course_and_rule_and_no_other():
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    headings = [line for line in rows if line.startswith(("| Code ", "| Role group "))]
    shown = [line for line in rows if line not in headings and "---" not in line]
    assert shown == [*lines_of_courses(), *lines_of_rules()]
