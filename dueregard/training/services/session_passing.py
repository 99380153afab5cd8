"""Sessions and facilitators pass over to an authority's successor (AC 6)."""

from datetime import date

from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit

from ..events import SessionEvent
from ..models import Facilitator, Session, SessionHeadcount
from .catalogue_passing import Twins


def count_sessions(authority: Authority, from_date: date) -> int:
    """How many sessions will pass over, those of the past included."""
    return Session.objects.filter(authority=authority).count()


def pass_sessions(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """They pass over with the people, by the same job; how many there are now."""
    return count_sessions(authority, from_date)


@audit.atomic
def pass_sessions_now(
    authority: Authority, successor: Authority, twins: Twins, *, by: Person
) -> int:
    """Move every session and facilitator of `authority` to `successor`; how many
    sessions. Courses and role groups that stay behind are stood for by their `twins`.
    """
    sessions = Session.objects.filter(authority=authority)
    facilitators = Facilitator.objects.filter(authority=authority)
    for course, twin in twins.courses.items():
        sessions.filter(course=course).update(course=twin)
        facilitators.filter(accreditation=course).update(accreditation=twin)
    heads = SessionHeadcount.objects.filter(session__in=sessions)
    for group, twin in twins.role_groups.items():
        heads.filter(role_group=group).update(role_group=twin)
    facilitators.update(authority=successor)
    moved = sessions.update(authority=successor)
    audit.record(
        SessionEvent.PASSED_OVER,
        authority,
        by=by,
        authority=successor,
        successor_id=successor.pk,
        sessions=moved,
    )
    return moved
