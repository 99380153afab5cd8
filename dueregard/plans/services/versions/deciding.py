"""A version from its author to the chair's decision."""

import json

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.governance.models import Outcome

from ...events import VersionEvent
from ...models import Plan, PlanVersion, ProposedChange
from ...rules_of_versions import must_be_in_force
from ...words import whole_plan
from ...workflow import VERSION_WORKFLOW
from .applying import apply_changes
from .names import must_name_nobody, take_up_confirmations


@audit.atomic
def submit_version(version: PlanVersion, *, by: Person, note: str) -> None:
    """Send a version to the board's chair.

    Raises:
        NotNow: it changes nothing, or its plan is not in force any more.
    """
    plan = Plan.objects.locked(version.plan_id)
    VERSION_WORKFLOW.check(version, "submit", by=by)
    must_be_in_force(plan)
    if not version.changes.standing().exists():
        raise NotNow("Propose at least one change before you send it to the chair.")
    VERSION_WORKFLOW.make(version, "submit", by=by, note=note)


@audit.atomic
def take_back_version(version: PlanVersion, *, by: Person, note: str) -> None:
    """Take a version back from the chair, to change or withdraw it."""
    VERSION_WORKFLOW.make(version, "take_back", by=by, note=note)


@audit.atomic
def return_version(version: PlanVersion, *, by: Person, note: str) -> None:
    """Hand a version back for changes, saying which."""
    VERSION_WORKFLOW.make(version, "return", by=by, note=note)


@audit.atomic
def withdraw_version(version: PlanVersion, *, by: Person, note: str) -> None:
    """Give a version up; it stays on record, and the plan as it was."""
    Plan.objects.locked(version.plan_id)
    VERSION_WORKFLOW.make(version, "withdraw", by=by, note=note)
    PlanVersion.objects.filter(pk=version.pk).update(decided_at=clock.now())


@audit.atomic
def approve_version(
    version: PlanVersion, *, by: Person, note: str, decision: Outcome | None = None
) -> PlanVersion:
    """Put every change of a version in place at once; the public reads it from now on.

    `decision` is what the board decided at a meeting, where it took the decision there.

    Raises:
        NotNow: the plan is not in force; a thing that the version changes is no longer
            as it was (the sentence names it); or a published text would name somebody.
    """
    plan = Plan.objects.locked(version.plan_id)
    version = PlanVersion.objects.select_for_update().get(pk=version.pk)
    version.plan = plan
    VERSION_WORKFLOW.check(version, "approve", by=by)
    must_be_in_force(plan)
    changes = _changes(version, plan)
    apply_changes(plan, changes)
    added = ProposedChange.Kind.ADD_ACTION
    take_up_confirmations(plan, [one for one in changes if one.kind == added])
    must_name_nobody(plan)
    version.snapshot = whole_plan(plan)
    version.decided_at, version.decision = clock.now(), _decision(plan, decision)
    version.save(update_fields=["snapshot", "decided_at", "decision"])
    VERSION_WORKFLOW.make(version, "approve", by=by, note=note)
    words = json.dumps(version.snapshot, sort_keys=True)
    audit.record(
        VersionEvent.APPLIED,
        version,
        by=by,
        changes=len(changes),
        content_hash=audit.text_hash(words),
        outcome=decision.pk if decision else None,
    )
    return version


def _changes(version: PlanVersion, plan: Plan) -> list[ProposedChange]:
    rows = version.changes.standing().select_related(
        "action", "group__lead_partner", "section"
    )
    changes = list(rows)
    for change in changes:
        if change.action:
            change.action.plan = plan
    return changes


def _decision(plan: Plan, decision: Outcome | None) -> Outcome | None:
    if decision is None:
        return None
    of_ours = decision.item.group.authority_id == plan.authority_id
    if decision.kind != Outcome.Kind.DECISION or not of_ours:
        raise NotNow("Choose a decision of a meeting of this authority.")
    return decision
