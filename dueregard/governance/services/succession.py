"""Groups and controlled documents pass over to an authority's successor (AC 6)."""

from datetime import date

from dueregard.accounts.models import Authority, Person
from dueregard.accounts.succession import pass_on_the_day
from dueregard.audit import services as audit

from ..events import GroupEvent
from ..models import ControlledDocument, PartnershipGroup

PASSING = "governance.pass_over"


def count_groups(authority: Authority, from_date: date) -> int:
    """How many groups will pass over with their meetings, closed ones included."""
    return PartnershipGroup.objects.filter(authority=authority).count()


def count_controlled(authority: Authority, from_date: date) -> int:
    return ControlledDocument.objects.filter(authority=authority).count()


def pass_groups(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """Have every group, and every controlled document, pass over as `from_date` begins;
    how many groups there are now. A job moves them, as posts and plans are moved."""
    pass_on_the_day(PASSING, authority, successor, from_date, by=by.pk)
    return count_groups(authority, from_date)


def pass_controlled(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """They pass over with the groups, by the same job."""
    return count_controlled(authority, from_date)


@audit.atomic
def pass_groups_now(authority: Authority, successor: Authority, *, by: Person) -> int:
    """Move every group to `successor`; how many were moved. A name that the successor
    has in use already is followed by the old authority's name."""
    theirs = PartnershipGroup.objects.in_use().filter(authority=successor)
    taken = set(theirs.values_list("name", flat=True))
    groups = list(
        PartnershipGroup.objects.select_for_update().filter(authority=authority)
    )
    for group in groups:
        if group.name in taken and not group.closed_on:
            group.name = f"{group.name[:100]} ({authority})"[:150]
        group.authority = successor
    PartnershipGroup.objects.bulk_update(groups, ["authority", "name"], batch_size=500)
    ControlledDocument.objects.filter(authority=authority).update(authority=successor)
    for group in groups:
        audit.record(
            GroupEvent.PASSED_OVER, group, by=by, from_authority_id=authority.pk
        )
    return len(groups)
