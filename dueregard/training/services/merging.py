"""Two records that are one person: proposed by the service, said by a person.

Nothing is merged silently, and a merge can be taken back: what went over is written
down and goes back. A merged record stays, with what the other one knew already.
"""

from datetime import date
from typing import Any

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ..events import LearnerEvent
from ..models import (
    Completion,
    KnownApart,
    Learner,
    LearnerMerge,
    LearnerRole,
    Place,
    SentCertificate,
)
from ..rules import may_keep_learner
from . import standing

FILLED = ("number", "name", "name_key", "email", "person_id", "joined_on")


@audit.atomic
def merge(kept: Learner, other: Learner, *, by: Person, because: str) -> LearnerMerge:
    """Say that `other` is the same person as `kept`, which goes on.

    Completions, places at sessions and role groups of `other` go over; what `kept`
    lacks is filled in from it. A completion that both know stays with `other`, where it
    counts no more.

    Raises:
        NotAllowed: `by` does not keep the people of both organisations.
        NotNow: they are one record, of two authorities, or merged already; or there is
            no reason.
    """
    kept, other = _both(kept.pk, other.pk, by)
    if not because.strip():
        raise NotNow("Enter how you know that they are one person.")
    moved = _move_all(other, kept)
    other.merged_into = kept
    other.version += 1
    other.save()
    moved["filled"] = _fill(kept, other)
    kept.version += 1
    kept.save()
    row = LearnerMerge.objects.create(
        kept=kept, other=other, because=because.strip(), moved=moved, by=by
    )
    audit.record(
        LearnerEvent.MERGED,
        kept,
        by=by,
        other_id=other.pk,
        completions=len(moved["completions"]),
        reason_hash=audit.text_hash(because.strip()),
    )
    standing.refresh([kept.pk, other.pk])
    return row


@audit.atomic
def unmerge(row: LearnerMerge, *, by: Person) -> Learner:
    """Take a merge back: what went over returns, as far as it is still there. Returns
    the record that is on its own again.

    Raises:
        NotAllowed: `by` does not keep the people of both organisations.
        NotNow: it was taken back already; a later merge is in the way; or the staff
            number of the other record is somebody else's by now.
    """
    row = LearnerMerge.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.undone_at:
        raise NotNow("This merge was taken back already.")
    kept, other = _locked(row.kept_id), _locked(row.other_id)
    may_keep_learner(by, kept)
    may_keep_learner(by, other)
    if kept.merged_into_id:
        raise NotNow(f"{kept} was merged itself since. Take that merge back first.")
    _empty(kept, row.moved["filled"])
    kept.version += 1
    kept.save()
    _must_have_free_number(other)
    other.merged_into = None
    other.version += 1
    other.save()
    back = Completion.objects.filter(learner=kept, pk__in=row.moved["completions"])
    count = back.update(learner=other)
    for model, name in ((Place, "places"), (SentCertificate, "sent")):
        rows = model.objects.filter(learner=kept, pk__in=row.moved[name])
        rows.update(learner=other)
    kept.roles.filter(role_group__in=row.moved["groups"]).delete()
    _hold_groups(other, row.moved["held"])
    row.undone_at, row.undone_by = clock.now(), by
    row.save(update_fields=["undone_at", "undone_by"])
    audit.record(
        LearnerEvent.UNMERGED, kept, by=by, other_id=other.pk, completions=count
    )
    standing.refresh([kept.pk, other.pk])
    return other


@audit.atomic
def keep_apart(one: Learner, other: Learner, *, by: Person) -> None:
    """Say that two records are two people, so that they are not proposed again. Said
    twice, it changes nothing.

    Raises:
        NotAllowed: `by` does not keep the people of both organisations.
        NotNow: they are one record, of two authorities, or merged.
    """
    one, other = _both(one.pk, other.pk, by)
    first, second = sorted((one, other), key=lambda each: each.pk)
    _, is_new = KnownApart.objects.get_or_create(
        first=first, second=second, defaults={"by": by}
    )
    if is_new:
        audit.record(LearnerEvent.KEPT_APART, first, by=by, other_id=second.pk)


def _both(kept_pk: int, other_pk: int, by: Person) -> tuple[Learner, Learner]:
    """The two rows, locked in the order of their ids."""
    if kept_pk == other_pk:
        raise NotNow("Choose two records.")
    rows = {pk: _locked(pk) for pk in sorted((kept_pk, other_pk))}
    for row in rows.values():
        may_keep_learner(by, row)
        if row.merged_into_id:
            raise NotNow(f"{row} was merged into another record already.")
    kept, other = rows[kept_pk], rows[other_pk]
    if kept.authority_id != other.authority_id:
        raise NotNow("Choose two records of one authority.")
    return kept, other


