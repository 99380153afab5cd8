"""How actions were rated on past days, read from what the services remembered.

No colour is kept: the rule reads the facts as they stood at the end of the day (settled
22), so a plan of 300 actions is read in one statement for any day.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from dueregard import clock
from dueregard.ui.progress_charts import Box, Strip

from . import rag
from .models import Action, Plan, RatingFacts
from .rag import Rag, add_months

MONTHS = 12
NOT_AGREED = "Not agreed yet"


def end_of(day: date) -> datetime:
    """The midnight in London with which `day` ends."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def newest_facts(
    actions: QuerySet[Action], before: datetime | None = None
) -> dict[int, RatingFacts]:
    """The last facts of each of `actions`, by its key; of those before a moment."""
    facts = RatingFacts.objects.filter(action=OuterRef("pk"))
    if before:
        facts = facts.filter(at__lt=before)
    newest = facts.order_by("-at", "-pk").values("pk")[:1]
    keys = actions.order_by().annotate(newest=Subquery(newest)).values("newest")
    return {row.action_id: row for row in RatingFacts.objects.filter(pk__in=keys)}


def rating_of(facts: RatingFacts, day: date) -> str:
    """How `facts` were shown on `day`: a person's rating when one stood."""
    return facts.rag_override or rag.rule_once_agreed(facts, day)


def rating_on(action: Action, day: date) -> str | None:
    """How `action` was rated as `day` ended; None before the board agreed to it."""
    mine = Action.objects.filter(pk=action.pk)
    facts = newest_facts(mine, end_of(day)).get(action.pk)
    return rating_of(facts, day) if facts else None


def ratings_on(plan: Plan, day: date) -> dict[int, str]:
    """The same for every action that `plan` had in force then, by its key."""
    found = newest_facts(plan.actions.all(), end_of(day))
    return {key: rating_of(facts, day) for key, facts in found.items()}


def strip(action: Action, months: int = MONTHS) -> Strip:
    """The ratings of `action` at the end of each of the last months, and today."""
    return strips([action], months)[action.pk]


def strips(actions: Iterable[Action], months: int = MONTHS) -> dict[int, Strip]:
    """A strip for each of `actions`, by its key, in one statement."""
    actions = list(actions)
    facts: dict[int, list[RatingFacts]] = defaultdict(list)
    rows = RatingFacts.objects.filter(action__in=[one.pk for one in actions])
    for row in rows.order_by("at", "pk"):
        facts[row.action_id].append(row)
    days = month_ends(months)
    return {
        one.pk: Strip(
            f"Rating of action {one.ref} over {months} months",
            [_box(facts[one.pk], day) for day in days],
        )
        for one in actions
    }


def month_ends(months: int) -> list[date]:
    """The last day of each of the `months` up to this one, which ends today so far."""
    today = clock.today()
    first = today.replace(day=1)
    ends = [add_months(first, -ago) - timedelta(days=1) for ago in range(months - 1)]
    return [*reversed(ends), today]


def _box(facts: list[RatingFacts], day: date) -> Box:
    before = end_of(day)
    standing = [row for row in facts if row.at < before]
    label, full = f"{day:%b}", f"{day:%B %Y}"
    if not standing:
        return Box(label, full, NOT_AGREED, "")
    rating = rating_of(standing[-1], day)
    return Box(label, full, str(Rag(rating).label), str(rating))
