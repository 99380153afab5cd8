"""How pages and mails of this room say when and where a session is."""

from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as write_date
from django.utils.translation import gettext as _

from .models import Mode, Session

ONLINE = (Mode.ONLINE, Mode.E_LEARNING)
DAY = "l j F Y"
FEW = 5


def when_in_words(session: Session) -> str:
    """Tuesday 1 December 2026, 2pm to 3:30pm, in London."""
    begins = timezone.localtime(session.starts_at)
    ends = timezone.localtime(session.ends_at)
    last = time_in_words(ends)
    if ends.date() != begins.date():
        last = f"{write_date(ends, DAY)}, {last}"
    first = f"{write_date(begins, DAY)}, {time_in_words(begins)}"
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def time_in_words(moment: datetime) -> str:
    """2pm, 9:30am."""
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def where_in_words(session: Session) -> str:
    """The venue, or that it is online; never the link, which only mails hold."""
    if session.venue:
        return session.venue
    if session.mode in ONLINE or session.online_link:
        return _("Online")
    return _("The place is not settled yet")


def is_full(capacity: int | None, taken: int) -> bool:
    return capacity is not None and taken >= capacity


def places_in_words(capacity: int | None, taken: int) -> str:
    """How many places are left, roughly: a page may be a minute old."""
    if is_full(capacity, taken):
        return _("Full, with a waiting list")
    if capacity is not None and capacity - taken <= FEW:
        return _("Few places left")
    return _("Places left")
