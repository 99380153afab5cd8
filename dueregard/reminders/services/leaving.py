"""What somebody owes as a person passes on when they leave (practice YR 6)."""

from django.db.models import Exists, OuterRef, QuerySet

from dueregard import clock
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.partners.models import Post
from dueregard.partners.rules import may_keep_posts

from ..events import TaskEvent
from ..models import Task


def count_tasks_of(person: Person, authority: Authority) -> int:
    """How many open tasks `person` owes at `authority` themselves, not by a post."""
    return _owed(person, authority).count()


def debtors_at(authority: Authority) -> QuerySet:
    """The ids of everybody who owes an open task there themselves."""
    rows = Task.objects.open().told_to_others()
    rows = rows.filter(authority=authority, person__isnull=False)
    return rows.order_by().values("person")


@audit.atomic
def hand_over_tasks(
    person: Person, *, authority: Authority, to: Person | Post, by: Person
) -> int:
    """Pass what `person` owes themselves on to `to`, a person or a post; how many.

    Tasks of a post pass on with the post; private ones are moved by their room. What
    `to` owes already, they owe once. Days and reminders stay as they are, so that
    nothing becomes young again by passing on.

    Raises:
        NotAllowed: `by` keeps no posts there.
    """
    may_keep_posts(by, authority)
    debtor = {"post": to} if isinstance(to, Post) else {"person": to}
    same = Task.objects.open().filter(
        kind=OuterRef("kind"), subject_id=OuterRef("subject_id"), **debtor
    )
    owed = _owed(person, authority)
    count = owed.count()
    doubles = owed.filter(Exists(same)).values_list("pk", flat=True)
    Task.objects.filter(pk__in=list(doubles)).update(
        closed_at=clock.now(), closed_by_event=TaskEvent.HANDED_OVER.code
    )
    owed.update(**{"person": None, "post": None, **debtor})
    if count:
        to_post = isinstance(to, Post)
        audit.record(
            TaskEvent.HANDED_OVER,
            person,
            by=by,
            authority=authority,
            to_id=None if to_post else to.pk,
            to_post_id=to.pk if to_post else None,
            tasks=count,
        )
    return count


def _owed(person: Person, authority: Authority) -> QuerySet[Task]:
    rows = Task.objects.open().told_to_others()
    return rows.filter(person=person, authority=authority)
