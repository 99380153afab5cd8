"""How long a session lives: 60 idle minutes, 15 on pages about people, ten hours at
most (practice AC 3).

Two moments are kept in the session itself: when the person signed in, and when they
last asked for something themselves. Pages that ask on their own (progress, autosave)
are marked `@background` and never lengthen a session.
"""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash

from dueregard import clock

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
SEEN_EVERY = timedelta(minutes=1)


def background(view):
    """Mark a view that pages call by themselves: it does not lengthen a session."""
    view.is_background = True
    return view


def begin(session) -> None:
    """Start both limits, at sign-in."""
    session[SIGNED_IN_AT] = session[SEEN_AT] = clock.now().isoformat()


def idle_minutes_of(request) -> int:
    """How long a session may idle before the page that is asked for."""
    match = request.resolver_match
    is_about_people = bool(settings.CASE_NAMESPACES.intersection(match.namespaces))
    return settings.CASE_IDLE_MINUTES if is_about_people else settings.IDLE_MINUTES


def has_run_out(session, idle_minutes: int) -> bool:
    """Whether either limit has passed. A session without its moments starts now."""
    if SIGNED_IN_AT not in session:
        begin(session)
        return False
    now = clock.now()
    idle = now - datetime.fromisoformat(session[SEEN_AT])
    age = now - datetime.fromisoformat(session[SIGNED_IN_AT])
    return idle > timedelta(minutes=idle_minutes) or age > timedelta(
        hours=settings.LONGEST_SESSION_HOURS
    )


def touch(session) -> None:
    """Note that the person is there; written at most once a minute."""
    if clock.now() - datetime.fromisoformat(session[SEEN_AT]) >= SEEN_EVERY:
        session[SEEN_AT] = clock.now().isoformat()


def keep_this_one(request, person) -> None:
    """Go on in this session when every other one of `person` was ended."""
    update_session_auth_hash(request, person)
    request.user = person
    UserSession.objects.create_from_request(request)
