"""What an organisation told, and whom it sends, follow it into its successor (AC 6).

The people themselves move in `succession`. What it said in a survey stays said by it.
"""

from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit
from dueregard.reminders.services import close_tasks

from ..events import ReturnEvent
from ..models import (
    Facilitator,
    Headcount,
    OrganisationReturn,
    Place,
    SessionHeadcount,
    SurveyAnswer,
)
from .returns import task_subject

LONGEST_POST = 150


@audit.atomic
def records_follow_now(
    authority: Authority,
    organisation: Organisation,
    successor: Organisation,
    *,
    by: Person,
) -> None:
    """Move what `authority` holds of `organisation` to `successor`: headcounts,
    returns, facilitators, places and heads at sessions, turns to answer."""
    of_it = {"authority": authority, "organisation": organisation}
    at_sessions = {"session__authority": authority, "organisation": organisation}
    added_up = _add_up_headcounts(authority, organisation, successor, by)
    moved = {
        name: rows.update(organisation=successor)
        for name, rows in (
            ("headcounts", Headcount.objects.filter(**of_it)),
            ("returns", OrganisationReturn.objects.filter(**of_it)),
            ("facilitators", Facilitator.objects.filter(**of_it)),
            ("places", Place.objects.filter(**at_sessions)),
            ("heads", SessionHeadcount.objects.filter(**at_sessions)),
        )
    }
    turns = _pass_turns(authority, organisation, successor)
    close_tasks(
        OrganisationReturn.TASK_KIND,
        [task_subject(authority, organisation.pk)],
        event=ReturnEvent.FOLLOWED.code,
    )
    audit.record(
        ReturnEvent.FOLLOWED,
        organisation,
        by=by,
        authority=authority,
        successor_id=successor.pk,
        added_up=added_up,
        turns=turns,
        **moved,
    )


def _add_up_headcounts(
    authority: Authority,
    organisation: Organisation,
    successor: Organisation,
    by: Person,
) -> int:
    """Where both have a current headcount of one role group, replace both by one that
    counts the people of both; how many role groups those were."""
    current = Headcount.objects.current().filter(authority=authority)
    theirs = {row.role_group_id: row for row in current.filter(organisation=successor)}
    added_up = 0
    for row in current.filter(organisation=organisation):
        if other := theirs.get(row.role_group_id):
            _add_up(row, other, by)
            added_up += 1
    return added_up


def _add_up(row: Headcount, other: Headcount, by: Person) -> None:
    """It is as old as the older of the two: nobody has counted them together yet."""
    both = Headcount.objects.filter(pk__in=[row.pk, other.pk])
    for one in (row, other):  # they make room first: one is current
        Headcount.objects.filter(pk=one.pk).update(replaced_by=one)
    made = Headcount.objects.create(
        authority=row.authority,
        organisation=other.organisation,
        role_group=row.role_group,
        as_of=min(row.as_of, other.as_of),
        people=row.people + other.people,
        in_date=row.in_date + other.in_date,
        declared_by=f"{other.declared_by}; {row.declared_by}"[:LONGEST_POST],
        note=f"Added up when {row.organisation} became part of {other.organisation}: "
        f"{row.in_date} of {row.people} there, {other.in_date} of {other.people} here.",
        by=by,
    )
    both.update(replaced_by=made)


def _pass_turns(
    authority: Authority, organisation: Organisation, successor: Organisation
) -> int:
    """Have the successor answer the surveys that are open, unless it is asked itself;
    how many it answers now."""
    turns = SurveyAnswer.objects.waiting().filter(
        survey__authority=authority,
        survey__closed_at__isnull=True,
        organisation=organisation,
    )
    asked = SurveyAnswer.objects.filter(organisation=successor).values("survey")
    turns.filter(survey__in=asked).delete()
    return turns.update(organisation=successor)
