"""Removing who had places at sessions, once nobody needs it any more.

What would help somebody take part goes with the session's end. Six months later names
and addresses go too: places that were not used are deleted, the others only count.
That somebody did the course stays in the register, with its own rules.
"""

from django.db import models

from dueregard import clock
from dueregard.audit import services as audit

from ..events import PlaceEvent
from ..expiry import add_months
from ..models import Place, PlaceLink, Session

MONTHS_KEPT = 6
NOBODY = "Name removed"
USED = (Place.Status.ATTENDED, Place.Status.ABSENT)
MOST_AT_ONCE = 200


@audit.atomic
def forget_needs() -> int:
    """Remove what would have helped people take part in sessions that are over."""
    over = Place.objects.filter(session__ends_at__lt=clock.now()).exclude(needs="")
    return over.update(needs="")


@audit.atomic
def forget_places() -> int:
    """Remove who had places at sessions of more than six months ago; at how many
    sessions there were any. The next run takes what this one left."""
    old = _old_sessions()
    for session in old:
        places = session.places.filter(forgotten_at__isnull=True)
        used = places.filter(status__in=USED)
        PlaceLink.objects.filter(place__in=used).delete()
        stripped = used.update(
            name=NOBODY, email="", number="", needs="", organisation_text="",
            forgotten_at=clock.now(),
        )  # fmt: skip
        deleted = session.places.exclude(status__in=USED).delete()[1]
        audit.record(
            PlaceEvent.FORGOTTEN,
            session,
            by=None,
            stripped=stripped,
            deleted=deleted.get(Place._meta.label, 0),
        )
    return len(old)


def _old_sessions() -> list[Session]:
    last_day = add_months(clock.today(), -MONTHS_KEPT)
    kept = Place.objects.filter(
        session=models.OuterRef("pk"), forgotten_at__isnull=True
    )
    rows = Session.objects.filter(models.Exists(kept))
    rows = rows.filter(ends_at__date__lt=last_day)
    return list(rows.order_by("pk")[:MOST_AT_ONCE])
