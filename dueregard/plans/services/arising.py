"""What a meeting decided, taken into the plan and linked both ways."""

from datetime import date

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.governance.models import Outcome
from dueregard.partners.models import Post

from ..events import PackEvent
from ..models import Action, ActionArising, Audience, Group, Plan, PlanDecision
from ..rules_of_packs import may_make_action
from .actions import insert_action
from .owners import Owner


@audit.atomic
def make_plan_action(
    outcome: Outcome,
    plan: Plan,
    *,
    by: Person,
    text: str,
    group: Group,
    post: Post,
    due_on: date,
) -> Action:
    """Add what a meeting asked for to `plan`, at the end of `group`.

    The public does not read it until somebody says so: no chair has approved its words
    and nobody has looked through them for names. What was exempt is restricted.

    Raises:
        NotNow: it is in a plan already; or the plan is in force and the meeting was not
            its board's.
    """
    plan = Plan.objects.locked(plan.pk)
    may_make_action(by, plan, outcome)
    outcome = Outcome.objects.select_for_update().get(pk=outcome.pk)
    if ActionArising.objects.filter(outcome=outcome).exists():
        raise NotNow("This is an action of a plan already. Open it from the meeting.")
    owner = Owner(post.title, post_id=post.pk)
    action = insert_action(
        plan,
        group,
        text=text,
        owners=[owner],
        due_on=due_on,
        ref=_next_number(plan),
        audience=_audience(outcome),
    )
    ActionArising.objects.create(outcome=outcome, action=action)
    audit.record(PackEvent.ACTION_MADE, action, by=by, outcome=outcome.pk)
    return action


def _audience(outcome: Outcome) -> Audience:
    is_exempt = outcome.is_exempt or outcome.item.is_exempt
    return Audience.RESTRICTED if is_exempt else Audience.PARTNERS


def _next_number(plan: Plan) -> str:
    """The number after the plan's highest; nothing where it does not count in ones."""
    refs = plan.actions.values_list("ref", flat=True)
    numbers = [int(ref) for ref in refs if ref.isdecimal()]
    return str(max(numbers) + 1) if numbers else ""


def name_decision(plan: Plan, outcome: Outcome, *, by: Person) -> None:
    """Keep which decision of the board approved `plan`, for the service that does.

    Raises:
        NotNow: it is no decision, or one of another authority's meetings.
    """
    of_ours = outcome.item.group.authority_id == plan.authority_id
    if outcome.kind != Outcome.Kind.DECISION or not of_ours:
        raise NotNow("Choose a decision of a meeting of this authority.")
    PlanDecision.objects.update_or_create(plan=plan, defaults={"outcome": outcome})
    audit.record(PackEvent.DECISION_NAMED, plan, by=by, outcome=outcome.pk)
