"""Taking out again what an import put in, as long as nothing depends on it."""

from typing import Any

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ..events import PlanEvent
from ..importing.comparing import day
from ..importing.items import ACTION, PRIORITY, SECTION
from ..models import (
    Action,
    ActionOwner,
    Group,
    Milestone,
    Plan,
    PlanImport,
    Section,
)
from ..rules import may_change_text

MODELS: dict[str, type[Section] | type[Group] | type[Action]] = {
    SECTION: Section,
    PRIORITY: Group,
    ACTION: Action,
}
DATES = ("starts_on", "due_on", "done_on")


def may_undo_import(record: PlanImport) -> None:
    """Raise NotNow with the reason when something depends on what went in."""
    if record.undone_at:
        raise NotNow("This import is undone already.")
    if not record.plan.is_draft:
        raise NotNow("The plan has left its draft, so the import is part of it now.")
    later = record.plan.imports.filter(pk__gt=record.pk, undone_at__isnull=True)
    if later.exists():
        raise NotNow("Another import followed. Undo that one first.")
    if any(_was_changed(record, kind) for kind in MODELS) or _was_added_to(record):
        raise NotNow("Somebody has worked on what the import brought in since then.")


@audit.atomic
def undo_import(record: PlanImport, *, by: Person) -> None:
    """Take out what an import put in, and put back what it changed.

    Raises:
        NotAllowed, NotNow: this person may not, or something depends on it.
    """
    plan = Plan.objects.locked(record.plan_id)
    may_change_text(by, plan)
    may_undo_import(record)
    audit.record(PlanEvent.IMPORT_UNDONE, plan, by=by, sha256=record.source_sha256)
    created = record.created
    Action.objects.filter(pk__in=created["actions"]).delete()
    if record.made_plan:
        plan.delete()
        return
    for kind, model in MODELS.items():
        for key, values in record.before[kind].items():
            _put_back(model.objects.get(pk=int(key)), values)
    Group.objects.filter(pk__in=created["groups"]).delete()
    Section.objects.filter(pk__in=created["sections"]).delete()
    record.undone_at = clock.now()
    record.save(update_fields=["undone_at"])


def _was_changed(record: PlanImport, kind: str) -> bool:
    versions = {int(key): n for key, n in record.created["versions"][kind].items()}
    rows = MODELS[kind].objects.filter(plan=record.plan_id, pk__in=list(versions))
    return dict(rows.values_list("pk", "version")) != versions


def _was_added_to(record: PlanImport) -> bool:
    """Whether something stands in what went in that did not come with it."""
    plan, created = record.plan, record.created
    actions = plan.actions.exclude(pk__in=created["actions"])
    groups = plan.groups.exclude(pk__in=created["groups"])
    if record.made_plan:
        sections = plan.sections.exclude(pk__in=created["sections"])
        return any(rows.exists() for rows in (actions, groups, sections))
    return (
        actions.filter(group__in=created["groups"]).exists()
        or groups.filter(parent__in=created["groups"]).exists()
    )


def _put_back(row: Any, values: dict[str, Any]) -> None:
    """Set `row` to what it was, version included; owners and milestones likewise."""
    owners, steps = values.pop("owners", None), values.pop("milestones", None)
    for name, value in _with_days(values).items():
        setattr(row, name, value)
    row.save()
    if owners is not None:
        row.owners.all().delete()
        ActionOwner.objects.bulk_create(
            ActionOwner(action=row, **owner) for owner in owners
        )
    if steps is not None:
        row.milestones.all().delete()
        Milestone.objects.bulk_create(
            Milestone(
                action=row, **{k: day(v) if k in DATES else v for k, v in one.items()}
            )
            for one in steps
        )


def _with_days(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: day(value) if name in DATES else value for name, value in values.items()
    }
