"""Who stands in for an authority that gave way, and whom it stands in for itself."""

from typing import Any

from django.db.models import Q, QuerySet

from dueregard import clock

from .models import Authority


def line_of(authority_id: int) -> list[int]:
    """The id itself, and those of whoever took over from it by today, one after the
    other: what bears its number from before is found with the last of them."""
    line = [authority_id]
    while True:
        rows = Authority.objects.filter(
            pk=line[-1], succeeded_on__lte=clock.today()
        ).exclude(successor__in=line)
        successor = rows.values_list("successor", flat=True).first()
        if successor is None:
            return line
        line.append(successor)


def with_past(authority_id: int) -> QuerySet[Authority, Any]:
    """The id itself, and those that it took over from by today, and these: where what
    it has was recorded. For `…__in`, so that it is no statement of its own."""
    gone = Q(succeeded_on__lte=clock.today())
    rows = Authority.objects.filter(
        Q(pk=authority_id)
        | gone & Q(successor=authority_id)
        | gone & Q(successor__successor=authority_id)
    )
    return rows.order_by().values("pk")


def taken_over_by(authority_id: int) -> list[int]:
    """Ids of the authorities that it, or one of these, took over from by today."""
    found: list[int] = []
    waiting = [authority_id]
    while waiting:
        rows = Authority.objects.filter(
            successor__in=waiting, succeeded_on__lte=clock.today()
        ).exclude(pk__in=[authority_id, *found])
        waiting = list(rows.order_by("pk").values_list("pk", flat=True))
        found += waiting
    return found
