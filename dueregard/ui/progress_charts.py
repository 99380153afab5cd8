"""Charts of what happened over time: ratings month by month, a measure and its target.

As in `ui.charts`: SVG or words made on the server, with the table beside them.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from .charts import WIDTH, new_id


@dataclass(frozen=True)
class Box:
    """One month of a strip: the word for it, and its RAG value or nothing.

    `label` is short ("Nov") and `full` has the year; both mean the same month.
    """

    label: str
    full: str
    number: str
    tone: str = ""

    @property
    def name(self) -> str:
        return self.tone.replace("_", "-")


@dataclass(frozen=True)
class Strip:
    """How something was rated, a box a month, the oldest first: shape, word, month."""

    title: str
    boxes: list[Box]
    unit: str = "rating"
    id: str = field(default_factory=new_id)
    template = "chart_strip"

    @property
    def rows(self) -> list[Box]:
        """The same, with the year, for the table."""
        return [Box(box.full, box.full, box.number, box.tone) for box in self.boxes]

    @property
    def description(self) -> str:
        """Runs of months that are alike are named once: "Green May to July 2026"."""
        runs = []
        for word, same in groupby(self.boxes, key=lambda box: box.number):
            months = [box.full for box in same]
            span = f"{months[0]} to {months[-1]}" if len(months) > 1 else months[0]
            runs.append(f"{word} {span}")
        return f"{'; '.join(runs)}."


@dataclass(frozen=True)
class Level:
    """A level to hold a line against, such as its target."""

    label: str
    number: str
    y: float
    tone: str


@dataclass(frozen=True)
class Reading:
    """One point of a measure; without a place when nothing was measured."""

    label: str
    number: str
    x: float = 0
    y: float | None = None


Number = Decimal | int | float


def plain(number: Number) -> str:
    """A number as people write it: 1,200 and 3.5, never 1E+3 or 3.50."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class LineToTarget:
    """A measure over time, held against its baseline and its target where it has them.

    `points` are (label, number or None): what was not measured leaves a gap in the
    line and is never drawn as zero.
    """

    title: str
    points: list[tuple[str, Number | None]]
    unit: str
    baseline: Number | None = None
    target: Number | None = None
    id: str = field(default_factory=new_id)
    template = "chart_line_to_target"
    NOT_MEASURED = "Not measured"

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and greatest that the scale shows; it holds zero."""
        known = [number for _, number in self.points if number is not None]
        known += [n for n in (self.baseline, self.target) if n is not None]
        low, high = min([0, *known]), max([0, *known])
        return float(low), float(high if high > low else low + 1)

    def _y(self, number: Number) -> float:
        low, high = self.bounds
        return round(190 - 180 * (float(number) - low) / (high - low), 2)

    @property
    def places(self) -> list[Reading]:
        step = (WIDTH - 20) / max(1, len(self.points) - 1)
        return [
            Reading(label, self.NOT_MEASURED)
            if number is None
            else Reading(
                label, plain(number), round(10 + step * at, 2), self._y(number)
            )
            for at, (label, number) in enumerate(self.points)
        ]

    @property
    def known(self) -> list[Reading]:
        return [place for place in self.places if place.y is not None]

    @property
    def paths(self) -> list[str]:
        """A line for each run of points that were measured."""
        runs = groupby(self.places, key=lambda place: place.y is not None)
        return [
            " ".join(f"{place.x},{place.y}" for place in run)
            for is_known, run in runs
            if is_known
        ]

    @property
    def levels(self) -> list[Level]:
        given = [
            ("Baseline", self.baseline, "baseline"),
            ("Target", self.target, "target"),
        ]
        return [
            Level(label, plain(number), self._y(number), tone)
            for label, number, tone in given
            if number is not None
        ]

    @property
    def first(self) -> str:
        return self.points[0][0] if self.points else ""

    @property
    def last(self) -> str:
        return self.points[-1][0] if self.points else ""

    @property
    def lowest(self) -> str:
        return plain(self.bounds[0])

    @property
    def highest(self) -> str:
        return plain(self.bounds[1])

    @property
    def description(self) -> str:
        words = [f"{place.label} {place.number}" for place in self.places]
        held = [f"{level.label.lower()} {level.number}" for level in self.levels]
        return f"{self.unit.capitalize()}: {', '.join([*words, *held])}."
