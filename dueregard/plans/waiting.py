"""What waits for the board's chair: plans and versions that were sent to be decided."""

from collections.abc import Iterator

from django.db.models import Max
from django.utils import timezone

from dueregard.access.roles import Role
from dueregard.reminders.registry import Line

from .models import Plan, PlanVersion

DECIDERS = (Role.BOARD_CHAIR,)


def plans_to_decide(user) -> Iterator[Line]:
    """Plans with the chair, for the chairs of their authorities."""
    authorities = user.authorities_as(DECIDERS)
    if not authorities:
        return
    plans = Plan.objects.filter(
        authority__in=authorities,
        authority__rooms__room="plan",
        status=Plan.Status.SUBMITTED,
    )
    for plan in plans.annotate(sent_at=Max("moves__at")):
        yield Line(
            f"Decide on {plan}", plan.get_absolute_url(), since=_day(plan.sent_at)
        )


def versions_to_decide(user) -> Iterator[Line]:
    """Proposed versions with the chair, for the chairs of their authorities."""
    authorities = user.authorities_as(DECIDERS)
    if not authorities:
        return
    versions = PlanVersion.objects.filter(
        plan__authority__in=authorities,
        plan__authority__rooms__room="plan",
        plan__status=Plan.Status.APPROVED,
        status=PlanVersion.Status.SUBMITTED,
    )
    rows = versions.select_related("plan").defer("snapshot")
    for version in rows.annotate(sent_at=Max("moves__at")):
        yield Line(
            f"Decide on {str(version).lower()} of {version.plan}",
            version.get_absolute_url(),
            since=_day(version.sent_at),
        )


def _day(moment):
    return timezone.localdate(moment) if moment else None
