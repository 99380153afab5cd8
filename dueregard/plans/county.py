"""How the plans in force in a county's districts are going, for the county's people.

Read-only and downward only (AC 7): never a draft, never a restricted action, and a
district sees nothing of its county or its neighbours here.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from dueregard import clock
from dueregard.accounts.models import Authority
from dueregard.ui.charts import StackedBar

from .models import Action, Audience, Plan
from .reports import Tally


@dataclass(frozen=True)
class District:
    """One district: its plan in force, if there is one, and how that is going."""

    authority: Authority
    plan: Plan | None
    tally: Tally
    overdue: int
    last_update_on: date | None

    @property
    def chart(self) -> StackedBar:
        parts = self.tally.parts()
        return StackedBar(f"{self.authority}: by rating", parts=parts, unit="actions")


def districts_of(county: Authority, user) -> list[District]:
    """Every district of `county` by name, in a constant number of statements."""
    standing = Authority.objects.not_succeeded()
    authorities = standing.filter(county=county).order_by("name")
    plans = {
        plan.authority_id: plan
        for plan in Plan.objects.visible_to(user)
        .in_force()
        .filter(authority__county=county)
        .select_related("authority", "parent")
        .distinct()
    }
    tallies, sums = _counted([plan.pk for plan in plans.values()])
    found = []
    for authority in authorities:
        plan = plans.get(authority.pk)
        key = plan.pk if plan else 0
        overdue, last = sums.get(key, (0, None))
        tally = tallies.get(key) or Tally()
        found.append(District(authority, plan, tally, overdue, last))
    return found


def _counted(keys: list[int]) -> tuple[dict[int, Tally], dict[int, tuple]]:
    """By plan: its tally; and how many are overdue with the day of the last update."""
    actions = Action.objects.filter(plan__in=keys).exclude(audience=Audience.RESTRICTED)
    tallies: dict[int, Tally] = {}
    rows = actions.with_rag().order_by().values_list("plan_id", "rag", "status")
    for plan_id, rating, status, count in rows.annotate(Count("pk")):
        tallies.setdefault(plan_id, Tally()).add(rating, status, count)
    late = Q(red_from__lte=clock.today()) & ~Q(status__in=Action.CLOSED)
    sums = actions.order_by().values_list("plan_id")
    counted = sums.annotate(
        overdue=Count("pk", filter=late), last=Max("last_update_on")
    )
    return tallies, {key: (overdue, last) for key, overdue, last in counted}
