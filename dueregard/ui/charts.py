"""Charts drawn on the server: SVG with a title, a description, and the table beside it.

No chart carries meaning by colour alone: bars of a stack have a pattern and a key in
words, and every number stands in the table. There is no style attribute, so the strict
content security policy holds.
"""

from dataclasses import dataclass, field
from itertools import count

WIDTH = 640
_numbers = count(1)


def new_id() -> str:
    """Names the parts of one figure; only its own page sees it."""
    return f"figure-{next(_numbers) % 100_000}"


@dataclass(frozen=True)
class Segment:
    """One bar of a stack: where it lies and what it means."""

    label: str
    number: int
    tone: str
    x: float
    width: float


@dataclass(frozen=True)
class StackedBar:
    """Counts that make up a whole, as one bar. Tones are RAG values or grey.

    `parts` are (label, number, tone); `unit` names what is counted, in the plural.
    """

    title: str
    parts: list[tuple[str, int, str]]
    unit: str
    id: str = field(default_factory=new_id)
    template = "chart_stacked"

    @property
    def total(self) -> int:
        return sum(number for _, number, _ in self.parts)

    @property
    def segments(self) -> list[Segment]:
        found, start = [], 0.0
        for label, number, tone in self.parts:
            width = WIDTH * number / self.total if self.total else 0.0
            name = str(tone).replace("_", "-")
            found.append(Segment(label, number, name, round(start, 2), round(width, 2)))
            start += width
        return found

    @property
    def description(self) -> str:
        words = [f"{label} {number}" for label, number, _ in self.parts]
        return f"{self.total} {self.unit}: {', '.join(words)}."


@dataclass(frozen=True)
class Bar:
    """One bar a row, the greatest number the longest. `rows`: (label, number)."""

    title: str
    rows: list[tuple[str, int]]
    unit: str
    id: str = field(default_factory=new_id)
    template = "chart_bar"

    @property
    def bars(self) -> list[Segment]:
        greatest = max((number for _, number in self.rows), default=0)
        return [
            Segment(
                label,
                number,
                "plain",
                0,
                round(WIDTH * number / greatest, 2) if greatest else 0,
            )
            for label, number in self.rows
        ]

    @property
    def description(self) -> str:
        words = [f"{label} {number}" for label, number in self.rows]
        return f"{self.unit.capitalize()}: {', '.join(words)}."


@dataclass(frozen=True)
class Point:
    label: str
    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """A number over time; the scale starts at 0. `points`: (label, number)."""

    title: str
    points: list[tuple[str, int]]
    unit: str
    id: str = field(default_factory=new_id)
    template = "chart_line"

    @property
    def places(self) -> list[Point]:
        greatest = self.greatest or 1
        step = (WIDTH - 20) / max(1, len(self.points) - 1)
        return [
            Point(
                label,
                number,
                round(10 + step * at, 2),
                round(190 - 180 * number / greatest, 2),
            )
            for at, (label, number) in enumerate(self.points)
        ]

    @property
    def path(self) -> str:
        return " ".join(f"{place.x},{place.y}" for place in self.places)

    @property
    def greatest(self) -> int:
        return max((number for _, number in self.points), default=0)

    @property
    def first(self) -> str:
        return self.points[0][0] if self.points else ""

    @property
    def last(self) -> str:
        return self.points[-1][0] if self.points else ""

    @property
    def description(self) -> str:
        words = [f"{label} {number}" for label, number in self.points]
        return f"{self.unit.capitalize()}: {', '.join(words)}."
