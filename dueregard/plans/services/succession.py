"""Plans pass over to an authority's successor on the day it takes over (AC 6)."""

from datetime import date

from dueregard import clock
from dueregard.accounts.models import Authority, Person
from dueregard.accounts.succession import pass_on_the_day
from dueregard.audit import services as audit

from ..events import PlanEvent
from ..models import Plan
from .owners import follow_names

PASSING = "plans.pass_over"


def count_plans(authority: Authority, from_date: date) -> int:
    """How many plans will pass over: all of them, drafts and past plans included."""
    return Plan.objects.filter(authority=authority).count()


def pass_plans(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """Have every plan pass over as `from_date` begins; how many there are now.

    Until that day the authority works on its plans as before, so a job moves them
    (`plans.jobs`), together with any that are started in between.
    """
    pass_on_the_day(PASSING, authority, successor, from_date, by=by.pk)
    return count_plans(authority, from_date)


@audit.atomic
def pass_plans_now(authority: Authority, successor: Authority, *, by: Person) -> int:
    """Move every plan of `authority` to `successor`; how many were moved.

    A draft stays a draft, a past plan a past plan, and the plan in force stays in force
    and published, when the successor has none. An authority has one plan in force: when
    the successor has its own, that one stands, and the plan that comes to it counts as
    replaced by it. Nothing of it is lost: it is read, and its open actions are taken
    up, by the successor's people. Whoever arranged the succession is on record for it,
    because an order of Parliament moves the plan and not a decision of a board.

    Owners' words that nobody had settled may be known to the successor.
    """
    plans = list(Plan.objects.select_for_update().filter(authority=authority))
    theirs = Plan.objects.in_force().filter(authority=successor).first()
    for plan in plans:
        if theirs and plan.status == Plan.Status.APPROVED:
            _supersede(plan, theirs, by)
        plan.authority = successor
        plan.version += 1
        plan.save(update_fields=["authority", "version"])
        audit.record(PlanEvent.PASSED_OVER, plan, by=by, from_authority_id=authority.pk)
    if plans:
        follow_names(successor, None)
    return len(plans)


def _supersede(plan: Plan, theirs: Plan, by: Person) -> None:
    note = f"{plan.authority} passed over to {theirs.authority}, which has {theirs}."
    source, plan.status = plan.status, Plan.Status.SUPERSEDED
    plan.save(update_fields=["status"])
    plan.moves.create(
        move="supersede",
        from_status=source,
        to_status=plan.status,
        by=by,
        at=clock.now(),
        note=note,
    )
    audit.record(PlanEvent.SUPERSEDED, plan, by=by, note_hash=audit.text_hash(note))
