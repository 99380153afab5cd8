"""Counts over a plan, made by the database: never an average, never a colour alone."""

from dataclasses import dataclass, field

from django.db.models import Count

from dueregard.ui.charts import StackedBar

from . import rag
from .models import Action


@dataclass
class Tally:
    """How many actions are in each rating and each status.

    Both are keyed by code, in the order in which pages list them.
    """

    total: int = 0
    ratings: dict[str, int] = field(default_factory=lambda: dict.fromkeys(rag.Rag, 0))
    statuses: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(Action.Status, 0)
    )

    def add(self, rating: str, status: str, count: int) -> None:
        self.total += count
        self.ratings[rating] += count
        self.statuses[status] += count

    def parts(self) -> list[tuple[str, int, str]]:
        """(label, count, code) of each rating, for a chart or a row of counts."""
        return [(rag.Rag(code).label, n, code) for code, n in self.ratings.items()]


def tally(actions) -> Tally:
    """Count `actions` by rating and status in one statement."""
    result = Tally()
    rows = (
        actions.with_rag().order_by().values_list("rag", "status").annotate(Count("pk"))
    )
    for rating, status, count in rows:
        result.add(rating, status, count)
    return result


def tallies_by_priority(actions) -> dict[int, Tally]:
    """A tally for each priority, by its key; an objective counts in its priority."""
    rows = (
        actions.with_rag()
        .order_by()
        .values_list("group__parent_id", "group_id", "rag", "status")
        .annotate(Count("pk"))
    )
    result: dict[int, Tally] = {}
    for parent_id, group_id, rating, status, count in rows:
        result.setdefault(parent_id or group_id, Tally()).add(rating, status, count)
    return result


def ratings_chart(counted: Tally) -> StackedBar:
    return StackedBar("Actions by rating", parts=counted.parts(), unit="actions")
