"""Raising alarms, and ending them."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import Membership
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox

from . import alarms
from .events import AlarmEvent
from .models import Alarm

QUIET_FOR = timedelta(hours=1)


@audit.atomic
def look_for_alarms() -> None:
    """Begin, keep up or end each alarm, by what is measured now.

    One that begins is recorded and mailed to the administrators, once: it ends when it
    was not seen for an hour, so what comes and goes is told of as one thing.
    """
    rows = {row.code: row for row in Alarm.objects.select_for_update()}
    for kind in alarms.KINDS:
        number, alarm = kind.measured(), rows.get(kind.code)
        is_on = alarm is not None and alarm.ended_at is None
        if number is not None and alarm is not None and is_on:
            alarm.number = number
            _see(alarm)
        elif number is not None:
            _begin(alarm or Alarm(code=kind.code), number)
        elif alarm is not None and is_on:
            _end_if_quiet(alarm)


def _begin(alarm: Alarm, number: int) -> None:
    alarm.number = number
    alarm.began_at = alarm.seen_at = clock.now()
    alarm.ended_at = None
    alarm.save()
    audit.record(AlarmEvent.BEGAN, alarm, by=None, alarm=alarm.code, number=number)
    context = {
        "words": alarm.kind.words,
        "link": settings.SITE_URL + reverse("operations:jobs"),
    }
    key = f"alarm-{alarm.code}-{alarm.began_at.isoformat()}"
    outbox.send_mails(
        ((address, context, f"{key}-{pk}") for pk, address in _administrators()),
        template="operations/mail/alarm",
    )


def _see(alarm: Alarm) -> None:
    """A clock that was set back since leaves no alarm that begins in the future."""
    alarm.seen_at = clock.now()
    alarm.began_at = min(alarm.began_at, alarm.seen_at)
    alarm.save(update_fields=["number", "began_at", "seen_at"])


def _end_if_quiet(alarm: Alarm) -> None:
    now = clock.now()
    if alarm.seen_at > now:  # the clock was set back: an hour is counted from here
        _see(alarm)
    elif now - alarm.seen_at >= QUIET_FOR:
        alarm.ended_at = now
        alarm.save(update_fields=["ended_at"])
        audit.record(AlarmEvent.ENDED, alarm, by=None, alarm=alarm.code)


def _administrators() -> list[tuple[int, str]]:
    """With the address; twice who administers two authorities, but by one key."""
    rows = Membership.objects.in_force().filter(
        role=Role.ADMINISTRATOR, person__email__isnull=False, person__is_active=True
    )
    return list(rows.order_by("person_id").values_list("person_id", "person__email"))
