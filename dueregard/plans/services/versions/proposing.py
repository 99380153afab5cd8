"""Writing a version: one change for each thing that it changes in the plan."""

import json
from typing import Any

from django.db.models import Max

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import Stale

from ...events import VersionEvent
from ...models import Action, Group, Plan, PlanVersion, ProposedChange, Section
from ...rules_of_versions import may_change_version, may_propose, must_be_in_force
from ...words import words_of
from .keeping import keep_first_version

Kind = ProposedChange.Kind
Subject = Action | Group | Section


@audit.atomic
def open_version(plan: Plan, *, by: Person, why: str) -> PlanVersion:
    """Begin a version of the plan in force, without changes yet.

    Raises:
        NotNow: the plan is not in force, or another version of it is under way.
    """
    plan = Plan.objects.locked(plan.pk)
    may_propose(by, plan)
    under_way = plan.versions.proposed().first()
    if under_way:
        raise NotNow(
            f"{under_way} is under way already. Put the change into it, or withdraw it "
            "first."
        )
    keep_first_version(plan)
    last = plan.versions.aggregate(last=Max("number"))["last"]
    version = PlanVersion.objects.create(
        plan=plan, number=last + 1, why=why, proposed_by=by
    )
    audit.record(VersionEvent.OPENED, version, by=by, note_hash=audit.text_hash(why))
    return version


@audit.atomic
def propose_change(
    version: PlanVersion,
    subject: Subject,
    *,
    by: Person,
    seen: int,
    words: dict[str, Any],
    reason: str,
) -> ProposedChange:
    """Put new words for an action, a group or a section into `version`.

    `seen` is the version of the change that was shown, `NOT_YET` where there was none.

    Raises:
        Stale: somebody else proposed for the same thing since.
        NotNow: the version is not being written, or the words are as they stand.
    """
    version = _writable(version, by)
    subject = _of_plan(version, subject)
    before = words_of(subject)
    if words == before:
        raise NotNow("These are the words as they stand. Change them, or go back.")
    kind = {
        Action: Kind.CHANGE_ACTION,
        Group: Kind.CHANGE_GROUP,
        Section: Kind.CHANGE_SECTION,
    }[type(subject)]
    change = _claim(version, subject, seen)
    return _keep(change, by, kind=kind, before=before, after=words, reason=reason)


@audit.atomic
def propose_drop(
    version: PlanVersion, action: Action, *, by: Person, seen: int, reason: str
) -> ProposedChange:
    """Propose that `action` be cancelled, for `reason`; it stays in the plan as such.

    Raises:
        Stale: somebody else proposed for the same action since.
        NotNow: the version is not being written, or the action is closed.
    """
    version = _writable(version, by)
    subject = _of_plan(version, action)
    if not subject.is_open:
        status = subject.get_status_display().lower()
        raise NotNow(f"{subject} is {status} already.")
    change = _claim(version, subject, seen)
    return _keep(
        change,
        by,
        kind=Kind.DROP_ACTION,
        before=words_of(subject),
        after={},
        reason=reason,
    )


@audit.atomic
def propose_action(
    version: PlanVersion,
    *,
    by: Person,
    fields: dict[str, Any],
    reason: str,
    change: ProposedChange | None = None,
    seen: int = ProposedChange.NOT_YET,
) -> ProposedChange:
    """Propose a new action, or other words for one that `version` proposes.

    `fields` are JSON values: the columns of `Action`, and `group` by its key.

    Raises:
        Stale: somebody else changed what is proposed since.
        NotNow: the version is not being written, or the plan has no such group.
    """
    version = _writable(version, by)
    if not version.plan.groups.filter(pk=fields["group"]).exists():
        raise NotNow("Choose a place in the same plan for the new action.")
    if change is None:
        change = ProposedChange(plan_version=version, version=seen)
    else:
        change = version.changes.select_for_update().get(pk=change.pk)
        _must_be(change, seen)
    return _keep(
        change, by, kind=Kind.ADD_ACTION, before={}, after=fields, reason=reason
    )


@audit.atomic
def take_out(change: ProposedChange, *, by: Person) -> None:
    """Take a change out of its version: the plan stays as it is there."""
    version = _writable(change.plan_version, by)
    change = version.changes.select_for_update().get(pk=change.pk)
    if change.taken_out:
        raise NotNow("Somebody took this change out already.")
    change.taken_out = True
    change.version += 1
    change.save(update_fields=["taken_out", "version"])
    audit.record(
        VersionEvent.CHANGE_TAKEN_OUT, version, by=by, what=change.kind, row=change.pk
    )


def _writable(version: PlanVersion, by: Person) -> PlanVersion:
    plan = Plan.objects.locked(version.plan_id)
    version = PlanVersion.objects.select_for_update().get(pk=version.pk)
    version.plan = plan
    may_change_version(by, version)
    must_be_in_force(plan)
    return version


def _of_plan(version: PlanVersion, subject: Subject) -> Any:
    """The same thing as it is now."""
    rows = type(subject)._base_manager.filter(plan=version.plan_id, pk=subject.pk)
    now = rows.first()
    if now is None:
        raise NotNow("This is not part of the plan that the version is of.")
    return now


def _claim(version: PlanVersion, subject: Subject, seen: int) -> ProposedChange:
    """The change that `version` holds for `subject`, locked; or a new one."""
    thing = {type(subject).__name__.lower(): subject}
    change = version.changes.select_for_update().filter(**thing).first()
    if change is None:
        return ProposedChange(
            plan_version=version, version=ProposedChange.NOT_YET, **thing
        )
    _must_be(change, seen)
    return change


def _must_be(change: ProposedChange, seen: int) -> None:
    if change.version != seen:
        raise Stale(change)


def _keep(change: ProposedChange, by: Person, **fields: Any) -> ProposedChange:
    for name, value in fields.items():
        setattr(change, name, value)
    change.by, change.at, change.taken_out = by, clock.now(), False
    change.version += 1
    change.save()
    words = json.dumps(change.after, sort_keys=True)
    audit.record(
        VersionEvent.CHANGE_PROPOSED,
        change.plan_version,
        by=by,
        what=change.kind,
        row=change.pk,
        content_hash=audit.text_hash(words),
        note_hash=audit.text_hash(change.reason),
    )
    return change
