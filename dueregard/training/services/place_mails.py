"""Mails that come by themselves: near the day, and when it is over. Each goes once."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.rooms import room_is_on
from dueregard.audit import services as audit

from ..models import Place, Session
from . import mails

REMINDED = (7, 1)
"""How many days before its day a session is called to mind."""
ASKED_WITHIN = timedelta(days=14)
"""How long after a session people are asked what they thought, once it is settled who
was there: later they have forgotten."""


@audit.atomic
def send_reminders() -> int:
    """Remind those who have a place, seven days and one day before; how many mails.

    Who got the place after a reminder's day was told just then, and gets the next one
    only. A session that was moved is called to mind anew. A day on which the worker
    stood still is made up for, as long as the session is to come.
    """
    return sum(_remind(days) for days in REMINDED)


def _remind(days: int) -> int:
    today = clock.today()
    nearer = [other for other in REMINDED if other < days]
    after = today + timedelta(days=max(nearer)) if nearer else today - timedelta(days=1)
    sessions = _sessions().filter(
        status=Session.Status.PLANNED,
        starts_at__gt=max(clock.now(), _midnight(after + timedelta(days=1))),
        starts_at__lt=_midnight(today + timedelta(days=days + 1)),
    )
    sent = 0
    for session in sessions:
        day = timezone.localdate(session.starts_at)
        places = session.places.filter(
            status=Place.Status.BOOKED,
            changed_at__lt=_midnight(day - timedelta(days=days)),
        )
        mail = f"reminder-{days}-{day}"
        sent += mails.tell(session, places, "place_reminder", mail=mail)
    return sent


@audit.atomic
def ask_what_they_thought() -> int:
    """Ask those who were there, once the list of them is complete; how many mails."""
    now = clock.now()
    sessions = _sessions().filter(
        status=Session.Status.HELD, ends_at__lte=now, ends_at__gt=now - ASKED_WITHIN
    )
    sent = 0
    for session in sessions:
        places = session.places.filter(
            status=Place.Status.ATTENDED, gave_feedback=False
        )
        sent += mails.tell(session, places, "place_after", mail="after")
    return sent


def _sessions():
    rows = Session.objects.filter(room_is_on(Room.TRAINING))
    return rows.select_related("course", "authority").order_by("pk")


def _midnight(day: date) -> datetime:
    """When `day` begins in London."""
    return timezone.make_aware(datetime.combine(day, time.min))
