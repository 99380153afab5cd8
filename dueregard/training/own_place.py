"""What somebody's own place says to them, and what they can do about it."""

from django.utils import timezone

from dueregard import clock

from .models import Place, Session

STANDING = (Place.Status.BOOKED, Place.Status.WAITING)


def state_of(place: Place) -> str:
    """`given_back`, `called_off`, or the place's own status."""
    if place.status == Place.Status.CANCELLED:
        return "given_back"
    if place.session.status == Session.Status.CANCELLED:
        return "called_off"
    return place.status


def may_give_back(place: Place) -> bool:
    planned = place.session.status == Session.Status.PLANNED
    return place.status in STANDING and planned and not place.session.has_begun


def may_check_in(place: Place) -> bool:
    """On the day, until it is noted who was there; who waits may be let in as well."""
    session = place.session
    return (
        session.status == Session.Status.PLANNED
        and timezone.localdate(session.starts_at) == clock.today()
        and place.status in STANDING
        and place.checked_in_at is None
    )


def online_link_of(place: Place) -> str:
    """For who has a place, until the session is over; nobody else is shown it."""
    session = place.session
    comes = state_of(place) == Place.Status.BOOKED and session.ends_at > clock.now()
    return session.online_link if comes else ""


def has_certificate(place: Place) -> bool:
    return Place.objects.with_certificate().filter(pk=place.pk).exists()
