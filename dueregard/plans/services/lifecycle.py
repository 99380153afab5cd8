"""A plan from its first draft to the board's decision, and out to the public."""

from datetime import date

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.governance.models import Outcome

from ..events import PlanEvent
from ..models import Action, NameConfirmation, Plan
from ..names import Finding, names_to_check
from ..rules import may_confirm_names, may_decide, may_oversee, may_write, may_write_for
from ..workflow import WORKFLOW
from .arising import name_decision
from .carrying import settle_carried
from .ratings import refresh_ratings
from .rounds.closing import close_with_plan
from .versions.keeping import keep_first_version


@audit.atomic
def start(
    authority: Authority, *, by: Person, title: str, starts_on: date, ends_on: date
) -> Plan:
    """Start an empty draft for `authority`."""
    may_write_for(by, authority)
    plan = Plan.objects.create(
        authority=authority,
        drafted_by=by,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    audit.record(PlanEvent.CREATED, plan, by=by)
    return plan


@audit.atomic
def discard(plan: Plan, *, by: Person) -> None:
    """Throw away a draft that was never sent to the chair, with all it holds.

    Raises:
        NotNow: the plan was submitted once, so it is part of the record.
    """
    may_write(by, plan)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if not plan.is_draft or plan.moves.exists():
        raise NotNow("Only a draft that was never submitted can be thrown away.")
    audit.record(PlanEvent.DISCARDED, plan, by=by)
    plan.actions.all().delete()
    plan.delete()


@audit.atomic
def submit(plan: Plan, *, by: Person, note: str) -> None:
    """Send the draft to the board's chair.

    Raises:
        NotNow: there is nothing to decide on, or something read from a file still
            waits for somebody to confirm it.
    """
    WORKFLOW.check(plan, "submit", by=by)
    if not plan.actions.exists():
        raise NotNow("Add at least one action before you send the plan to the chair.")
    waiting = plan.actions.filter(is_certain=False).count()
    if waiting:
        raise NotNow(
            f"Confirm the {waiting} uncertain action{'s' if waiting > 1 else ''} "
            "first, so that the chair decides on what the plan says."
        )
    WORKFLOW.make(plan, "submit", by=by, note=note)


@audit.atomic
def return_to_draft(plan: Plan, *, by: Person, note: str) -> None:
    """Hand the plan back for changes, saying which."""
    WORKFLOW.make(plan, "return", by=by, note=note)


@audit.atomic
def approve(
    plan: Plan,
    *,
    by: Person,
    note: str,
    publish: bool = False,
    decision: Outcome | None = None,
) -> None:
    """Put `plan` in force and supersede the one it replaces; publish it when asked.

    `decision` is what the board decided at a meeting, where it took the decision there.

    The old plan goes first: an authority may have one plan in force, and the
    database holds us to it.
    """
    WORKFLOW.check(plan, "approve", by=by)
    for old in Plan.objects.in_force().filter(authority=plan.authority):
        WORKFLOW.make(old, "supersede", by=by, note=f"Replaced by {plan}.")
        close_with_plan(old, by=by)
    WORKFLOW.make(plan, "approve", by=by, note=note)
    Plan.objects.filter(pk=plan.pk).update(approved_on=clock.today())
    plan.refresh_from_db()
    refresh_ratings(plan)
    keep_first_version(plan)
    settle_carried(plan, by=by)
    if decision is not None:
        name_decision(plan, decision, by=by)
    if publish:
        _publish(plan, by=by)


@audit.atomic
def close(plan: Plan, *, by: Person, note: str) -> None:
    """End the plan in force without another in its place."""
    WORKFLOW.make(plan, "close", by=by, note=note)
    close_with_plan(plan, by=by)


@audit.atomic
def publish(plan: Plan, *, by: Person) -> None:
    """Show the plan in force to anyone.

    Raises:
        NotNow: it is not in force, or a public text holds a known person's name.
    """
    may_decide(by, plan)
    _publish(plan, by=by)


def _publish(plan: Plan, *, by: Person) -> None:
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.status != Plan.Status.APPROVED:
        raise NotNow("Only the plan in force can be published.")
    found = names_to_check(plan)
    if found:
        raise NotNow(
            f"{len(found)} public text{'s hold' if len(found) > 1 else ' holds'} the "
            "name of a person. Edit or confirm each before you publish."
        )
    plan.published_at = clock.now()
    plan.save(update_fields=["published_at"])
    audit.record(PlanEvent.PUBLISHED, plan, by=by)


@audit.atomic
def withdraw_publication(plan: Plan, *, by: Person) -> None:
    """Take the plan off the public pages; it stays in force."""
    may_oversee(by, plan)
    if plan.published_at is None:
        raise NotNow("The plan is not published.")
    Plan.objects.filter(pk=plan.pk).update(published_at=None)
    audit.record(PlanEvent.WITHDRAWN, plan, by=by)


@audit.atomic
def confirm_name(plan: Plan, finding: Finding, *, by: Person) -> None:
    """Let a person's name stand in a public text, as it is worded now."""
    may_confirm_names(by, plan)
    content_hash = audit.text_hash(finding.text)
    _, is_new = NameConfirmation.objects.get_or_create(
        plan=plan,
        place=finding.place,
        person=finding.person,
        text_hash=content_hash,
        defaults={"by": by},
    )
    if is_new:
        audit.record(
            PlanEvent.NAME_CONFIRMED,
            plan,
            by=by,
            place=finding.place,
            content_hash=content_hash,
        )


def open_actions(plan: Plan) -> int:
    """How many actions would still be open if the plan were closed now."""
    return Action.objects.filter(plan=plan).open().count()
