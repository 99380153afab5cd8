"""Who owes what at an authority, as the co-ordinator's page reads it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    Exists,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.urls import reverse

from dueregard import clock
from dueregard.accounts.models import Person
from dueregard.partners.models import Post
from dueregard.ui.charts import Bar
from dueregard.ui.components.pages import query_changed
from dueregard.ui.paging import Page

from .models import Escalation, Task
from .my_work import WEEK

SIZE = 25
BARS = 8


@dataclass
class Debtor:
    """A post or a person that owes something, with what and since when."""

    post: Post | None
    person: Person | None
    overdue: int
    week: int
    later: int
    oldest: date
    chased: int
    leaves_on: date | None = None
    holders: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return str(self.post or self.person)

    @property
    def is_vacant(self) -> bool:
        return self.post is not None and not self.holders

    def url(self, slug: str) -> str:
        """Where their tasks are listed."""
        if self.post:
            return reverse("reminders:team_post", args=[slug, self.post.pk])
        key = self.person.pk if self.person else 0
        return reverse("reminders:team_person", args=[slug, key])

    @property
    def late_since(self) -> date | None:
        return self.oldest if self.overdue else None


def debtors_of(tasks: QuerySet[Task]) -> list[Debtor]:
    """Everybody who owes one of `tasks`: vacant posts first, then the latest."""
    today = clock.today()
    rows: QuerySet[Any, Any] = tasks.order_by().values("post", "person")
    counts = rows.annotate(
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        week=Count("pk", filter=Q(due_on__gte=today, due_on__lte=today + WEEK)),
        later=Count("pk", filter=Q(due_on__gt=today + WEEK)),
        oldest=Min("due_on"),
        chased=Max("times_chased"),
    )
    found = list(counts)
    posts = Post.objects.with_holders().in_bulk(_keys(found, "post"))
    people = Person.objects.in_bulk(_keys(found, "person"))
    leaving = _leaving(tasks)
    debtors = [_debtor(row, posts, people, leaving) for row in found]
    debtors.sort(key=lambda each: (not each.is_vacant, -each.overdue, each.oldest))
    return debtors


def _keys(rows: list[dict[str, Any]], name: str) -> list[int]:
    return [row[name] for row in rows if row[name]]


def _debtor(row: dict[str, Any], posts: dict, people: dict, leaving: dict) -> Debtor:
    post, person = posts.get(row["post"]), people.get(row["person"])
    return Debtor(
        post,
        person,
        row["overdue"],
        row["week"],
        row["later"],
        row["oldest"],
        row["chased"],
        leaving.get((row["post"], row["person"])),
        [str(each.person) for each in post.current_holdings()] if post else [],
    )


def _leaving(tasks: QuerySet[Task]) -> dict[tuple[int | None, int | None], date]:
    """When the next of each debtor's late tasks is taken further."""
    among = Exists(tasks.filter(pk=OuterRef("task")))
    steps = Escalation.objects.to_leave().filter(among, held_at__isnull=True)
    rows = steps.order_by().values_list("task__post", "task__person")
    return {
        (post, person): day for post, person, day in rows.annotate(Min("leaves_on"))
    }


def most_overdue(debtors: list[Debtor]) -> Bar | None:
    """A picture of who has most overdue; None when too few to compare."""
    rows = [(str(each), each.overdue) for each in debtors if each.overdue]
    rows.sort(key=lambda row: -row[1])
    if len(rows) < 2:
        return None
    return Bar("Who has most overdue", rows=rows[:BARS], unit="overdue tasks")


def page_of(debtors: list[Debtor], request, slug: str) -> Page:
    """A numbered page of (debtor, address of their tasks); the list was read whole to
    be put in order."""
    asked = request.GET.get("page", "")
    last = max(1, -(-len(debtors) // SIZE))
    number = min(int(asked), last) if asked.isdecimal() and len(asked) < 7 else 1
    number = max(number, 1)
    shown = debtors[(number - 1) * SIZE : number * SIZE]
    rows = [(each, each.url(slug)) for each in shown]
    noun = "post or person" if len(debtors) == 1 else "posts and people"
    return Page(
        rows,
        f"{len(debtors):,} {noun}",
        len(debtors),
        False,
        query_changed(request.GET, {"page": number - 1}) if number > 1 else "",
        query_changed(request.GET, {"page": number + 1}) if number < last else "",
    )


def named(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """`tasks` with their owners, and what is about to leave as `soon`."""
    steps = Escalation.objects.to_leave().select_related("held_by")
    return tasks.select_related("post__organisation", "person").prefetch_related(
        Prefetch("escalations", steps, to_attr="soon")
    )
