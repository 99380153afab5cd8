"""Who was at a session, and the completions that this makes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Organisation, Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import AttendanceEvent
from ..models import Completion, Place, Session
from ..rules import may_run
from ..workflow import WORKFLOW
from .completions import complete, take_back
from .places import locked
from .sessions import new_code

Status = Place.Status
CERTIFICATE_CODE = 10
"""Letters of a certificate's code: 25 to the power of 10 cannot be guessed."""
CORRECTED = "Attendance was corrected: they were not there."
NOBODY = (
    "Tick at least one person who was there. "
    "If nobody came, cancel the session instead."
)


@dataclass(frozen=True)
class WalkIn:
    """Somebody who came without having a place."""

    name: str
    organisation: Organisation | None = None
    organisation_text: str = ""
    number: str = ""
    email: str = ""


@dataclass(frozen=True)
class Noted:
    """What noting the attendance came to; `refused` were there and do not count yet."""

    attended: int
    completions: int
    unsettled: int
    refused: list[Place]


@audit.atomic
def note_attendance(
    session: Session,
    *,
    came: Collection[int],
    walk_ins: Sequence[WalkIn] = (),
    version: int,
    by: Person,
) -> Noted:
    """Note who was there, by the ids of their places, and who came without one.

    Everybody else who had a place was absent. Those matched with the register have a
    completion from the day; where it is refused (the prerequisite is missing) the place
    says why, and the others go on. Noted again, it is corrected: a completion of
    somebody who was not there after all is taken back.

    Raises:
        NotAllowed: `by` does not settle training here.
        NotNow: it was cancelled, has not begun or takes no names; or nobody was there.
        Stale: the session was changed since `version`.
    """
    may_run(by, session)
    session = begun(claim_version(Session, session.pk, version), by)
    if session.counts_heads_only:
        raise NotNow("This session takes no names. Count who was there instead.")
    places = _held_places(session)
    present = [places[pk] for pk in came if pk in places]
    present += _walked_in(session, walk_ins, places)
    if not present:
        raise NotNow(NOBODY)
    _mark(places, {place.pk for place in present})
    made = sum(count_in(place, session, by) for place in present)
    for place in places.values():
        if place.status == Status.ABSENT:
            _uncount(place, session, by)
    _record_noted(session, walk_ins=walk_ins, completions=made, by=by)
    return _outcome(session, made)


@audit.atomic
def check_in(place: Place, *, code: str) -> None:
    """Somebody says with the code shown in the room that they are there. Whoever notes
    the attendance sees it, and decides.

    Raises:
        NotNow: the code is another, or the session is not on today.
    """
    session = locked(place.session)
    if timezone.localdate(session.starts_at) != clock.today():
        raise NotNow("You can check in on the day of the session.")
    if session.status == Session.Status.CANCELLED or place.status == Status.CANCELLED:
        raise NotNow("You have no place at this session any more.")
    if _plain(code) != session.code:
        raise NotNow("Enter the code that is shown in the room.")
    if place.checked_in_at is None:
        place.checked_in_at = clock.now()
        place.save(update_fields=["checked_in_at"])
        audit.record(AttendanceEvent.CHECKED_IN, session, by=None, place_id=place.pk)


def _plain(code: str) -> str:
    return "".join(each for each in code.upper() if each.isalnum())


def begun(session: Session, by: Person) -> Session:
    """The session, now held. Its version was counted up by whoever asks.

    Raises:
        NotNow: it is still to come, or was cancelled.
    """
    if not session.has_begun:
        raise NotNow("The session has not begun yet. Come back once it has.")
    session.save(update_fields=["version"])
    if session.status != Session.Status.HELD:
        WORKFLOW.make(session, "hold", by=by)
    return session


def _held_places(session: Session) -> dict[int, Place]:
    """By id, everybody who has a place or waits for one, locked."""
    held = session.places.exclude(status=Status.CANCELLED)
    held = held.select_for_update(of=("self",)).select_related("learner")
    return {place.pk: place for place in held}


def _outcome(session: Session, made: int) -> Noted:
    attended = session.places.filter(status=Status.ATTENDED)
    return Noted(
        attended=attended.count(),
        completions=made,
        unsettled=session.places.unsettled().count(),
        refused=list(attended.exclude(not_counted="")),
    )


def _walked_in(
    session: Session, walk_ins: Sequence[WalkIn], places: dict[int, Place]
) -> list[Place]:
    """Places for those who had none; who had one by their address keeps it."""
    by_email = {place.email: place for place in places.values() if place.email}
    found = []
    for each in walk_ins:
        place = by_email.get(each.email.lower()) if each.email else None
        if place is None:
            place = Place.objects.create(
                session=session,
                name=each.name,
                email=each.email.lower(),
                organisation=each.organisation,
                organisation_text=each.organisation_text,
                number=each.number,
                status=Status.ATTENDED,
            )
            places[place.pk] = place
        found.append(place)
    return found


def _mark(places: dict[int, Place], present: set[int]) -> None:
    """Who was there and who was not; those who only waited, and did not come, wait."""
    for place in places.values():
        there = place.pk in present
        if not there and place.status == Status.WAITING:
            continue
        place.status = Status.ATTENDED if there else Status.ABSENT
        place.changed_at = clock.now()
        if there and not place.certificate_code:
            place.certificate_code = new_code(CERTIFICATE_CODE)
    Place.objects.bulk_update(
        places.values(), ["status", "changed_at", "certificate_code"], batch_size=200
    )


def count_in(place: Place, session: Session, by: Person) -> bool:
    """Make the completion of somebody who was there, or have the place say why not;
    whether one was made. Nothing where nobody is matched, or it is made already."""
    if place.learner is None:
        return False
    if session.completions.live().filter(learner=place.learner).exists():
        return False
    try:
        complete(
            place.learner,
            session.course,
            completed_on=timezone.localdate(session.starts_at),
            source=Completion.Source.SESSION,
            mode=session.mode,
            trainer=str(session.facilitator or ""),
            certificate=place.certificate_code,
            session=session,
            by=by,
        )
        place.not_counted = ""
    except NotNow as refusal:
        place.not_counted = refusal.sentence[:300]
    place.save(update_fields=["not_counted"])
    return not place.not_counted


def _uncount(place: Place, session: Session, by: Person) -> None:
    if place.learner is None:
        return
    for completion in session.completions.live().filter(learner=place.learner):
        take_back(completion, by=by, because=CORRECTED)
    if place.not_counted:
        place.not_counted = ""
        place.save(update_fields=["not_counted"])


def _record_noted(
    session: Session, *, walk_ins: Sequence[WalkIn], completions: int, by: Person
) -> None:
    states = list(session.places.values_list("status", flat=True))
    audit.record(
        AttendanceEvent.NOTED,
        session,
        by=by,
        attended=states.count(Status.ATTENDED),
        absent=states.count(Status.ABSENT),
        walked_in=len(walk_ins),
        completions=completions,
    )
