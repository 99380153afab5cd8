"""What stands where in an update round: counted and listed by the database."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from dueregard.partners.models import PostHolding
from dueregard.reminders.models import Task
from dueregard.ui.charts import StackedBar

from .access import RESTRICTED_READERS
from .listing import with_owners
from .models import RoundAction, RoundAsk, RoundLink, UpdateRound
from .wording import in_words

State = RoundAction.State
SHOWN = (
    "round",
    "state",
    "declined_because",
    "answered_at",
    "action__ref",
    "action__text",
    "update__text",
    "answered_by__name",
    "by_link__person__name",
)


@dataclass
class Counts:
    """How many actions of a round were answered, and how."""

    returned: int = 0
    owed: int = 0
    declined: int = 0

    @property
    def total(self) -> int:
        return self.returned + self.owed + self.declined

    @property
    def chart(self) -> StackedBar:
        parts = [
            ("Returned", self.returned, "green"),
            ("Nothing to report", self.declined, "grey"),
            ("Owed", self.owed, "amber"),
        ]
        return StackedBar("Answers to this round", parts=parts, unit="actions")


def count_answers(round: UpdateRound) -> Counts:
    """One statement; none when the round was read `with_counts`."""
    if "owed" in vars(round):
        return Counts(**{state.value: vars(round)[state.value] for state in State})
    rows = round.asked.order_by().values_list("state").annotate(Count("pk"))
    return Counts(**dict(rows))


def readable(round: UpdateRound, user) -> QuerySet[RoundAction]:
    """What `user` may read of `round`: restricted actions as their audience says."""
    if user.holds_any(RESTRICTED_READERS, round.plan.authority):
        return round.asked.all()  # every action, so none need be looked up
    actions = round.plan.actions.readable_by(user, round.plan)
    return round.asked.filter(action__in=actions)


def listed(keys: list[int], columns: tuple[str, ...] = ()) -> list[RoundAction]:
    """The rows of one page in the order of their keys, with owners and chasing.

    With `columns`, those alone are read.
    """
    subject = Cast(OuterRef("pk"), models.CharField(max_length=36))
    tasks = Task.objects.filter(kind=RoundAction.TASK_KIND, subject_id=subject)
    most = tasks.order_by("-times_chased", "-pk")
    rows = RoundAction.objects.select_related(
        "action", "update", "answered_by", "by_link__person"
    ).annotate(
        times_chased=Subquery(most.values("times_chased")[:1]),
        last_chased_on=Subquery(most.values("last_chased_on")[:1]),
    )
    by_key = (rows.only(*columns) if columns else rows).in_bulk(keys)
    found: list[RoundAction] = [by_key[key] for key in keys if key in by_key]
    with_owners([one.action for one in found])
    return found


def asked_of(person, most: int = 50) -> list[RoundAction]:
    """What open rounds still want from `person`, the first of it."""
    asked = RoundAction.objects.of_open_rounds().owed().asked_of(person)
    rows = asked.select_related("action", "round")
    return list(rows.order_by("round__due_on", "action__position", "pk")[:most])


def with_owed(links: list[RoundLink], round: UpdateRound) -> list[RoundLink]:
    """The links of one page, each with `owed`: how many answers it is still for."""
    people = [link.person_id for link in links]
    holdings = PostHolding.objects.current().filter(person__in=people)
    holders: dict[int, list[int]] = defaultdict(list)
    for post, person in holdings.values_list("post", "person"):
        holders[post].append(person)
    asks = RoundAsk.objects.filter(asked__round=round, asked__state=State.OWED)
    asks = asks.filter(Q(post__in=list(holders)) | Q(person__in=people))
    owed: dict[int, set[int]] = defaultdict(set)
    for asked, post, person in asks.values_list("asked", "post", "person"):
        for each in holders.get(post, [person]):
            owed[each].add(asked)
    for link in links:
        link.owed = len(owed[link.person_id])  # type: ignore[attr-defined]
    return links


def draft_summary(round: UpdateRound) -> str:
    """A first wording of how the round went, from its counts; people edit it."""
    counts = count_answers(round)
    opened_on = in_words(timezone.localdate(round.opened_at))
    lines = [
        f"{round} of {round.plan} was opened on {opened_on} "
        f"and asked about {counts.total} action{'s' if counts.total != 1 else ''} "
        f"by {in_words(round.due_on)}.",
        f"{counts.returned} came back with an update, {counts.declined} had nothing "
        f"to report, and {counts.owed} did not answer.",
    ]
    if counts.owed:
        rows = round.asked.owed().order_by("action__position")
        refs = list(rows.values_list("action__ref", flat=True)[:50])
        more = f" and {counts.owed - 50} more" if counts.owed > 50 else ""
        lines.append(f"Not answered: {', '.join(refs)}{more}.")
    return "\n".join(lines)
