"""How many people are in each state: numbers that add up, and never a bare share."""

from collections import Counter
from dataclasses import dataclass, field

from dueregard.ui.charts import StackedBar

from .states import APART, COUNTED_IN_DATE, IN_SCOPE, State

TONES = {
    State.IN_DATE: "green",
    State.DUE_SOON: "amber",
    State.LAPSED: "red",
    State.NEVER: "not_rated",
    State.UNKNOWN: "grey",
}


@dataclass
class Tally:
    """Places by state. In scope are in date, due soon, lapsed, never and unknown; the
    rest are counted apart, and the two together are everybody."""

    states: Counter = field(default_factory=Counter)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.states + other.states)

    @property
    def in_date(self) -> int:
        """The numerator: in date, those due soon included."""
        return sum(self.states[state] for state in COUNTED_IN_DATE)

    @property
    def in_scope(self) -> int:
        """The denominator: lapsed, never and unknown included."""
        return sum(self.states[state] for state in IN_SCOPE)

    @property
    def everybody(self) -> int:
        return sum(self.states.values())

    @property
    def percent(self) -> int | None:
        """In date of those in scope, a whole number with halves up (domain reference
        12.4); None where nobody is in scope: not measured is not zero."""
        if not self.in_scope:
            return None
        return (200 * self.in_date + self.in_scope) // (2 * self.in_scope)

    @property
    def word(self) -> str:
        """What a cell says beside its numbers, so that its colour says nothing more."""
        if not self.in_scope:
            return "Nobody in scope"
        if self.states[State.UNKNOWN] == self.in_scope:
            return "Unknown"
        return next(word for least, word, _ in BANDS if (self.percent or 0) >= least)

    @property
    def percent_in_words(self) -> str:
        """ "82%, good": what the tag of a cell says."""
        if self.percent is None or self.word == "Unknown":
            return self.word
        return f"{self.percent}%, {self.word}"

    @property
    def colour(self) -> str:
        if self.word in ("Nobody in scope", "Unknown"):
            return "grey"
        return next(each for _, word, each in BANDS if word == self.word)

    def parts(self) -> list[tuple[str, int, str]]:
        """(label, number, tone) of the states in scope, for a bar or a table."""
        return [(s.label, self.states[s], TONES[s]) for s in IN_SCOPE]

    def scoped(self) -> list[tuple[State, int]]:
        """(state, number) of the states in scope, those of nobody included."""
        return [(state, self.states[state]) for state in IN_SCOPE]

    def set_apart(self) -> list[tuple[State, int]]:
        """(state, number) of those counted apart, leaving out what is nobody."""
        return [(state, self.states[state]) for state in APART if self.states[state]]

    def holds_few(self, few: int) -> bool:
        """Whether a state is that of some people and of fewer than `few`."""
        return any(0 < number < few for _, number in self.scoped())

    def chart(self, title: str) -> StackedBar:
        return StackedBar(title, parts=self.parts(), unit="people in scope")


BANDS = (
    (85, "good", "green"),
    (60, "fair", "yellow"),
    (0, "low", "red"),
)
"""From how many in a hundred a cell has which word. 85 is the usual target of the
health service (domain reference 7.2); 60 is ours. Confirm locally."""
