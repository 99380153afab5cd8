"""Whose numbers a return holds, and for whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from dueregard.accounts.models import Authority, Organisation, Person

from ..coverage.counting import People
from ..reach import reach_of
from ..readers import WIDE_READERS


@dataclass(frozen=True)
class Scope:
    """An authority's organisations; `organisations` None is all of them."""

    authority: Authority
    organisations: Collection[int] | None = None

    @property
    def people(self) -> People:
        return People(self.authority, self.organisations)

    def condition(self, path: str = "organisation") -> Q:
        """The condition on rows that have an organisation at `path`."""
        if self.organisations is None:
            return Q()
        return Q(**{f"{path}__in": self.organisations})

    def names(self, wanted: Iterable[int]) -> dict[int, str]:
        """The names of these organisations, by id."""
        rows = Organisation.objects.filter(self.condition("pk"), pk__in=set(wanted))
        return dict(rows.order_by().values_list("pk", "name"))


def organisations_read(user: Person, authority: Authority) -> frozenset[int] | None:
    """Of which organisations `user` reads returns: all (None), but a partner's training
    lead only of their own and those below it."""
    reach = reach_of(user)
    if authority.pk in reach.kept_whole or user.holds_any(WIDE_READERS, authority):
        return None
    return reach.organisations.get(authority.pk, frozenset())
