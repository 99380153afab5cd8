"""Places at sessions: registering, the waiting list, and giving a place back.

Whoever changes who has a place locks the session first, so that the last place goes to
one of two who want it at the same moment, and the waiting list keeps its order.
"""

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Organisation, Person
from dueregard.audit import services as audit

from ..events import PlaceEvent
from ..models import Learner, Place, Session
from ..rules import may_see_to_place
from . import mails

Status = Place.Status
NOT_OPEN = "This session is not open for registration any more. Choose another one."
GIVEN_BACK = "This place was given back already."
BEGUN = "The session has begun, so the place cannot be given back."


@audit.atomic
def register(
    session: Session,
    *,
    name: str,
    email: str = "",
    organisation: Organisation | None = None,
    organisation_text: str = "",
    number: str = "",
    needs: str = "",
    learner: Learner | None = None,
    by: Person | None = None,
) -> Place:
    """Give somebody a place at `session`, or the next one on its waiting list.

    Nobody is turned away: when it is full they wait. Whoever registers again, by the
    same address or as the same learner, keeps the place they have, and is mailed again
    (once a day). `by` is who put them in; nobody for those who register themselves.

    Raises:
        NotNow: the session was held, was cancelled, has begun or is not public.
        NotAllowed: `by` does not run sessions of the authority.
    """
    session = _open_to(by, session, learner)
    email = email.strip().lower()
    place = _standing(session, email, learner)
    if place is not None:
        _confirm(session, place, mail=f"registered-{clock.today()}")
        return place
    place = Place(
        session=session,
        learner=learner,
        name=name,
        email=email,
        organisation=organisation,
        organisation_text=organisation_text,
        number=number,
        needs=needs,
    )
    _take(place, session, by)
    return place


@audit.atomic
def give_back(place: Place, *, by: Person | None = None) -> None:
    """Somebody is not coming: their place goes to the first who waits.

    Raises:
        NotNow: it was given back already, or the session has begun.
        NotAllowed: `by` does not run sessions of the authority.
    """
    session = locked(place.session)
    place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if by is not None:
        may_see_to_place(by, session, place.learner)
    if place.status not in (Status.BOOKED, Status.WAITING):
        raise NotNow(GIVEN_BACK)
    if session.starts_at <= clock.now():
        raise NotNow(BEGUN)
    _move([place], Status.CANCELLED)
    _record(PlaceEvent.GIVEN_BACK, place, session, by=by)
    mails.tell(session, [place], "place_given_back", mail="given-back")
    promote_waiting(session)


@audit.atomic
def promote_waiting(session: Session) -> int:
    """Give what places are free to those who wait, in order; to how many.

    Called when a place is given back and when a session gets more places.
    """
    session = locked(session)
    if session.status != Session.Status.PLANNED or session.starts_at <= clock.now():
        return 0
    waiting = session.places.waiting()
    free = _free(session)
    promoted = list(waiting if free is None else waiting[: max(0, free)])
    _move(promoted, Status.BOOKED)
    for place in promoted:
        _record(PlaceEvent.PROMOTED, place, session, by=None)
    mails.tell(session, promoted, "place_offered", mail="offered")
    return len(promoted)


def locked(session: Session) -> Session:
    """`session` as it is now, with nobody else at its places until we are done."""
    rows = Session.objects.select_related("course", "authority")
    return rows.select_for_update(of=("self",)).get(pk=session.pk)


def _open_to(by: Person | None, session: Session, learner: Learner | None) -> Session:
    """`session`, locked, for `by` to put somebody in; without `by`, a public one.

    Raises:
        NotAllowed, NotNow: as `register`.
    """
    session = locked(session)
    if by is not None:
        may_see_to_place(by, session, learner)
    is_open = (
        session.status == Session.Status.PLANNED
        and session.starts_at > clock.now()
        and (session.is_public or by is not None)
    )
    if not is_open:
        raise NotNow(NOT_OPEN)
    return session


def _standing(session: Session, email: str, learner: Learner | None) -> Place | None:
    standing = session.places.standing()
    found = standing.filter(email=email).first() if email else None
    if found is None and learner is not None:
        found = standing.filter(learner=learner).first()
    return found


def _free(session: Session) -> int | None:
    """How many places nobody has; None when there is no end to them."""
    if session.capacity is None:
        return None
    return session.capacity - session.places.coming().count()


def _has_room(session: Session) -> bool:
    """Whether there is a place that nobody who waits comes before."""
    free = _free(session)
    return free is None or free > session.places.waiting().count()


def _take(place: Place, session: Session, by: Person | None) -> None:
    """A new place: booked when there is room, and otherwise waiting."""
    place.status = Status.BOOKED if _has_room(session) else Status.WAITING
    place.save()
    _record(PlaceEvent.TAKEN, place, session, by=by)
    _confirm(session, place, mail="registered")


def _move(places: list[Place], status: str) -> None:
    for place in places:
        place.status, place.changed_at = status, clock.now()
    Place.objects.bulk_update(places, ["status", "changed_at"], batch_size=500)


def _confirm(session: Session, place: Place, *, mail: str) -> None:
    booked = place.status == Status.BOOKED
    template = "place_booked" if booked else "place_waiting"
    mails.tell(session, [place], template, mail=mail)


def _record(event, place: Place, session: Session, *, by: Person | None) -> None:
    audit.record(
        event,
        place,
        by=by,
        authority=session.authority_id,
        session_id=session.pk,
        status=place.status,
    )
