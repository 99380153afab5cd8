"""Putting what was read from a document into a draft."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from dueregard import clock
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.exchange.models import Upload

from .. import rag
from ..events import PlanEvent
from ..importing.comparing import compare
from ..importing.items import OBJECTIVE, PRIORITY, items_of
from ..models import Plan, PlanImport
from ..reading.draft import PlanDraft
from ..rules import may_change_text, may_write_for
from .import_writing import Put, Writing
from .order import put_in_order


@dataclass(frozen=True)
class Source:
    """Which file it was, and what it says of itself."""

    name: str
    sha256: str
    layout: str
    title: str
    starts_on: date | None
    ends_on: date | None
    warnings: list[dict[str, Any]] = field(default_factory=list)


@audit.atomic
def import_draft(
    draft: PlanDraft, *, authority: Authority, by: Person, plan: Plan | None = None
) -> Plan:
    """Make a plan of `draft`, or bring it into the draft `plan`; for the command line.

    Raises:
        NotAllowed, NotNow: this person may not, or the plan is not a draft.
    """
    puts = [
        Put(row.kind, row.payload, row.payload["held"])
        for row in compare(items_of(draft), plan)
        if row.payload and (row.change != "same" or row.kind in (PRIORITY, OBJECTIVE))
    ]
    source = Source(
        draft.name,
        draft.sha256,
        draft.layout,
        draft.title,
        draft.period_start,
        draft.period_end,
        [warning.as_json() for warning in draft.warnings],
    )
    return put_in(puts, source, authority=authority, by=by, plan=plan)


@audit.atomic
def put_in(
    puts: Iterable[Put],
    source: Source,
    *,
    authority: Authority,
    by: Person,
    plan: Plan | None = None,
    upload: Upload | None = None,
) -> Plan:
    """Write `puts` into the draft `plan`, or into a new one, in a few statements."""
    is_new = plan is None
    if plan is None:
        may_write_for(by, authority)
        plan = _new_plan(source, authority, by)
    else:
        plan = Plan.objects.locked(plan.pk)
        may_change_text(by, plan)
    writing = Writing(plan)
    for put in puts:
        writing.take(put)
    writing.write()
    if not is_new:
        put_in_order(plan)
    record = _record_of(writing, source, by)
    record.upload, record.made_plan = upload, is_new
    record.save()
    audit.record(
        PlanEvent.IMPORTED,
        plan,
        by=by,
        sha256=source.sha256,
        layout=source.layout,
        added=len(writing.actions),
        changed=len(writing.changed),
        actions=plan.actions.count(),
    )
    return plan


def _record_of(writing: Writing, source: Source, by: Person) -> PlanImport:
    return PlanImport(
        plan=writing.plan,
        source_name=source.name,
        source_sha256=source.sha256,
        layout=source.layout,
        created=writing.created(),
        before=writing.before,
        warnings=source.warnings,
        by=by,
    )


def _april_of(day: date) -> date:
    """The 1 April that the financial year of `day` began on."""
    return date(day.year if day.month >= 4 else day.year - 1, 4, 1)


def _new_plan(source: Source, authority: Authority, by: Person) -> Plan:
    """An empty draft for the time that the file gives, else a year from April."""
    starts_on = source.starts_on or _april_of(clock.today())
    ends_on = source.ends_on or rag.add_months(starts_on, 12) - timedelta(days=1)
    plan = Plan.objects.create(
        authority=authority,
        drafted_by=by,
        title=source.title[:200] or f"{authority} Prevent delivery plan",
        starts_on=starts_on,
        ends_on=max(ends_on, rag.add_months(starts_on, 1)),
    )
    audit.record(PlanEvent.CREATED, plan, by=by)
    return plan
