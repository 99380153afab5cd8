"""How long a session lives: 60 idle minutes, 15 on pages about people, ten hours at
most (practice AC 3).

Two moments are kept in the session itself: when the person signed in, and when they
last asked for something themselves. Pages that ask on their own (progress, autosave)
are marked `@background` and never lengthen a session. What is left of it is told on
every page (`Stay`), so that nobody is signed out unawares.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash

from dueregard import clock

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Stay:
    """Until when a page stays open if nothing more is asked for."""

    ends_at: datetime
    idle_minutes: int
    is_about_people: bool

    @property
    def minutes(self) -> int:
        """How long that is: the idle time, unless the ten hours end before it does."""
        left = (self.ends_at - clock.now() + SEEN_EVERY).total_seconds() // 60
        return min(self.idle_minutes, int(left))


def background(view):
    """Mark a view that pages call by themselves: it does not lengthen a session."""
    view.is_background = True
    return view


def begin(session) -> None:
    """Start both limits, at sign-in."""
    session[SIGNED_IN_AT] = session[SEEN_AT] = clock.now().isoformat()


def idle_minutes_of(request) -> int:
    """How long a session may idle before the page that is asked for."""
    about_people = _is_about_people(request)
    return settings.CASE_IDLE_MINUTES if about_people else settings.IDLE_MINUTES


def stay_of(request) -> Stay:
    """What is left of the session for the page that is asked for."""
    idle_minutes = idle_minutes_of(request)
    return Stay(
        ends_at=min(
            _seen_at(request.session) + timedelta(minutes=idle_minutes),
            longest(request.session),
        ),
        idle_minutes=idle_minutes,
        is_about_people=_is_about_people(request),
    )


def idle_seconds(session) -> int:
    """How long nobody has asked for anything, in any window."""
    return int((clock.now() - _seen_at(session)).total_seconds())


def longest(session) -> datetime:
    """When the session ends however much it is used."""
    began = datetime.fromisoformat(session[SIGNED_IN_AT])
    return began + timedelta(hours=settings.LONGEST_SESSION_HOURS)


def has_run_out(session, idle_minutes: int) -> bool:
    """Whether either limit has passed. A session without its moments starts now.

    Where the clock was set back nobody can say how long it has been idle: it has ended.
    """
    if SIGNED_IN_AT not in session:
        begin(session)
        return False
    idle = clock.now() - _seen_at(session)
    if idle < -SEEN_EVERY:
        return True
    return idle > timedelta(minutes=idle_minutes) or clock.now() > longest(session)


def touch(session) -> None:
    """Note that the person is there; written at most once a minute."""
    if clock.now() - _seen_at(session) >= SEEN_EVERY:
        session[SEEN_AT] = clock.now().isoformat()


def keep_this_one(request, person) -> None:
    """Go on in this session when every other one of `person` was ended."""
    update_session_auth_hash(request, person)
    request.user = person
    UserSession.objects.create_from_request(request)


def _seen_at(session) -> datetime:
    return datetime.fromisoformat(session[SEEN_AT])


def _is_about_people(request) -> bool:
    match = request.resolver_match
    return bool(settings.CASE_NAMESPACES.intersection(match.namespaces))
