"""Headcounts, returns and surveys pass over to an authority's successor (AC 6)."""

from datetime import date

from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit

from ..events import ReturnEvent
from ..models import Headcount, OrganisationReturn, Survey
from .catalogue_passing import Twins


def count_returns(authority: Authority, from_date: date) -> int:
    """How many headcounts, returns and surveys will pass over."""
    return sum(
        rows.filter(authority=authority).count()
        for rows in (
            Headcount.objects.all(),
            OrganisationReturn.objects.all(),
            Survey.objects.all(),
        )
    )


def pass_returns(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """They pass over with the people, by the same job; how many there are now."""
    return count_returns(authority, from_date)


@audit.atomic
def pass_returns_now(
    authority: Authority, successor: Authority, twins: Twins, *, by: Person
) -> None:
    """Move what organisations declared, told and answered to `successor`.

    Where both have a current headcount of one organisation and role group, the one that
    is of the later day stays current; both are kept.
    """
    ours = Headcount.objects.filter(authority=authority)
    theirs = Headcount.objects.current().filter(authority=successor)
    there = {(row.organisation_id, row.role_group_id): row for row in theirs}
    for row in ours.current():
        group = twins.role_groups.get(row.role_group_id, row.role_group_id)
        other = there.get((row.organisation_id, group))
        if other:
            _replace(*sorted((row, other), key=lambda one: (one.as_of, one.pk)))
    for group, twin in twins.role_groups.items():
        ours.filter(role_group=group).update(role_group=twin)
    headcounts = ours.update(authority=successor)
    returns = OrganisationReturn.objects.filter(authority=authority)
    surveys = Survey.objects.filter(authority=authority)
    audit.record(
        ReturnEvent.PASSED_OVER,
        authority,
        by=by,
        authority=successor,
        successor_id=successor.pk,
        headcounts=headcounts,
        returns=returns.update(authority=successor),
        surveys=surveys.update(authority=successor),
    )


def _replace(older: Headcount, newer: Headcount) -> None:
    Headcount.objects.filter(pk=older.pk).update(replaced_by=newer)
