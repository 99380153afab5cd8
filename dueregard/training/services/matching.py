"""Saying who in the register somebody was that was at a session."""

from collections.abc import Sequence

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Organisation, Person
from dueregard.audit import services as audit

from ..events import AttendanceEvent
from ..models import Learner, Place, Session
from ..rules import may_run
from .attendance import count_in
from .learners import add_learner
from .places import locked

Status = Place.Status

Decision = tuple[Place, str, Learner | Organisation | None]
"""A place, and "match" with a learner, "new" in an organisation, or "unnamed"."""


@audit.atomic
def settle(session: Session, decisions: Sequence[Decision], *, by: Person) -> int:
    """Do for each place what was decided; to how many that there was a completion of.

    Raises:
        NotAllowed: `by` does not settle training here.
        NotNow: as `match`, `leave_unnamed` and `add_learner`; nothing is done then.
    """
    may_run(by, session)
    before = session.completions.live().count()
    for place, how, whom in decisions:
        if how == "unnamed":
            leave_unnamed(place, by=by)
            continue
        if isinstance(whom, Organisation):
            whom = _added(place, whom, session, by)
        match(place, whom, by=by)
    return session.completions.live().count() - before


@audit.atomic
def match(place: Place, learner: Learner, *, by: Person) -> Place:
    """Say who somebody was that was there: a completion of theirs is made, or the place
    says why not.

    Raises:
        NotAllowed: `by` does not settle training here, or keep that person's record.
        NotNow: they were not there, are matched already, or the person is.
    """
    may_run(by, place.session)
    session = locked(place.session)
    place = _unmatched(place)
    if learner.authority_id != session.authority_id or learner.merged_into_id:
        raise NotNow(f"{learner} is not in this register. Choose somebody else.")
    if session.places.filter(learner=learner, status=Status.ATTENDED).exists():
        raise NotNow(f"{learner} is down as having been there already.")
    place.learner, place.left_unnamed = learner, False
    place.save(update_fields=["learner", "left_unnamed"])
    count_in(place, session, by)
    completion = session.completions.live().filter(learner=learner).first()
    audit.record(
        AttendanceEvent.MATCHED,
        session,
        by=by,
        place_id=place.pk,
        learner_id=learner.pk,
        completion_id=completion.pk if completion else None,
    )
    return place


@audit.atomic
def leave_unnamed(place: Place, *, by: Person) -> None:
    """Count somebody who was there without a name, and ask no more who it was.

    Raises:
        NotAllowed: `by` does not settle training here.
        NotNow: they were not there, or are matched already.
    """
    may_run(by, place.session)
    session = locked(place.session)
    place = _unmatched(place)
    place.left_unnamed = True
    place.save(update_fields=["left_unnamed"])
    audit.record(AttendanceEvent.LEFT_UNNAMED, session, by=by, place_id=place.pk)


@audit.atomic
def count_again(session: Session, *, by: Person) -> int:
    """Try once more those who were there and were refused; how many count now.

    Raises:
        NotAllowed: `by` does not settle training here.
    """
    may_run(by, session)
    session = locked(session)
    refused = session.places.filter(status=Status.ATTENDED).exclude(not_counted="")
    return sum(
        count_in(place, session, by) for place in refused.select_related("learner")
    )


def _added(
    place: Place, organisation: Organisation, session: Session, by: Person
) -> Learner:
    return add_learner(
        session.authority,
        organisation,
        number=place.number,
        name=place.name,
        email=place.email,
        audience=session.audience,
        by=by,
    )


def _unmatched(place: Place) -> Place:
    rows = Place.objects.select_for_update(of=("self",)).select_related("session")
    place = rows.get(pk=place.pk)
    if place.status != Status.ATTENDED:
        raise NotNow(f"{place.name} was not there.")
    if place.learner_id:
        raise NotNow(f"{place.name} is matched with the register already.")
    return place
