"""People of the register: adding, changing, leaving and coming back (issue 4, 3)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import LearnerEvent
from ..models import Audience, Learner, LearnerRole, RoleGroup
from ..names import name_key
from ..rules import may_keep, may_keep_learner
from . import standing


@audit.atomic
def add_learner(
    authority: Authority,
    organisation: Organisation,
    *,
    number: str = "",
    name: str = "",
    email: str = "",
    audience: str = Audience.STAFF,
    joined_on: date | None = None,
    role_groups: Iterable[RoleGroup] = (),
    by: Person,
) -> Learner:
    """Put somebody in the register, known by a staff number, a name or both.

    Raises:
        NotAllowed: `by` does not keep the people of `organisation`.
        NotNow: neither number nor name; the organisation does not work with the
            authority, or is part of another by now; the number is somebody else's; or
            a role group is of another authority or closed.
    """
    may_keep(by, authority, organisation)
    must_work_here(organisation, authority)
    learner = Learner(
        authority=authority,
        organisation=organisation,
        number=number.strip(),
        name=name.strip(),
        name_key=name_key(name),
        email=email.strip().lower(),
        audience=audience,
        joined_on=joined_on,
    )
    must_be_known(learner)
    _must_have_own_number(learner)
    learner.save()
    audit.record(LearnerEvent.ADDED, learner, by=by, organisation_id=organisation.pk)
    _put_in(learner, list(role_groups), starts_on=None)
    standing.refresh([learner.pk])
    return learner


@audit.atomic
def change_learner(
    learner: Learner, *, version: int, by: Person, **changes: Any
) -> Learner:
    """Change who somebody is, where they are, or the day they joined.

    Raises:
        NotAllowed: `by` does not keep the people of their organisation, or of the one
            they go to.
        NotNow: as `add_learner`; they were merged; or they left before that day.
        Stale: somebody changed them since `version`.
    """
    may_keep_learner(by, learner)
    learner = claim_version(Learner, learner.pk, version)
    _must_be_kept(learner)
    changed = [name for name, new in changes.items() if getattr(learner, name) != new]
    for name in changed:
        setattr(learner, name, changes[name])
    may_keep_learner(by, learner)
    if "organisation" in changed:
        must_work_here(learner.organisation, learner.authority)
    learner.name_key = name_key(learner.name)
    must_be_known(learner)
    _must_have_own_number(learner)
    _must_be_in_order(learner)
    learner.save()
    if changed:
        audit.record(LearnerEvent.CHANGED, learner, by=by, fields=changed)
        standing.refresh([learner.pk])
    return learner


@audit.atomic
def leave(learner: Learner, *, left_on: date, by: Person) -> Learner:
    """Have somebody gone from `left_on` on: counted apart, and kept with all they did.

    Raises:
        NotAllowed: `by` does not keep the people of their organisation.
        NotNow: they left already, or had not joined by that day.
    """
    learner = _locked(learner, by)
    if learner.left_on:
        raise NotNow("They have left already. Change the day, or have them re-join.")
    learner.left_on = left_on
    _must_be_in_order(learner)
    return _saved(learner, LearnerEvent.LEFT, by, left_on=left_on)


@audit.atomic
def rejoin(learner: Learner, *, joined_on: date, by: Person) -> Learner:
    """Have somebody back from `joined_on` on, with all that they completed before.

    A role group that they are in counts them as a starter again. Role groups stay as
    they were: take them out of those that they no longer belong to.

    Raises:
        NotAllowed: `by` does not keep the people of their organisation.
        NotNow: they have not left, or left after that day.
    """
    learner = _locked(learner, by)
    if not learner.left_on:
        raise NotNow("They have not left, so they cannot re-join.")
    if joined_on < learner.left_on:
        raise NotNow("Enter the day they re-joined, which is after they left.")
    before = learner.left_on
    learner.joined_on, learner.left_on = joined_on, None
    learner.leave_from = learner.leave_until = None
    return _saved(
        learner, LearnerEvent.REJOINED, by, joined_on=joined_on, left_on=before
    )


@audit.atomic
def set_leave(
    learner: Learner,
    *,
    leave_from: date | None,
    leave_until: date | None = None,
    by: Person,
) -> Learner:
    """Have somebody on leave, so that they are counted apart; None is not on leave,
    and no last day is until further notice.

    Raises:
        NotAllowed: `by` does not keep the people of their organisation.
        NotNow: the leave ends before it begins.
    """
    learner = _locked(learner, by)
    if leave_until and (leave_from is None or leave_until < leave_from):
        raise NotNow("Enter a last day of leave that is on or after the first.")
    learner.leave_from, learner.leave_until = leave_from, leave_until
    return _saved(
        learner,
        LearnerEvent.ON_LEAVE,
        by,
        leave_from=leave_from,
        leave_until=leave_until,
    )


@audit.atomic
def put_in_group(
    learner: Learner,
    role_group: RoleGroup,
    *,
    starts_on: date | None = None,
    by: Person,
) -> LearnerRole:
    """Have the rules of `role_group` hold for somebody, from `starts_on` or the day
    they joined.

    Raises:
        NotAllowed: `by` does not keep the people of their organisation.
        NotNow: they are in it, it is closed, or it is of another authority.
    """
    learner = _locked(learner, by)
    if learner.roles.filter(role_group=role_group).exists():
        raise NotNow(f"They are in “{role_group}” already.")
    [place] = _put_in(learner, [role_group], starts_on=starts_on)
    _saved(learner, LearnerEvent.PUT_IN, by, role_group_id=role_group.pk)
    return place


@audit.atomic
def take_out_of_group(place: LearnerRole, *, by: Person) -> None:
    """Have the rules of a role group hold for somebody no more; what they completed
    stays.

    Raises:
        NotAllowed: `by` does not keep the people of their organisation.
    """
    learner = _locked(place.learner, by)
    group = place.role_group_id
    place.delete()
    _saved(learner, LearnerEvent.TAKEN_OUT, by, role_group_id=group)


def _put_in(
    learner: Learner, groups: list[RoleGroup], *, starts_on: date | None
) -> list[LearnerRole]:
    for group in groups:
        if group.authority_id != learner.authority_id:
            raise NotNow(f"“{group}” is a role group of another authority.")
        if group.closed_on:
            raise NotNow(f"“{group}” is closed. Choose another role group.")
    places = [place_in(learner, group, starts_on=starts_on) for group in groups]
    return LearnerRole.objects.bulk_create(places)


def place_in(
    learner: Learner, group: RoleGroup, *, starts_on: date | None
) -> LearnerRole:
    return LearnerRole(
        learner=learner,
        role_group=group,
        starts_on=starts_on,
        authority_id=learner.authority_id,
        organisation_id=learner.organisation_id,
    )


def _locked(learner: Learner, by: Person) -> Learner:
    rows = Learner.objects.select_for_update(of=("self",))
    rows = rows.select_related("authority", "organisation")
    learner = rows.get(pk=learner.pk)
    may_keep_learner(by, learner)
    _must_be_kept(learner)
    return learner


def _saved(learner: Learner, event, by: Person, **facts: Any) -> Learner:
    learner.version += 1
    learner.save()
    audit.record(event, learner, by=by, **facts)
    standing.refresh([learner.pk])
    return learner


def _must_be_kept(learner: Learner) -> None:
    if learner.merged_into_id:
        raise NotNow(
            "This record was merged into another. Open that one and change it there."
        )


def must_be_known(learner: Learner) -> None:
    if not (learner.number or learner.name):
        raise NotNow("Enter a staff number or a name.")


def _must_have_own_number(learner: Learner) -> None:
    if not learner.number:
        return
    same = Learner.objects.kept().filter(
        authority=learner.authority,
        organisation=learner.organisation,
        number=learner.number,
    )
    if holder := same.exclude(pk=learner.pk).first():
        who = f" by {holder.name}" if holder.name else ""
        raise NotNow(
            f"Staff number {learner.number} is used{who} at {learner.organisation} "
            "already. Check the number, or open that person."
        )


def _must_be_in_order(learner: Learner) -> None:
    if learner.joined_on and learner.left_on and learner.left_on < learner.joined_on:
        raise NotNow("Enter a day of leaving that is on or after the day they joined.")


def must_work_here(organisation: Organisation, authority: Authority) -> None:
    if not organisation.authorities.filter(pk=authority.pk).exists():
        raise NotNow(f"{organisation} does not work with {authority}.")
    ended = organisation.succeeded_on
    if ended and ended <= clock.today():
        raise NotNow(
            f"{organisation} is part of {organisation.successor} now. Choose that one."
        )
