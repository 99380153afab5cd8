"""Sessions, and their way from planned to held or cancelled."""

import secrets
from typing import Any

from django.utils import timezone

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..accrediting import why_not
from ..events import SessionEvent
from ..models import Session
from ..rules import may_run, may_set
from ..workflow import WORKFLOW
from . import mails
from .places import promote_waiting

READABLE = "ACDEFGHJKMNPQRTUVWXY34679"
"""Letters and figures that nobody takes for another when they are read out."""
CODE_LENGTH = 6
TOLD_OF = frozenset({"starts_at", "ends_at", "venue", "online_link", "mode"})
"""Whoever has a place hears when one of these changes."""


@audit.atomic
def add_session(authority: Authority, *, by: Person, **facts: Any) -> Session:
    """Put a session in; one that took place already may be put in afterwards.

    Facts are fields of `Session`.

    Raises:
        NotAllowed: `by` does not settle training here.
        NotNow: the course or facilitator is not this authority's or no longer serves,
            the facilitator's accreditation does not hold on the day, it would end
            before it begins, or takes no names and is open to registration.
    """
    may_set(by, authority)
    session = Session(authority=authority, code=new_code(), **facts)
    _must_make_sense(session)
    _must_have_a_facilitator_who_may(session)
    session.save()
    audit.record(
        SessionEvent.ADDED,
        session,
        by=by,
        course_id=session.course_id,
        starts_at=session.starts_at,
    )
    return session


@audit.atomic
def change_session(
    session: Session, *, version: int, by: Person, **changes: Any
) -> Session:
    """Change a planned session. Whoever has a place is told of another time or place;
    more places go to those who wait, in their order.

    Raises:
        NotAllowed: `by` does not settle training here.
        NotNow: it was held or cancelled; more people have a place than there would be;
            or as `add_session`.
        Stale: it was changed since `version`.
    """
    may_run(by, session)
    session = claim_version(Session, session.pk, version)
    if session.status != Session.Status.PLANNED:
        state = session.get_status_display().lower()
        raise NotNow(f"This session is {state}, so it stays as it was.")
    changed = [name for name, new in changes.items() if getattr(session, name) != new]
    for name in changed:
        setattr(session, name, changes[name])
    _must_make_sense(session)
    if {"facilitator", "course", "starts_at"} & set(changed):
        _must_have_a_facilitator_who_may(session)
    _must_have_room(session)
    session.save()
    if not changed:
        return session
    told = _tell_of(session, changed)
    audit.record(SessionEvent.CHANGED, session, by=by, fields=changed, told=told)
    if "capacity" in changed:
        promote_waiting(session)
    return session


@audit.atomic
def cancel_session(session: Session, *, because: str, by: Person) -> int:
    """Cancel a session; how many of those with a place, or waiting, are told by mail.

    Raises:
        NotAllowed: `by` does not settle training here.
        NotNow: it was held or cancelled already.
    """
    WORKFLOW.make(session, "cancel", by=by, note=because)
    standing = session.places.standing()
    return mails.tell(session, standing, "place_cancelled", mail="cancelled")


@audit.atomic
def record_paper(session: Session, *, part: str, places: int, by: Person) -> None:
    """Note that somebody took out a sign-in sheet or certificates, with names."""
    audit.record(SessionEvent.PRINTED, session, by=by, part=part, places=places)


def new_code(length: int = CODE_LENGTH) -> str:
    return "".join(secrets.choice(READABLE) for _ in range(length))


def _tell_of(session: Session, changed: list[str]) -> int:
    if not TOLD_OF & set(changed) or session.has_begun:
        return 0
    moved = f"moved-{session.version}"
    return mails.tell(session, session.places.standing(), "place_moved", mail=moved)


def _must_make_sense(session: Session) -> None:
    authority, course = session.authority, session.course
    if course.authority_id != authority.pk:
        raise NotNow(f"{course} is not a course of {authority}.")
    if session.ends_at <= session.starts_at:
        raise NotNow("The session must end after it begins.")
    day = timezone.localdate(session.starts_at)
    if course.retired_on and course.retired_on <= day:
        raise NotNow(f"{course} is retired by that day. Choose another course.")
    if session.counts_heads_only and session.is_public:
        raise NotNow("A session that takes no names cannot be open to registration.")
    if session.counts_heads_only and session.pk and session.places.exists():
        raise NotNow("Somebody has a place already, so this session takes names.")


def _must_have_a_facilitator_who_may(session: Session) -> None:
    facilitator = session.facilitator
    if facilitator is None:
        return
    day = timezone.localdate(session.starts_at)
    if facilitator.authority_id != session.authority_id:
        raise NotNow(f"{facilitator} is not a facilitator of {session.authority}.")
    if facilitator.left_on and facilitator.left_on <= day:
        raise NotNow(f"{facilitator} has left by then. Choose another facilitator.")
    if sentence := why_not(facilitator, session.course, day):
        raise NotNow(sentence)


def _must_have_room(session: Session) -> None:
    if session.capacity is None:
        return
    taken = session.places.coming().count()
    if session.capacity < taken:
        raise NotNow(
            f"{taken} people have a place already. Take some out first, or enter "
            f"{taken} places or more."
        )
