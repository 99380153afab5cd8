"""Role groups: who must know the same things."""

from datetime import date

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import RoleGroupEvent
from ..models import RoleGroup
from ..rules import may_set
from . import standing


@audit.atomic
def add_role_group(
    authority: Authority,
    *,
    code: str,
    name: str,
    description: str = "",
    begins_on: date | None = None,
    by: Person,
) -> RoleGroup:
    """Add a role group, whose rules are counted from `begins_on`.

    Raises:
        NotAllowed: `by` may not settle rules here.
        NotNow: another group has this name or code.
    """
    may_set(by, authority)
    _must_be_free(authority, name=name, code=code)
    group = RoleGroup.objects.create(
        authority=authority,
        code=code,
        name=name,
        description=description,
        begins_on=begins_on,
    )
    audit.record(RoleGroupEvent.ADDED, group, by=by, code=code)
    return group


@audit.atomic
def change_role_group(
    role_group: RoleGroup, *, version: int, by: Person, **changes
) -> RoleGroup:
    """Change a group's name, code, description, or the day its rules begin to count.

    Raises:
        NotAllowed: `by` may not settle rules here.
        NotNow: another group has the new name or code.
        Stale: it was changed since `version`.
    """
    may_set(by, role_group.authority)
    group = claim_version(RoleGroup, role_group.pk, version)
    taken = {name: changes[name] for name in ("name", "code") if name in changes}
    _must_be_free(group.authority, but=group.pk, **taken)
    changed = [name for name, new in changes.items() if getattr(group, name) != new]
    for name in changed:
        setattr(group, name, changes[name])
    group.save()
    if "begins_on" in changed:
        standing.refresh(role_groups=[group])
    if changed:
        audit.record(RoleGroupEvent.CHANGED, group, by=by, fields=changed)
    return group


@audit.atomic
def close_role_group(role_group: RoleGroup, *, by: Person) -> None:
    """Count a group no more. Its people and their completions stay in the register.

    Raises:
        NotAllowed: `by` may not settle rules here.
        NotNow: it is closed already.
    """
    may_set(by, role_group.authority)
    group = _locked(role_group)
    if group.closed_on:
        raise NotNow("This role group is closed already.")
    group.closed_on = clock.today()
    group.version += 1
    group.save(update_fields=["closed_on", "version"])
    standing.refresh(role_groups=[group])
    audit.record(RoleGroupEvent.CLOSED, group, by=by, closed_on=group.closed_on)


@audit.atomic
def open_role_group(role_group: RoleGroup, *, by: Person) -> None:
    """Count a closed group again.

    Raises:
        NotAllowed: `by` may not settle rules here.
        NotNow: it is not closed.
    """
    may_set(by, role_group.authority)
    group = _locked(role_group)
    if group.closed_on is None:
        raise NotNow("This role group is not closed.")
    group.closed_on = None
    group.version += 1
    group.save(update_fields=["closed_on", "version"])
    standing.refresh(role_groups=[group])
    audit.record(RoleGroupEvent.OPENED, group, by=by)


def _must_be_free(authority: Authority, *, but: int | None = None, **taken) -> None:
    groups = RoleGroup.objects.filter(authority=authority)
    if but:
        groups = groups.exclude(pk=but)
    for field, text in taken.items():
        if groups.filter(**{f"{field}__iexact": text}).exists():
            raise NotNow(
                f"{authority} already has a role group with the {field} {text}."
            )


def _locked(role_group: RoleGroup) -> RoleGroup:
    rows = RoleGroup.objects.select_for_update(of=("self",))
    return rows.select_related("authority").get(pk=role_group.pk)
