from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ..events import PlanEvent
from ..models import Plan


@audit.atomic
def record_export(plan: Plan, *, by: Person | None, form: str) -> None:
    """Note that the plan left as a file; exports of Zone P are audited (settled 17)."""
    audit.record(PlanEvent.EXPORTED, plan, by=by, format=form)
