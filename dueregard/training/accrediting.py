"""Which courses only an accredited facilitator may give, and whose accreditation holds.

A course that leads to an accreditation (WRAP, to the WRAP facilitator's) is given by
those who hold it; a course that leads to none may be given by anybody (seed 001, action
4: accredited trainers in each organisation).
"""

from datetime import date, timedelta

from django.utils.formats import date_format

from .models import Course, Facilitator

WARNED_BEFORE = timedelta(days=90)
"""How long before it ends somebody is asked to see to a new accreditation."""


def accreditations_for(course: Course) -> frozenset[int]:
    """Ids of the accreditations of which a facilitator of `course` needs one; none for
    a course that anybody may give."""
    rows = Course.objects.filter(is_accreditation=True, prerequisites__needs=course)
    return frozenset(rows.order_by().values_list("pk", flat=True))


def why_not(facilitator: Facilitator, course: Course, day: date) -> str:
    """The sentence that refuses `facilitator` for `course` on `day`; "" if they may."""
    wanted = accreditations_for(course)
    if not wanted:
        return ""
    if facilitator.accreditation_id not in wanted:
        return (
            f"{facilitator} has no accreditation for {course}. Choose somebody who has "
            "one, or add theirs first."
        )
    if not facilitator.is_accredited_on(day):
        return f"{_ends(facilitator)} Choose another facilitator, or renew it first."
    return ""


def warning(facilitator: Facilitator | None, course: Course, day: date) -> str:
    """What the session's page says of whoever gives it; "" if all is well."""
    if facilitator is None:
        return (
            "No facilitator has been chosen yet." if accreditations_for(course) else ""
        )
    if refusal := why_not(facilitator, course, day):
        return refusal
    if facilitator.accreditation_id and not facilitator.is_accredited_on(day):
        return f"{_ends(facilitator)} This course can be given without one."
    return ""


def _ends(facilitator: Facilitator) -> str:
    last = date_format(facilitator.expires_on) if facilitator.expires_on else ""
    return f"{facilitator}’s accreditation ends on {last}, before the session."
