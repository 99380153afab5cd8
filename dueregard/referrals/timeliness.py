"""How long each stage took, by quarter: how many, the median, the 90th percentile.

In calendar days, of the stages that ended in a quarter, of those referrals alone that
the reader works on. A percentile is the smallest span that so many were no longer than
(nearest rank). Quarters are those of the calendar, by universal time.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.expressions import Window
from django.db.models.functions import Coalesce, Lag

from dueregard import clock

from .models import Referral, ReferralMove

BACK = timedelta(days=2 * 366)
DAYS = {
    "sqlite": "julianday(ended) - julianday(began)",
    "postgresql": "extract(epoch from ended - began) / 86400",
}
QUARTERS = {
    "sqlite": "strftime('%%Y', ended) || '-' || "
    "((cast(strftime('%%m', ended) as integer) + 2) / 3)",
    "postgresql": "to_char(ended at time zone 'UTC', 'YYYY-Q')",
}
FIGURES = """
WITH ends AS ({ends}),
spans AS (SELECT stage, {quarter} AS quarter, {days} AS days FROM ends),
ranked AS (
    SELECT stage, quarter, days,
        row_number() OVER (PARTITION BY stage, quarter ORDER BY days) AS place,
        count(*) OVER (PARTITION BY stage, quarter) AS many
    FROM spans
)
SELECT stage, quarter, many,
    min(CASE WHEN place * 2 >= many THEN days END) AS median,
    min(CASE WHEN place * 10 >= many * 9 THEN days END) AS ninetieth
FROM ranked GROUP BY stage, quarter, many ORDER BY quarter DESC, stage
"""


@dataclass(frozen=True)
class Figure:
    """One stage in one quarter; spans in whole days, rounded."""

    stage: str
    quarter: str
    many: int
    median: int
    ninetieth: int

    @property
    def label(self) -> str:
        return str(Referral.Status(self.stage).label)

    @property
    def quarter_words(self) -> str:
        year, number = self.quarter.split("-")
        months = ("January", "April", "July", "October")[int(number) - 1]
        last = ("March", "June", "September", "December")[int(number) - 1]
        return f"{months} to {last} {year}"


def timeliness(user, authority) -> list[Figure]:
    """The newest quarter first, its stages in the order of the work. One statement."""
    sql, params = _ends(user, authority).query.sql_with_params()
    statement = FIGURES.format(
        ends=sql,
        quarter=QUARTERS[connection.vendor],
        days=DAYS[connection.vendor],
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall()
    found = [
        Figure(stage, quarter, many, round(median), round(ninetieth))
        for stage, quarter, many, median, ninetieth in rows
    ]
    order = [status.value for status in Referral.Status]
    found.sort(key=lambda figure: order.index(figure.stage))
    return sorted(found, key=lambda figure: figure.quarter, reverse=True)


def _ends(user, authority) -> QuerySet:
    """Stages that ended: which, when, and when they had begun."""
    ours = Referral.objects.worked_on_by(user).filter(authority=authority)
    moves = ReferralMove.objects.filter(
        referral__in=ours.values("pk"), at__gte=clock.now() - BACK
    ).exclude(from_status=F("to_status"))
    before = Window(
        Lag("at"),
        partition_by=F("referral_id"),
        order_by=[F("at").asc(), F("id").asc()],
    )
    return moves.order_by().values(
        stage=F("from_status"),
        ended=F("at"),
        began=Coalesce(before, F("referral__submitted_at")),
    )
