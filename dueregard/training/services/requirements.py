"""What each role group must know: added, changed, ended. The past stays as it was."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import RequirementEvent
from ..models import Course, Requirement, RoleGroup
from ..rules import may_set
from . import standing

COUNTED = ("window", "within_days", "every_months", "counts_from")
"""What decides who counts as knowing; the other fields are words about the rule."""

_DAY = timedelta(days=1)


@audit.atomic
def add_requirement(
    role_group: RoleGroup, *, course: Course, starts_on: date, by: Person, **rule: Any
) -> Requirement:
    """Ask `course` of everybody in `role_group` from `starts_on`.

    Raises:
        NotAllowed: `by` may not settle rules here.
        NotNow: the group is closed; the course is another authority's, or retired; or
            it is asked of them on some of these days already.
    """
    may_set(by, role_group.authority)
    _lock(role_group)
    requirement = new_requirement(role_group, course, starts_on=starts_on, **rule)
    requirement.save(force_insert=True)
    standing.refresh(role_groups=[role_group])
    audit.record(
        RequirementEvent.ADDED,
        role_group,
        by=by,
        requirement_id=requirement.pk,
        course_id=course.pk,
        starts_on=starts_on,
        every_months=requirement.every_months,
    )
    return requirement


def new_requirement(
    role_group: RoleGroup, course: Course, *, starts_on: date, **rule: Any
) -> Requirement:
    """The rule as it would be, not saved.

    Raises:
        NotNow: it cannot be, as `add_requirement` says.
    """
    if role_group.closed_on:
        raise NotNow(f"{role_group} is closed. Open it again first.")
    if course.authority_id != role_group.authority_id:
        raise NotNow(f"{course} is not a course of {role_group.authority}.")
    if course.is_retired:
        raise NotNow(f"{course} is retired. Choose the course that took its place.")
    found = Requirement(
        role_group=role_group, course=course, starts_on=starts_on, **rule
    )
    _must_not_overlap(found)
    return found


@dataclass(frozen=True)
class Changed:
    """A changed rule, not saved: `kept` holds until the day before `new` begins; with
    no `new` it is the same row, corrected."""

    kept: Requirement
    new: Requirement | None
    fields: list[str]

    @property
    def now(self) -> Requirement:
        return self.new or self.kept


def changed_requirement(
    requirement: Requirement, *, from_on: date, **changes: Any
) -> Changed:
    """What a change from `from_on` makes of a rule.

    A change of what counts leaves the past as it was: the rule ends on the day before,
    and another begins. From its own first day, and of words alone, the row is changed.

    Raises:
        NotNow: the rule does not hold on `from_on`.
    """
    fields = [name for name, new in changes.items() if _differs(requirement, name, new)]
    if not any(name in COUNTED for name in fields) or from_on == requirement.starts_on:
        for name in fields:
            setattr(requirement, name, changes[name])
        return Changed(requirement, None, fields)
    if from_on < requirement.starts_on:
        raise NotNow(
            "The rule did not hold then. Choose a day on or after the one on which "
            "it began."
        )
    if requirement.ends_on and from_on > requirement.ends_on:
        raise NotNow("The rule has ended by then. Add a new rule instead.")
    values = {name: getattr(requirement, name) for name in _COPIED} | changes
    new = Requirement(
        starts_on=from_on,
        ends_on=requirement.ends_on,
        role_group=requirement.role_group,
        course=requirement.course,
        **values,
    )
    requirement.ends_on = from_on - _DAY
    return Changed(requirement, new, fields)


_COPIED = (*COUNTED, "source", "confirm_locally")


def _differs(requirement: Requirement, name: str, new: Any) -> bool:
    return getattr(requirement, name) != new


@audit.atomic
def change_requirement(
    requirement: Requirement,
    *,
    version: int,
    from_on: date,
    by: Person,
    **changes: Any,
) -> Requirement:
    """Change a rule from `from_on`; answers the rule that holds from then.

    Raises:
        NotAllowed: `by` may not settle rules here.
        NotNow: it does not hold on that day.
        Stale: it was changed since `version`.
    """
    may_set(by, requirement.role_group.authority)
    _lock(requirement.role_group)
    row = claim_version(Requirement, requirement.pk, version)
    change = changed_requirement(row, from_on=from_on, **changes)
    _store(change)
    if change.fields:
        standing.refresh(role_groups=[row.role_group])
        _record_change(change, by, from_on)
    return change.now


def replace_from(requirement: Requirement, from_on: date, *, by: Person, **changes):
    """The same inside another service, on a row that is locked already."""
    change = changed_requirement(requirement, from_on=from_on, **changes)
    change.kept.version += 1
    _store(change)
    if change.fields:
        _record_change(change, by, from_on)


def _store(change: Changed) -> None:
    change.kept.save()
    if change.new is not None:
        change.new.save(force_insert=True)


def _record_change(change: Changed, by: Person, from_on: date) -> None:
    audit.record(
        RequirementEvent.CHANGED,
        change.kept.role_group,
        by=by,
        requirement_id=change.now.pk,
        course_id=change.kept.course_id,
        fields=change.fields,
        from_on=from_on,
        replaces=change.kept.pk if change.new else None,
    )


@audit.atomic
def end_requirement(
    requirement: Requirement, *, ends_on: date, by: Person
) -> Requirement:
    """Ask a course no more after `ends_on`.

    Raises:
        NotAllowed: `by` may not settle rules here.
        NotNow: it ended already, or that is before it began.
    """
    may_set(by, requirement.role_group.authority)
    _lock(requirement.role_group)
    row = Requirement.objects.select_for_update(of=("self",)).get(pk=requirement.pk)
    must_end_well(row, ends_on)
    row.ends_on = ends_on
    row.version += 1
    row.save(update_fields=["ends_on", "version"])
    standing.refresh(role_groups=[row.role_group])
    audit.record(
        RequirementEvent.ENDED,
        row.role_group,
        by=by,
        requirement_id=row.pk,
        course_id=row.course_id,
        ends_on=ends_on,
    )
    return row


def must_end_well(requirement: Requirement, ends_on: date) -> None:
    if requirement.ends_on:
        raise NotNow("This rule has its last day already.")
    if ends_on < requirement.starts_on:
        raise NotNow("The last day must be on or after the day the rule began.")


def _must_not_overlap(new: Requirement) -> None:
    others = Requirement.objects.filter(role_group=new.role_group, course=new.course)
    others = others.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=new.starts_on)
    ).exclude(pk=new.pk)
    if new.ends_on:
        others = others.filter(starts_on__lte=new.ends_on)
    if others.exists():
        raise NotNow(
            f"{new.role_group} must know this course already. "
            "Change the rule that there is."
        )


def _lock(role_group: RoleGroup) -> None:
    """Two changes of one group's rules go one after the other."""
    RoleGroup.objects.select_for_update(of=("self",)).get(pk=role_group.pk)
