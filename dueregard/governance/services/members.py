"""Who sits on a group, for whom, and until when."""

from datetime import date, timedelta

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Organisation, Person
from dueregard.audit import services as audit
from dueregard.partners.people import people_of
from dueregard.submissions.versions import claim_version

from ..events import GroupEvent
from ..models import GroupMember, PartnershipGroup
from ..rules import may_keep_groups
from .groups import locked

ONE_DAY = timedelta(days=1)
Seat = GroupMember.Seat


@audit.atomic
def add_member(
    group: PartnershipGroup,
    *,
    person: Person,
    organisation: Organisation,
    seat: str = Seat.MEMBER,
    deputy_for: GroupMember | None = None,
    starts_on: date,
    ends_on: date | None = None,
    by: Person,
) -> GroupMember:
    """Give `person` a seat on `group` for `organisation`, or have them stand in for
    `deputy_for` when that member cannot come.

    Raises:
        NotAllowed: `by` may not change groups here.
        NotNow: the group is closed; they or the organisation are not of the authority;
            they sit there then; or somebody else chairs it then.
    """
    may_keep_groups(by, group.authority)
    group = locked(group)
    member = GroupMember(
        group=group,
        person=person,
        organisation=organisation,
        seat=seat,
        deputy_for=deputy_for,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _must_be_ours(member)
    _must_be_free(member)
    member.save()
    _record_seat(member, by)
    return member


@audit.atomic
def change_member(
    member: GroupMember, *, version: int, by: Person, **changes
) -> GroupMember:
    """Change the organisation, the seat, or the days of a member.

    Raises:
        NotAllowed, NotNow: as `add_member`.
        Stale: it was changed since `version`.
    """
    may_keep_groups(by, member.group.authority)
    locked(member.group)
    member = claim_version(GroupMember, member.pk, version)
    changed = [name for name, new in changes.items() if getattr(member, name) != new]
    for name in changed:
        setattr(member, name, changes[name])
    _must_be_ours(member)
    _must_be_free(member)
    member.save()
    if changed:
        audit.record(
            GroupEvent.SEAT_CHANGED,
            member.group,
            by=by,
            seat_id=member.pk,
            fields=changed,
        )
    return member


@audit.atomic
def end_seat(member: GroupMember, *, ends_on: date, by: Person) -> None:
    """Give a member their last day on the group; whoever stands in for them too.

    Raises:
        NotAllowed: `by` may not change groups here.
        NotNow: the seat has ended, or the day is before it began.
    """
    may_keep_groups(by, member.group.authority)
    locked(member.group)
    member = GroupMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.ends_on and member.ends_on < clock.today():
        raise NotNow(f"{member.person} has left this group already.")
    if ends_on < member.starts_on:
        raise NotNow("The last day must be on or after the first.")
    _end(member, ends_on, by)
    for deputy in member.deputies.not_ended().filter(starts_on__lte=ends_on):
        _end(deputy, ends_on, by)


@audit.atomic
def replace_member(
    member: GroupMember, *, person: Person, starts_on: date, by: Person
) -> GroupMember:
    """Have `person` take the seat of `member` from `starts_on`, for the same
    organisation. The member's last day is the day before.

    Raises:
        NotAllowed, NotNow: as `end_seat` and `add_member`.
    """
    end_seat(member, ends_on=starts_on - ONE_DAY, by=by)
    sits = member.group.members.not_ended().filter(person=person)
    if found := sits.filter(deputy_for__isnull=True).first():
        return found
    return add_member(
        member.group,
        person=person,
        organisation=member.organisation,
        seat=member.seat,
        starts_on=starts_on,
        by=by,
    )


def _end(member: GroupMember, ends_on: date, by: Person) -> None:
    member.ends_on = ends_on
    member.version += 1
    member.save(update_fields=["ends_on", "version"])
    audit.record(
        GroupEvent.SEAT_ENDED,
        member.group,
        by=by,
        seat_id=member.pk,
        member_id=member.person_id,
        ends_on=ends_on,
    )


def _record_seat(member: GroupMember, by: Person) -> None:
    audit.record(
        GroupEvent.SEAT_GIVEN,
        member.group,
        by=by,
        seat_id=member.pk,
        member_id=member.person_id,
        seat=member.seat,
        starts_on=member.starts_on,
        ends_on=member.ends_on,
    )


def _must_be_ours(member: GroupMember) -> None:
    authority = member.group.authority
    if not people_of(authority).filter(pk=member.person_id).exists():
        raise NotNow(
            f"{member.person} has no role at {authority}. Add them there first."
        )
    if not member.organisation.authorities.filter(pk=authority.pk).exists():
        raise NotNow(f"{member.organisation} does not work with {authority}.")
    if member.deputy_for and member.deputy_for.group_id != member.group_id:
        raise NotNow(f"{member.deputy_for.person} does not sit on this group.")


def _must_be_free(member: GroupMember) -> None:
    """Call with the group locked, so that two people cannot both become its chair."""
    if member.ends_on and member.ends_on < member.starts_on:
        raise NotNow("The last day must be on or after the first.")
    others = member.group.members.overlapping(member.starts_on, member.ends_on)
    others = others.exclude(pk=member.pk).select_related("person")
    if others.filter(person=member.person, deputy_for=member.deputy_for).exists():
        raise NotNow(f"{member.person} already sits on this group at that time.")
    chair = others.filter(seat=Seat.CHAIR).first()
    if member.seat == Seat.CHAIR and chair:
        raise NotNow(
            f"{chair.person} chairs this group at that time. "
            "Give them a last day first."
        )
