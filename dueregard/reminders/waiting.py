"""What this room itself has waiting for somebody by their role."""

from django.db.models import Count
from django.urls import reverse

from dueregard.access.approvals import kinds
from dueregard.access.models import Approval

from .models import Escalation, Task
from .reads import brought_to
from .registry import Line
from .rules import LEADS_TASKS


def brought(user) -> list[Line]:
    """Late tasks of others that were taken to `user` as a lead or co-ordinator."""
    count = brought_to(user).count()
    if not count:
        return []
    words = "late task was" if count == 1 else "late tasks were"
    return [Line(f"{count} {words} brought to you", reverse("reminders:brought"))]


def leaving_soon(user) -> list[Line]:
    """Late tasks that are taken further unless the co-ordinator holds them."""
    here = user.authorities_as(LEADS_TASKS)
    if not here:
        return []
    soon = Escalation.objects.to_leave().filter(held_at__isnull=True).order_by()
    # the few that climb are read first, and not every task of an authority
    late = Task.objects.served_by(user).filter(
        authority__in=here, pk__in=soon.values("task")
    )
    by_place = late.order_by().values_list("authority__slug")
    return [
        Line(_words(count), reverse("reminders:leaving", args=[slug]))
        for slug, count in by_place.annotate(Count("pk"))
    ]


def second_person(user) -> list[Line]:
    """Acts of two people that wait for `user` as the second one."""
    if not any(user.authorities_as(kind.agreers) for kind in kinds()):
        return []
    count = Approval.objects.for_decision_by(user).count()
    if not count:
        return []
    words = "request waits" if count == 1 else "requests wait"
    text = f"{count} {words} for a second person"
    return [Line(text, reverse("accounts:approvals"))]


def _words(count: int) -> str:
    subject = "1 late task is" if count == 1 else f"{count} late tasks are"
    return f"{subject} about to be taken further"
