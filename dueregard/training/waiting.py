"""What waits for whoever keeps training records: certificates to check, and sessions
whose attendance is to be noted."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.reminders.registry import Line

from .models import SentCertificate, Session
from .nudging import kept_by
from .reach import reach_of
from .readers import KEEPERS, SETTERS


def certificates_to_check(user) -> Iterator[Line]:
    """One line an authority, with the day on which the oldest came."""
    if not user.authorities_as(KEEPERS, Room.TRAINING):
        return
    waiting = SentCertificate.objects.waiting().filter(kept_by(user, "learner__"))
    rows = waiting.order_by().values_list("learner__authority__slug")
    for slug, count, oldest in rows.annotate(Count("pk"), Min("sent_at")):
        noun = "certificate" if count == 1 else "certificates"
        yield Line(
            f"Check {count} {noun} that people sent in",
            reverse("training:sent_certificates", args=[slug]),
            since=timezone.localdate(oldest),
        )


def attendance_to_note(user) -> list[Line]:
    """Sessions that are over and of which nobody has noted who was there."""
    here = user.authorities_as(SETTERS, Room.TRAINING)
    if not here:
        return []
    here = reach_of(user).kept_whole.intersection(here)
    over = Session.objects.filter(
        authority__in=here, status=Session.Status.PLANNED, ends_at__lte=clock.now()
    )
    return [
        Line(
            f"Note who was there: {session}",
            session.get_absolute_url(),
            since=timezone.localdate(session.ends_at),
        )
        for session in over.select_related("course").order_by("starts_at")[:5]
    ]
