"""What services said, by month of asking and kind of support: counts and nothing else.

Of those referrals alone that the reader works on, as the figures of how long stages
took. To be passed on, numbers are rounded to the nearest five, and those below five
are said to be fewer (security G10): each by itself, so that no sum gives one back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format

from dueregard import clock
from dueregard.partners.models import ServiceSupport

from .models import Referral, Signpost

BACK = timedelta(days=2 * 366)
FEW = 5
Status = Signpost.Status


@dataclass(frozen=True)
class Figure:
    """One kind of support in one month. `no_reply` are those whose day passed without
    an answer, written down or not; `waiting` have time yet."""

    month: str
    support: str
    asked: int
    accepted: int
    declined: int
    no_reply: int
    waiting: int

    @property
    def numbers(self) -> list[int]:
        return [self.asked, self.accepted, self.declined, self.no_reply, self.waiting]


def signpost_figures(user, authority) -> list[Figure]:
    """The newest month first, its supports by their name. One statement."""
    ours = Referral.objects.worked_on_by(user).filter(authority=authority)
    since = clock.now() - BACK
    silent = Q(status=Status.NO_REPLY) | Q(
        status=Status.ASKED, due_on__lt=clock.today()
    )
    rows = (
        Signpost.objects.filter(referral__in=ours.values("pk"), asked_at__gte=since)
        .order_by()
        .annotate(month=TruncMonth("asked_at"))
        .values("month", "support")
        .annotate(
            asked=Count("pk"),
            accepted=Count("pk", filter=Q(status=Status.ACCEPTED)),
            declined=Count("pk", filter=Q(status=Status.DECLINED)),
            no_reply=Count("pk", filter=silent),
        )
    )
    found = sorted(rows, key=lambda row: ServiceSupport.Support(row["support"]).label)
    found.sort(key=lambda row: row["month"], reverse=True)
    return [_figure(row) for row in found]


def sum_of(figures: Iterable[Figure]) -> list[int]:
    """All of them together, in the order of `Figure.numbers`."""
    columns = zip(*(each.numbers for each in figures), strict=True)
    return [sum(column) for column in columns]


def to_pass_on(number: int) -> str:
    """A count as others may read it."""
    if number < FEW:
        return f"Fewer than {FEW}"
    return str(FEW * ((number + FEW // 2) // FEW))


def _figure(row: Mapping[str, Any]) -> Figure:
    answered = row["accepted"] + row["declined"] + row["no_reply"]
    return Figure(
        month=date_format(row["month"], "F Y"),
        support=str(ServiceSupport.Support(row["support"]).label),
        asked=row["asked"],
        accepted=row["accepted"],
        declined=row["declined"],
        no_reply=row["no_reply"],
        waiting=row["asked"] - answered,
    )
