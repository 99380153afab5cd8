"""How many were ever trained in a course: the seeds' one headline, with its rule.

"11,000 staff trained in WRAP" (seed 000) can mean people ever, people in a year, or
attendances, and says nothing of how many are in date or of how many there are. Each is
counted here by itself: people of the register once however often they came, leavers
included, of this very course and of none that counts for it; and heads at sessions that
took no names apart, since nobody knows who they were.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import (
    Aggregate,
    Case,
    Count,
    Exists,
    OuterRef,
    QuerySet,
    Sum,
    When,
)
from django.db.models.functions import ExtractYear

from ..models import Completion, Course, Session, SessionHeadcount
from .sight import Sight

PUBLISHED_TO = 5
FEW = 5
YEARS_PUBLISHED = 2


@dataclass(frozen=True)
class Year:
    """April to March. `people` did the course in it; `first` had not done it before;
    `heads` were at sessions that took no names."""

    starts: int
    people: int
    first: int
    heads: int

    @property
    def label(self) -> str:
        return f"{self.starts} to {self.starts + 1}"


@dataclass(frozen=True)
class EverTrained:
    """`people` is the sum of those who did it for the first time, year by year."""

    course: Course
    years: list[Year]

    @property
    def people(self) -> int:
        return sum(year.first for year in self.years)

    @property
    def heads(self) -> int:
        return sum(year.heads for year in self.years)

    @property
    def published(self) -> str:
        """A sentence for anyone: rounded to the nearest 5, and none of a few people
        (domain reference 12.4)."""
        if self.people < FEW:
            return f"Fewer than {FEW} people are recorded as trained in {self.course}."
        since = f" since April {self.years[-1].starts}" if self.years else ""
        return (
            f"About {_about(self.people):,} people have been trained in "
            f"{self.course}{since}. Each is counted once, people who have since left "
            "included."
        )

    @property
    def published_by_year(self) -> list[str]:
        """The same for each of the newest years: not a share of the sentence above,
        because somebody who did it in two years is counted in both."""
        return [
            f"From April {year.starts} to March {year.starts + 1}, "
            f"{_some(year.people)} trained in {self.course}. Each is counted once in "
            "a year."
            for year in self.years[:YEARS_PUBLISHED]
        ]


def _about(people: int) -> int:
    """Rounded to the nearest 5, half up."""
    return (2 * people + PUBLISHED_TO) // (2 * PUBLISHED_TO) * PUBLISHED_TO


def _some(people: int) -> str:
    if people < FEW:
        return f"fewer than {FEW} people were"
    return f"about {_about(people):,} people were"


def ever_trained(course: Course, sight: Sight) -> EverTrained:
    """Counted in three statements; years newest first."""
    done = Completion.objects.live().filter(
        course=course, learner__merged_into__isnull=True
    )
    heads = SessionHeadcount.objects.filter(
        session__course=course, session__status=Session.Status.HELD
    )
    if sight.organisations is not None:
        done = done.filter(learner__organisation__in=sight.organisations)
        heads = heads.filter(organisation__in=sight.organisations)
    earlier = Completion.objects.live().filter(
        course=course,
        learner=OuterRef("learner"),
        completed_on__lt=OuterRef("completed_on"),
    )
    people = _by_year(done, "completed_on", Count("learner", distinct=True))
    first = _by_year(done.filter(~Exists(earlier)), "completed_on", Count("pk"))
    counted = _by_year(heads, "session__starts_at", Sum("people"))
    years = sorted({*people, *counted}, reverse=True)
    return EverTrained(
        course, [Year(year, people[year], first[year], counted[year]) for year in years]
    )


def _by_year(rows: QuerySet, day: str, number: Aggregate) -> Counter[int]:
    """`number` by the year in whose April the year began."""
    early = Case(When(**{f"{day}__month__lt": 4}, then=1), default=0)
    by_year = rows.order_by().annotate(starts=ExtractYear(day) - early)
    return Counter(dict(by_year.values_list("starts").annotate(number)))
