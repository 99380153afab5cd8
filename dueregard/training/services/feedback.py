"""What people thought of a session, without a name."""

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.audit import services as audit

from ..events import FeedbackEvent
from ..models import Feedback, Place, Session

Status = Place.Status
NOT_YET = "The session is not over yet. Come back by the same link afterwards."
GIVEN = "You have said what you thought already. Thank you."
NOT_THERE = "Only those who were there can say what they thought of it."


@audit.atomic
def give_feedback(
    place: Place, *, knows_more: int, would_act: int, well_run: int, comment: str = ""
) -> Feedback:
    """Keep what somebody thought, once for each place.

    The place keeps that they answered, the answer does not keep whose it is: neither
    row, nor the audit, leads from one to the other.

    Raises:
        NotNow: they answered already, were not there, or the session is not over.
    """
    rows = Place.objects.select_related("session__authority")
    place = rows.select_for_update(of=("self",)).get(pk=place.pk)
    must_be_asked(place)
    Place.objects.filter(pk=place.pk).update(gave_feedback=True)
    feedback = Feedback.objects.create(
        session=place.session,
        knows_more=knows_more,
        would_act=would_act,
        well_run=well_run,
        comment=comment,
    )
    audit.record(FeedbackEvent.GIVEN, place.session, by=None)
    return feedback


def must_be_asked(place: Place) -> None:
    """Raises NotNow when whoever has `place` is not asked what they thought (now)."""
    if place.gave_feedback:
        raise NotNow(GIVEN)
    if place.session.ends_at > clock.now():
        raise NotNow(NOT_YET)
    was_there = place.status in (Status.ATTENDED, Status.BOOKED)
    if not was_there or place.session.status == Session.Status.CANCELLED:
        raise NotNow(NOT_THERE)


def is_asked(place: Place) -> bool:
    try:
        must_be_asked(place)
    except NotNow:
        return False
    return True
