"""The returns that there are, by the code that stands in their address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dueregard import clock
from dueregard.accounts.models import Person
from dueregard.documents.models import Document
from dueregard.plans.wording import in_words

from .annual import courses
from .declared import headcounts
from .periods import Period, quarters, years
from .quarterly import REMARKS, people
from .scope import Scope
from .sheet import Return, Table
from .telling import organisations


@dataclass(frozen=True)
class Part:
    """One table of a return, by the code that stands in addresses."""

    code: str
    label: str
    make: Callable[[Scope, Period], Table]


@dataclass(frozen=True)
class Kind:
    """`periods` are those that it is offered for, `parts` its tables in order."""

    code: str
    label: str
    use: str
    periods: Callable[[], list[Period]]
    parts: Sequence[Part]
    remarks: tuple[str, ...] = ()

    def period_of(self, code: str) -> Period | None:
        return next((one for one in self.periods() if one.code == code), None)

    def part_of(self, code: str) -> Part:
        """The part with that code, or the first."""
        return next((one for one in self.parts if one.code == code), self.parts[0])


APART = (
    Part("headcounts", "Headcounts without names", headcounts),
    Part("organisations", "Organisations", organisations),
)
KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "quarterly",
            "Quarterly training return",
            "Who is in date, by organisation and role group, as the health service "
            "asks for.",
            quarters,
            (Part("people", "People in the register", people), *APART),
            REMARKS,
        ),
        Kind(
            "annual",
            "Annual training return",
            "What was completed, by course and organisation.",
            years,
            (Part("courses", "Courses", courses), *APART),
        ),
    )
}


def counted_on(period: Period) -> str:
    """A sentence on the day counted."""
    sentence = f"Counted as of {in_words(period.census_on)}."
    return sentence if period.is_over else f"{sentence} The period is not over yet."


def build(
    kind: Kind, period: Period, scope: Scope, *, of: str, made_by: Person
) -> Return:
    """The return, counted now. `of` names the authority, or the one organisation."""
    return Return(
        title=kind.label,
        authority=of,
        covers=period.label,
        counted=counted_on(period),
        tables=[part.make(scope, period) for part in kind.parts],
        made_by=made_by.name,
        made_at=clock.now(),
        marking=str(Document.Marking.OFFICIAL.label),
        remarks=list(kind.remarks),
    )
