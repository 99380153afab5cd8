"""Whose numbers somebody may see: counts of all, of their own organisations, or totals.

Counts hold no name. Who serves the whole authority sees them of every organisation, but
an elected member sees totals alone, and none of a few people. A training lead of a
partner sees their own organisation and those below it.
"""

from dataclasses import dataclass

from dueregard.accounts.models import Authority, Organisation, Person

from ..reach import EDUCATION, reach_of
from ..readers import WIDE_READERS

FEW = 10


@dataclass(frozen=True)
class Sight:
    """`organisations` are the ids of those whose counts are seen; None is all. With
    `totals_only`, no organisation and no total of fewer than `FEW` people is shown."""

    organisations: frozenset[int] | None
    totals_only: bool = False

    def of(self, organisation: int) -> bool:
        if self.totals_only:
            return False
        return self.organisations is None or organisation in self.organisations

    def total(self, people: int) -> int | str:
        """A total of the whole area as it may be shown."""
        few = self.totals_only and people < FEW
        return f"Fewer than {FEW}" if few else people


def sight_of(user: Person, authority: Authority) -> Sight:
    """What `user` sees of the coverage of `authority`; who may not read it at all was
    refused before."""
    reach = reach_of(user)
    if user.holds_any(WIDE_READERS, authority) or authority.pk in reach.whole:
        return Sight(None)
    if own := reach.organisations.get(authority.pk):
        return Sight(own)
    return Sight(None, totals_only=True)


def reads_names(user: Person, authority: Authority, organisation: Organisation) -> bool:
    """Whether `user` may go from a number to the people behind it."""
    reach = reach_of(user)
    return (
        authority.pk in reach.whole
        or (authority.pk in reach.education and organisation.sector == EDUCATION)
        or organisation.pk in reach.organisations.get(authority.pk, ())
    )


def keeps_any(user: Person, authority: Authority) -> bool:
    """Whether `user` may bring in records of somebody here."""
    reach = reach_of(user)
    return (
        authority.pk in reach.kept_whole
        or authority.pk in reach.education
        or authority.pk in reach.organisations
    )
