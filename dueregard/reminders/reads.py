"""What other rooms read of what is owed."""

from django.db.models import Exists, OuterRef, QuerySet

from dueregard import clock
from dueregard.accounts.models import Authority, Person

from .models import Chase, Escalation, Step, Task


def for_the_chair(authority: Authority) -> QuerySet[Task]:
    """Late tasks that climbed to the top: the chair's list for the next meeting.

    The chair gets no mail for each (practice YR 2). A task leaves the list when it is
    done or given a later day.
    """
    listed = Escalation.objects.filter(
        task=OuterRef("pk"), step=Step.CHAIR, due_on=OuterRef("due_on")
    )
    late = Task.objects.open().of_rooms_in_use().told_to_others()
    late = late.filter(authority=authority)
    return late.filter(
        Exists(listed.filter(outcome=Escalation.Outcome.LISTED))
    ).select_related("post__organisation", "person")


def brought_to(person: Person) -> QuerySet[Task]:
    """Late tasks of others that were taken to `person`, and are still not done."""
    told = Chase.objects.filter(to=person).exclude(step=Step.OWNER)
    late = Task.objects.open().served_by(person)
    brought = late.filter(due_on__lt=clock.today(), pk__in=told.values("task"))
    return brought.select_related("post", "person")
