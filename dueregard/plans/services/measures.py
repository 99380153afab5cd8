"""Measures of a plan: what is counted, towards what, and what it came to."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import MeasureEvent
from ..models import Measure, MeasureValue, Plan
from ..names import names_in
from ..rules import may_manage_actions, may_measure

NO_TARGET = (
    "Referrals have no target and no better way: a target would push people to refer. "
    "Choose “neither way is better” and leave the target out."
)
PUBLIC_TEXTS = ("name", "definition", "source", "caveat")


@audit.atomic
def add_measure(plan: Plan, *, by: Person, **fields: Any) -> Measure:
    """Add a measure at the end of those of `plan`. `fields` are columns of `Measure`.

    Raises:
        NotNow: the plan is no longer worked on; it counts referrals and has a target;
            or the public would read a known person's name.
    """
    plan = Plan.objects.locked(plan.pk)
    may_manage_actions(by, plan)
    last = plan.measures.aggregate(last=Max("position"))["last"] or 0
    measure = Measure(plan=plan, position=last + 1, **fields)
    _must_be_fit(measure)
    measure.save()
    audit.record(MeasureEvent.ADDED, measure, by=by)
    return measure


@audit.atomic
def edit_measure(
    measure: Measure, *, by: Person, version: int, changes: dict[str, Any]
) -> Measure:
    """Change what a measure is. Its values stay as they were written down.

    Raises:
        Stale: somebody else saved since `version` was read.
        NotNow: as `add_measure`.
    """
    may_manage_actions(by, Plan.objects.locked(measure.plan_id))
    measure = claim_version(Measure, measure.pk, version)
    changed = sorted(
        name for name, value in changes.items() if getattr(measure, name) != value
    )
    for name in changed:
        setattr(measure, name, changes[name])
    _must_be_fit(measure)
    measure.save()
    audit.record(MeasureEvent.EDITED, measure, by=by, fields=changed)
    return measure


@audit.atomic
def end_measure(measure: Measure, *, by: Person) -> None:
    """Stop measuring; what was measured stays to be read.

    Raises:
        NotNow: it has ended already, or the plan is no longer worked on.
    """
    may_manage_actions(by, Plan.objects.locked(measure.plan_id))
    measure = _in_use(measure)
    measure.ended_on = clock.today()
    measure.version += 1
    measure.save(update_fields=["ended_on", "version"])
    audit.record(MeasureEvent.ENDED, measure, by=by)


@audit.atomic
def add_value(
    measure: Measure,
    *,
    by: Person,
    starts_on: date,
    ends_on: date,
    value: Decimal | None,
    source: str = "",
    caveat: str = "",
) -> MeasureValue:
    """Write down what `measure` came to; None says that it was not measured then.

    Nothing is ever changed: a second row for the same time corrects the first, and
    both are shown.

    Raises:
        NotNow: the time is over before it begins or lies ahead, the measure has ended,
            or the public would read a known person's name.
    """
    measure = _in_use(measure)
    may_measure(by, measure.plan)
    _must_be_over(starts_on, ends_on)
    if measure.audience == "public":
        _must_name_nobody(measure.plan, [source, caveat])
    same = measure.values.filter(starts_on=starts_on, ends_on=ends_on)
    corrected = same.order_by("at", "pk").last()
    row = MeasureValue.objects.create(
        measure=measure,
        starts_on=starts_on,
        ends_on=ends_on,
        value=value,
        source=source,
        caveat=caveat,
        by=by,
    )
    facts = {"value_id": row.pk, "corrects_id": corrected and corrected.pk}
    audit.record(MeasureEvent.VALUE_ADDED, measure, by=by, **facts)
    return row


@audit.atomic
def record_measures_export(plan: Plan, *, by: Person, format: str) -> None:
    """Keep on record that somebody took the measures of `plan` away as a file."""
    audit.record(MeasureEvent.EXPORTED, plan, by=by, format=format)


def _must_be_over(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise NotNow("The time measured ends before it starts. Enter a later last day.")
    if ends_on > clock.today():
        raise NotNow("The time measured is not over yet. Enter a last day in the past.")


def _in_use(measure: Measure) -> Measure:
    rows = Measure.objects.select_for_update(of=("self",))
    measure = rows.select_related("plan__authority").get(pk=measure.pk)
    if measure.ended_on:
        raise NotNow("This measure has ended.")
    return measure


def _must_be_fit(measure: Measure) -> None:
    wants_more = measure.target is not None or measure.direction != "neither"
    if measure.counts_referrals and wants_more:
        raise NotNow(NO_TARGET)
    if measure.group and measure.group.plan_id != measure.plan_id:
        raise NotNow("Choose a priority of the same plan.")
    if measure.audience == "public":
        texts = [getattr(measure, name) for name in PUBLIC_TEXTS]
        _must_name_nobody(measure.plan, texts)


def _must_name_nobody(plan: Plan, texts: list[str]) -> None:
    named = names_in("\n".join(texts), plan.authority)
    if named:
        raise NotNow(
            f"This names {named[0].name}, and the public would read it. Name the post "
            "instead, or keep the measure to partners."
        )
