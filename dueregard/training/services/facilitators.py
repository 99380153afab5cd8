"""Facilitators, and what stands on somebody's list before an accreditation ends."""

from collections.abc import Iterable
from datetime import date

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Membership, Person
from dueregard.audit import services as audit
from dueregard.reminders import services as reminders
from dueregard.reminders.services import Owed
from dueregard.submissions.versions import claim_version

from ..accrediting import WARNED_BEFORE
from ..events import FacilitatorEvent
from ..models import Facilitator, Session
from ..readers import SETTERS
from ..rules import may_set, sets_for

ACCREDITATION = "training.accreditation"


@audit.atomic
def add_facilitator(authority: Authority, *, by: Person, **facts) -> Facilitator:
    """Add somebody who runs workshops.

    Facts are `name`, `organisation`, `email`, `accreditation` (a course), its
    `accredited_on` and `expires_on`.

    Raises:
        NotAllowed: `by` does not settle training here.
        NotNow: the organisation or accreditation is not this authority's, or an
            accreditation ends before it begins.
    """
    may_set(by, authority)
    facilitator = Facilitator(authority=authority, **facts)
    _must_make_sense(facilitator)
    facilitator.save()
    audit.record(
        FacilitatorEvent.ADDED, facilitator, by=by, expires_on=facilitator.expires_on
    )
    _owe([facilitator])
    return facilitator


@audit.atomic
def change_facilitator(
    facilitator: Facilitator, *, version: int, by: Person, **changes
) -> Facilitator:
    """Change who they are, or renew their accreditation.

    Raises:
        NotAllowed: `by` does not settle training here.
        NotNow: as `add_facilitator`.
        Stale: it was changed since `version`.
    """
    may_set(by, facilitator.authority)
    facilitator = claim_version(Facilitator, facilitator.pk, version)
    changed = [
        name for name, new in changes.items() if getattr(facilitator, name) != new
    ]
    for name in changed:
        setattr(facilitator, name, changes[name])
    _must_make_sense(facilitator)
    facilitator.save()
    if changed:
        audit.record(
            FacilitatorEvent.CHANGED,
            facilitator,
            by=by,
            fields=changed,
            expires_on=facilitator.expires_on,
        )
    if "expires_on" in changed:
        _close([facilitator], FacilitatorEvent.CHANGED.code)
        _owe([facilitator])
    return facilitator


@audit.atomic
def facilitator_left(facilitator: Facilitator, *, left_on: date, by: Person) -> None:
    """Note the day from which somebody runs no more workshops; past ones stay theirs.

    Raises:
        NotAllowed: `by` does not settle training here.
        NotNow: they run a session on that day or later.
    """
    may_set(by, facilitator.authority)
    rows = Facilitator.objects.select_for_update(of=("self",))
    facilitator = rows.select_related("authority").get(pk=facilitator.pk)
    theirs = facilitator.sessions.filter(
        status=Session.Status.PLANNED, starts_at__date__gte=left_on
    )
    if theirs.exists():
        raise NotNow(
            f"{facilitator} still has sessions to run. Give them to somebody else "
            "first."
        )
    facilitator.left_on = left_on
    facilitator.version += 1
    facilitator.save(update_fields=["left_on", "version"])
    _close([facilitator], FacilitatorEvent.LEFT.code)
    audit.record(FacilitatorEvent.LEFT, facilitator, by=by, left_on=left_on)


@audit.atomic
def owe_accreditations() -> None:
    """Put on the training leads' lists each accreditation that ends within 90 days.
    Once a day."""
    near = Facilitator.objects.serving().filter(
        expires_on__lte=clock.today() + WARNED_BEFORE,
        authority__rooms__room=Room.TRAINING,
    )
    _owe(near.select_related("authority", "accreditation"))


def _owe(facilitators: Iterable[Facilitator]) -> None:
    last = clock.today() + WARNED_BEFORE
    near = [
        (each, each.expires_on)
        for each in facilitators
        if each.expires_on and each.expires_on <= last
    ]
    setters = _setters({each.authority_id for each, _ in near})
    reminders.owe(
        Owed(
            kind=ACCREDITATION,
            subject_id=str(each.pk),
            authority=each.authority,
            room=Room.TRAINING,
            title="Renew a facilitator’s accreditation",
            about=str(each.accreditation),
            url=each.get_absolute_url(),
            source="The last day of the accreditation",
            due_on=due_on,
            person=person,
        )
        for each, due_on in near
        for person in setters.get(each.authority_id, [])
    )


def _close(facilitators: Iterable[Facilitator], event: str) -> None:
    ids = [str(each.pk) for each in facilitators]
    reminders.close_tasks(ACCREDITATION, ids, event=event)


def _setters(authorities: set[int]) -> dict[int, list[Person]]:
    """Who settles training at each authority today."""
    found: dict[int, list[Person]] = {}
    held = Membership.objects.in_force().filter(
        authority__in=authorities, role__in=SETTERS
    )
    for membership in held.select_related("person", "authority"):
        people = found.setdefault(membership.authority_id, [])
        person = membership.person
        if person not in people and sets_for(person, membership.authority):
            people.append(person)
    return found


def _must_make_sense(facilitator: Facilitator) -> None:
    authority = facilitator.authority
    if not facilitator.organisation.authorities.filter(pk=authority.pk).exists():
        raise NotNow(f"{facilitator.organisation} does not work with {authority}.")
    accreditation = facilitator.accreditation
    if accreditation is None:
        if facilitator.expires_on or facilitator.accredited_on:
            raise NotNow("Select the accreditation that these dates are of.")
        return
    if accreditation.authority_id != authority.pk or not accreditation.is_accreditation:
        raise NotNow(f"{accreditation} is not an accreditation.")
    begins, ends = facilitator.accredited_on, facilitator.expires_on
    if begins and ends and ends < begins:
        raise NotNow("The accreditation must end on or after the day it was given.")
