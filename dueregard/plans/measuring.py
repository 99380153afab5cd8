"""Reading measures: where one stands, in words and as a line, and what was corrected.

What was not measured is said so and is never taken for zero (design, principle 7).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from dueregard.ui.progress_charts import LineToTarget, plain

from .models import Group, Measure, MeasureValue, Plan
from .wording import in_words

Direction = Measure.Direction


@dataclass(frozen=True)
class Row:
    """A value as it was written down; `corrected` when a later row took its place."""

    value: MeasureValue
    corrected: bool
    corrects: bool

    @property
    def number(self) -> str:
        return number_of(self.value)


@dataclass(frozen=True)
class Standing:
    """A measure with the values that stand, the newest time first, and all rows."""

    measure: Measure
    values: list[MeasureValue]
    rows: list[Row]

    @property
    def latest(self) -> MeasureValue | None:
        return self.values[0] if self.values else None

    @property
    def now(self) -> str:
        """What it came to last, and when: "128 people, to 30 September 2026"."""
        if self.latest is None:
            return "Not measured yet"
        until = in_words(self.latest.ends_on)
        if self.latest.value is None:
            return f"Not measured for the time to {until}"
        return f"{plain(self.latest.value)} {self.measure.unit}, to {until}"

    @property
    def since_baseline(self) -> str:
        """The last known number against the baseline: "up 12, as it should"."""
        last, baseline = self.last_known, self.measure.baseline
        if last is None or baseline is None:
            return ""
        change = last - baseline
        if not change:
            return "the same as the baseline"
        way = Direction.UP if change > 0 else Direction.DOWN
        return (
            f"{way} {plain(abs(change))} since the baseline{_wanted(way, self.measure)}"
        )

    @property
    def against_target(self) -> str:
        """How far it is from the target: "8 short of the target of 128"."""
        last, target = self.last_known, self.measure.target
        if target is None:
            return "no target"
        if last is None:
            return f"target {plain(target)}"
        short = last - target if self.measure.direction == "down" else target - last
        if short > 0:
            way = "above" if self.measure.direction == "down" else "short of"
            return f"{plain(short)} {way} the target of {plain(target)}"
        return f"has reached the target of {plain(target)}"

    @property
    def words(self) -> str:
        """All of it as one sentence."""
        parts = [self.now, self.since_baseline, self.against_target]
        said = "; ".join(part for part in parts if part)
        return f"{said[0].upper()}{said[1:]}."

    @property
    def last_known(self) -> Decimal | None:
        known = [row.value for row in self.values if row.value is not None]
        return known[0] if known else None

    @property
    def chart(self) -> LineToTarget:
        return LineToTarget(
            self.measure.name,
            [(period_of(row), row.value) for row in reversed(self.values)],
            self.measure.unit,
            baseline=self.measure.baseline,
            target=self.measure.target,
        )


def standings(measures: Iterable[Measure]) -> list[Standing]:
    """Where each of `measures` stands; their values are best prefetched."""
    return [standing_of(measure) for measure in measures]


def standing_of(measure: Measure) -> Standing:
    written = sorted(measure.values.all(), key=lambda row: (row.at, row.pk))
    newest = {(row.starts_on, row.ends_on): row.pk for row in written}
    seen: set[tuple] = set()
    rows = []
    for row in written:
        period = row.starts_on, row.ends_on
        rows.append(Row(row, newest[period] != row.pk, period in seen))
        seen.add(period)
    rows.sort(key=lambda one: (one.value.ends_on, one.value.at), reverse=True)
    return Standing(measure, [one.value for one in rows if not one.corrected], rows)


def measures_of(plan: Plan, user, group: Group | None = None) -> list[Standing]:
    """The measures in use of `plan`, or of one priority, that `user` may read."""
    found = plan.measures.in_use().readable_by(user, plan)
    return standings(_read(found, group))


def public_measures_of(plan: Plan) -> list[Standing]:
    """The same for anyone: all measures in use that are for the public."""
    return standings(_read(plan.measures.public(), None))


def public_measures_about(plan: Plan, group: Group | None) -> list[Standing]:
    """The public ones about a priority; without one, about the plan as a whole."""
    return standings(_read(plan.measures.public().filter(group=group), None))


def _read(measures, group: Group | None):
    if group is not None:
        measures = measures.filter(group=group)
    values = MeasureValue.objects.order_by("ends_on", "at", "pk")
    return measures.select_related("plan").prefetch_related(Prefetch("values", values))


def number_of(row: MeasureValue) -> str:
    return "Not measured" if row.value is None else plain(row.value)


def period_of(row: MeasureValue) -> str:
    if row.starts_on == row.ends_on:
        return in_words(row.ends_on)
    return f"{in_words(row.starts_on)} to {in_words(row.ends_on)}"


def _wanted(way: Direction, measure: Measure) -> str:
    """Down is not always good: it depends on what is measured (domain, 6.5)."""
    if measure.direction == Direction.NEITHER:
        return ""
    if way == measure.direction:
        return ", as it should"
    return f", though it should go {measure.direction}"
