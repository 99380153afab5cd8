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


def with_past(*authority_ids: int) -> QuerySet[Authority, Any]:
    """These ids, and those that they took over from by today, and these: where what
    they have was recorded. For `…__in`, so that it is no statement of its own."""
    gone = Q(succeeded_on__lte=clock.today())
    rows = Authority.objects.filter(
        Q(pk__in=authority_ids)
        | gone & Q(successor__in=authority_ids)
        | gone & Q(successor__successor__in=authority_ids)
    )
    return rows.order_by().values_list("pk", flat=True)
