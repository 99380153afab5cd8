"""Version 1: the words of a plan as the board first agreed to them."""

from datetime import datetime, time

from django.utils import timezone

from dueregard import clock

from ...models import Plan, PlanVersion
from ...words import whole_plan


def keep_first_version(plan: Plan) -> None:
    """Keep the words as they stand as version 1, unless a version is kept already.

    Called in the transaction that approves `plan`. A plan that was approved before
    there were versions gets its first one when somebody proposes the second: its words
    could not change in between (settled 21).
    """
    if plan.versions.exists():
        return
    day = plan.approved_on or clock.today()
    approved = timezone.make_aware(datetime.combine(day, time(12)))
    moment = clock.now() if day == clock.today() else approved
    PlanVersion.objects.create(
        plan=plan,
        number=1,
        status=PlanVersion.Status.APPROVED,
        proposed_by_id=plan.drafted_by_id,
        proposed_at=moment,
        decided_at=moment,
        snapshot=whole_plan(plan),
    )
