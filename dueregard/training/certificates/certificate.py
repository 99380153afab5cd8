"""What a certificate says, as plain data.

How long it counts comes from the rules of the role groups that somebody is in: the
shortest wins, because until then all are met (domain reference 7.3).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from ..accepting import accepted_for
from ..expiry import add_months
from ..models import CourseEdition, LearnerRole, Place, Requirement, Session
from ..wording import where_in_words

NOT_MATCHED = "Ask your organisation when to do it again."
NO_END = "No day is set by which to do it again."
GROUP = 5


def certificates_of(
    session: Session, places: Sequence[Place], *, made_on: date
) -> list[dict[str, Any]]:
    """The certificates of `places`, of people who were at `session`; four statements,
    however many."""
    day = timezone.localdate(session.starts_at)
    months = _months_by_learner(session, places, day)
    shared = {
        "authority": str(session.authority),
        "course": str(session.course),
        "edition": _edition(session, day),
        "day": date_format(day),
        "length": _length(session),
        "where": where_in_words(session),
        "facilitator": str(session.facilitator or ""),
        "made_on": date_format(made_on),
    }
    return [
        {
            **shared,
            "name": _name(place),
            "organisation": str(place.organisation or place.organisation_text),
            "lasts": _lasts(place, day, months),
            "code": in_groups(place.certificate_code),
        }
        for place in places
    ]


def in_groups(code: str) -> str:
    """A code as it is read out: ABCDE-FGHJK."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def _name(place: Place) -> str:
    return str(place.learner.name or place.name) if place.learner else place.name


def _edition(session: Session, day: date) -> str:
    found = CourseEdition.objects.filter(course=session.course_id, released_on__lte=day)
    edition = found.order_by("-released_on").first()
    return edition.label if edition else ""


def _length(session: Session) -> str:
    minutes = int((session.ends_at - session.starts_at).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    words = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    words += [f"{rest} minutes"] if rest else []
    return " ".join(words)


def _months_by_learner(
    session: Session, places: Sequence[Place], day: date
) -> dict[int, int]:
    """Learner id → the shortest interval of a rule that this course meets for them."""
    learners = {place.learner_id for place in places if place.learner_id}
    if not learners:
        return {}
    accepted = accepted_for(session.authority)
    met = [course for course, by in accepted.items() if session.course_id in by]
    rules = Requirement.objects.in_force(day).filter(
        course__in=met, every_months__isnull=False
    )
    intervals = defaultdict(list)
    for group, every in rules.order_by().values_list("role_group", "every_months"):
        intervals[group].append(every)
    roles = LearnerRole.objects.filter(learner__in=learners, role_group__in=intervals)
    found: dict[int, int] = {}
    for learner, group in roles.order_by().values_list("learner", "role_group"):
        found[learner] = min(found.get(learner, 10_000), *intervals[group])
    return found


def _lasts(place: Place, day: date, months: dict[int, int]) -> str:
    if place.learner_id is None:
        return NOT_MATCHED
    if place.learner_id not in months:
        return NO_END
    last = add_months(day, months[place.learner_id])
    return f"Counts until {date_format(last)}."
