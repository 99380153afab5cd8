"""Things over a span of days: a bar each, as SVG, with today's line and their table.

A bar runs from its start to its end, with a mark for each step within it. What a bar
means stands in words beside it; the shape at its end repeats its rating, so that no
colour is needed to read it.
"""

from dataclasses import dataclass, field
from datetime import date

from .charts import new_id

WIDTH, LEFT, ROW, TOP = 960, 70, 26, 42
SPAN = WIDTH - LEFT - 30


@dataclass(frozen=True)
class Item:
    """One bar. Without `ends_on` it has no end yet (`is_open`), or no date at all.

    `label` is short (a number); `words` say in full what it is, for the table.
    """

    label: str
    words: str
    url: str
    when: str
    rating: str
    starts_on: date | None = None
    ends_on: date | None = None
    is_open: bool = False
    steps: tuple[date, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """An item where it lies: tone is the rating as a class name, `mark` its shape."""

    item: Item
    y: int
    x: float
    width: float
    mark: float
    tone: str
    steps: list[float]


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Timeline:
    """`items` between two days; `today` is drawn when it lies between them."""

    title: str
    starts_on: date
    ends_on: date
    today: date
    items: list[Item]
    id: str = field(default_factory=new_id)
    template = "chart_timeline"

    @property
    def height(self) -> int:
        return TOP + ROW * len(self.items) + 10

    @property
    def drawn(self) -> list[Drawn]:
        return [self._draw(item, place) for place, item in enumerate(self.items)]

    @property
    def ticks(self) -> list[Tick]:
        """The first of each quarter; of each year, when there are many years."""
        step = 3 if (self.ends_on - self.starts_on).days < 3 * 366 else 12
        found, year, month = [], self.starts_on.year, 1
        while (day := date(year, month, 1)) <= self.ends_on:
            if day >= self.starts_on:
                found.append(Tick(self._x(day), f"{day:%b %Y}"))
            month += step
            year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        return found

    @property
    def today_x(self) -> float | None:
        inside = self.starts_on <= self.today <= self.ends_on
        return self._x(self.today) if inside else None

    @property
    def description(self) -> str:
        dated = sum(1 for item in self.items if item.ends_on)
        without = len(self.items) - dated
        return (
            f"{len(self.items)} bars from {self.starts_on:%-d %B %Y} to "
            f"{self.ends_on:%-d %B %Y}: {dated} with an end, {without} without. Each "
            "stands in the table below."
        )

    def _draw(self, item: Item, place: int) -> Drawn:
        y = TOP + ROW * place
        start = self._x(item.starts_on or self.starts_on)
        end = self._x(item.ends_on or self.ends_on)
        if not item.ends_on and not item.is_open:
            start = end = self._x(self.starts_on)
        return Drawn(
            item,
            y,
            start,
            max(round(end - start, 1), 0),
            round(end + 4, 1),
            item.rating.replace("_", "-"),
            [self._x(day) for day in item.steps],
        )

    def _x(self, day: date) -> float:
        """Where a day lies; outside the span, at its edge."""
        whole = max((self.ends_on - self.starts_on).days, 1)
        part = (day - self.starts_on).days / whole
        return round(LEFT + SPAN * min(max(part, 0), 1), 1)
