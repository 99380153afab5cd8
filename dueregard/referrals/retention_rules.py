"""How long a referral is kept, by how it ended: data, with where each figure is from.

No statute fixes these periods: councils set their own (security 2.7), so every figure
can be changed for an authority and says "Confirm locally" until somebody did. The clock
runs from the recorded event, and is worked out anew whenever that event is corrected.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from django.db import models

from dueregard.plans.rag import add_months


class Unit(StrEnum):
    MONTHS = "months"
    DAYS = "days"


class RetentionClass(models.TextChoices):
    """What a referral is for the clock that ends with its destruction."""

    GATEWAY = "gateway", "Closed at the gateway"
    NOT_ADOPTED = "not_adopted", "Considered, grounds not met"
    PASSED_ON = "passed_on", "Accepted by another area"
    MISTAKEN = "mistaken", "Mistaken, or made in bad faith"
    CASE = "case", "Went before the panel"
    SPAM = "spam", "Looked at, and not a referral"


@dataclass(frozen=True)
class Rule:
    """`length` in `unit` after `event`; a child's is never longer. `longest` is how far
    the data protection officer may go for one record, with a reason. One that
    `goes_by_itself` needs no second person."""

    length: int
    child_length: int
    longest: int
    event: str
    source: str
    unit: Unit = Unit.MONTHS
    goes_by_itself: bool = False
    is_local: bool = False

    def due_on(self, since: date, *, is_child: bool) -> date:
        """The first day on which the record may be destroyed."""
        return self._after(since, self.child_length if is_child else self.length)

    def longest_until(self, since: date) -> date:
        return self._after(since, self.longest)

    def _after(self, since: date, length: int) -> date:
        if self.unit == Unit.DAYS:
            return since + timedelta(days=length)
        return add_months(since, length)

    def with_length(self, length: int, child_length: int, source: str) -> "Rule":
        """The rule as an authority set it."""
        return replace(
            self,
            length=length,
            child_length=child_length,
            longest=max(length, self.longest),
            source=source,
            is_local=True,
        )

    @property
    def needs_confirming(self) -> bool:
        """Whether it is still the figure that we ship: "Confirm locally"."""
        return not self.is_local


@dataclass(frozen=True)
class AgeReview:
    """A child's record is looked at again at `age`, and every `again` months while it
    is kept; `source` says where that is from."""

    age: int
    again: int
    source: str


AT_18 = AgeReview(
    18,
    12,
    "Our own choice; no law sets it. Children’s records have had to be deleted early, "
    "so each is looked at again.",
)

RULES: dict[str, Rule] = {
    RetentionClass.GATEWAY: Rule(
        12,
        12,
        36,
        "the day on which it was closed",
        "Our own choice; no law sets one.",
    ),
    RetentionClass.NOT_ADOPTED: Rule(
        36,
        36,
        72,
        "the day of the decision",
        "The independent review of Prevent suggested 3 years instead of 6 where "
        "nothing further was done.",
    ),
    RetentionClass.PASSED_ON: Rule(
        12,
        12,
        36,
        "the day on which the other area accepted",
        "As what is closed at the gateway: the other area keeps the record.",
    ),
    RetentionClass.MISTAKEN: Rule(
        3,
        3,
        12,
        "the day on which it was closed",
        "Our own choice: long enough for a complaint to be made, and no longer.",
    ),
    RetentionClass.CASE: Rule(
        72,
        72,
        84,
        "the day on which the person left the programme",
        "Published by one council as 6 years, by another as 7 years and then a review.",
    ),
    RetentionClass.SPAM: Rule(
        14,
        14,
        14,
        "the day on which somebody looked at it",
        "Our own choice.",
        Unit.DAYS,
        goes_by_itself=True,
    ),
}
LONGEST = {Unit.MONTHS: 120, Unit.DAYS: 90}