def _locked(pk: int) -> Learner:
    rows = Learner.objects.select_for_update(of=("self",))
    return rows.select_related("authority", "organisation").get(pk=pk)


def _move_all(other: Learner, kept: Learner) -> dict[str, Any]:
    """What goes over from `other` to `kept`, and what it gives up; as JSON."""
    return {
        "completions": _move_completions(other, kept),
        "places": _move_places(other, kept),
        "sent": _move_sent(other, kept),
        "groups": _join_groups(other, kept),
        "held": _give_up_groups(other),
    }


def _move_completions(other: Learner, kept: Learner) -> list[int]:
    """Ids of those that went over; what `kept` has on the same day stays behind."""
    known = {
        (course, day)
        for course, day in kept.completions.live().values_list(
            "course_id", "completed_on"
        )
    }
    going = [
        done.pk
        for done in other.completions.all()
        if not done.is_live or (done.course_id, done.completed_on) not in known
    ]
    Completion.objects.filter(pk__in=going).update(learner=kept)
    return going


def _move_places(other: Learner, kept: Learner) -> list[int]:
    going = list(other.places.values_list("pk", flat=True))
    Place.objects.filter(pk__in=going).update(learner=kept)
    return going


def _move_sent(other: Learner, kept: Learner) -> list[int]:
    """Ids of those that went over; what both sent in, and waits, stays behind."""
    known = {(sent.course_id, sent.completed_on) for sent in kept.sent.waiting()}
    going = [
        sent.pk
        for sent in other.sent.all()
        if not sent.is_waiting or (sent.course_id, sent.completed_on) not in known
    ]
    SentCertificate.objects.filter(pk__in=going).update(learner=kept)
    return going


def _join_groups(other: Learner, kept: Learner) -> list[int]:
    """Ids of the role groups that `kept` was not in, and is in now."""
    held = set(kept.roles.values_list("role_group_id", flat=True))
    new = [place for place in other.roles.all() if place.role_group_id not in held]
    LearnerRole.objects.bulk_create(
        LearnerRole(
            learner=kept,
            role_group_id=place.role_group_id,
            starts_on=place.starts_on,
            authority_id=kept.authority_id,
            organisation_id=kept.organisation_id,
        )
        for place in new
    )
    return [place.role_group_id for place in new]


def _give_up_groups(other: Learner) -> list[list[Any]]:
    """Take `other` out of its role groups, so that nobody counts twice; what they were,
    each with the day it held from."""
    held = [
        [place.role_group_id, place.starts_on.isoformat() if place.starts_on else None]
        for place in other.roles.all()
    ]
    other.roles.all().delete()
    return held


def _hold_groups(other: Learner, held: list[list[Any]]) -> None:
    LearnerRole.objects.bulk_create(
        LearnerRole(
            learner=other,
            role_group_id=group,
            starts_on=date.fromisoformat(starts_on) if starts_on else None,
            authority_id=other.authority_id,
            organisation_id=other.organisation_id,
        )
        for group, starts_on in held
    )


def _fill(kept: Learner, other: Learner) -> dict[str, Any]:
    """Fill what `kept` lacks from `other`; what was filled, as JSON."""
    filled = {}
    for name in FILLED:
        value = getattr(other, name)
        if not value or getattr(kept, name) or not _fits(name, value, kept, other):
            continue
        setattr(kept, name, value)
        filled[name] = value.isoformat() if name == "joined_on" else value
    return filled


def _fits(name: str, value: Any, kept: Learner, other: Learner) -> bool:
    """A number means something at its own organisation; nobody joins after leaving."""
    if name == "number":
        return kept.organisation_id == other.organisation_id
    if name == "joined_on":
        return kept.left_on is None or value <= kept.left_on
    return True


def _empty(kept: Learner, filled: dict[str, Any]) -> None:
    """Take out again what was filled in and was not changed since."""
    for name, value in filled.items():
        now = getattr(kept, name)
        if (now.isoformat() if name == "joined_on" and now else now) == value:
            setattr(kept, name, None if name in ("person_id", "joined_on") else "")


def _must_have_free_number(other: Learner) -> None:
    same = Learner.objects.kept().filter(
        authority=other.authority,
        organisation=other.organisation,
        number=other.number,
    )
    if other.number and same.exists():
        raise NotNow(
            f"Staff number {other.number} is used at {other.organisation} by now. "
            "Give that person another number first."
        )
