"""A version of the plan that was approved, one that is with the chair, and next year.

Marlbrook's plan is in its second version. Fernshire's co-ordinator has sent a version
to the chair, and started the plan for the years after.
"""

from datetime import timedelta

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.plans import services as plans
from dueregard.plans.models import Action, Plan, ProposedChange
from dueregard.plans.rag import add_months
from dueregard.plans.words import words_of

APPROVED_BACK, WITH_CHAIR_BACK, NEXT_BACK = 120, 6, 14
NOT_YET = ProposedChange.NOT_YET


def build_versions(cast, plan: Plan) -> None:
    """What of this the place of `cast` has; the clock is set back and left so."""
    plan = Plan.objects.get(pk=plan.pk)
    if cast.authority.slug == "marlbrook":
        _approved(cast, plan)
    if cast.authority.slug == "fernshire":
        _next(cast, plan)
        _with_the_chair(cast, plan)


def _back(days: int) -> None:
    clock.set_offset(clock.days_away(-days))


def _approved(cast, plan: Plan) -> None:
    coordinator, chair = cast[Role.COORDINATOR], cast[Role.BOARD_CHAIR]
    _back(APPROVED_BACK + 10)
    version = plans.open_version(
        plan, by=coordinator, why="The board wants to hear more often how this goes."
    )
    last = plan.actions.open().public().order_by("position").last()
    if last is not None:
        words = words_of(last)
        text = f"{words['text'].rstrip('.')}, and tell the board each quarter."
        plans.propose_change(
            version,
            last,
            by=coordinator,
            seen=NOT_YET,
            words=words | {"text": text},
            reason="The board wants to hear of it four times a year.",
        )
    _back(APPROVED_BACK + 5)
    plans.submit_version(version, by=coordinator, note="As asked in the spring.")
    _back(APPROVED_BACK)
    plans.approve_version(version, by=chair, note="Agreed at the summer meeting.")


def _with_the_chair(cast, plan: Plan) -> None:
    coordinator = cast[Role.COORDINATOR]
    _back(WITH_CHAIR_BACK + 2)
    version = plans.open_version(
        plan, by=coordinator, why="Two actions overlap since the college merged."
    )
    actions = list(plan.actions.open().order_by("position")[1:3])
    for action, reason in zip(actions, ("Clearer who does it.", ""), strict=False):
        _propose(version, action, coordinator, reason)
    group = plan.groups.filter(parent__isnull=False).last()
    if group is not None:
        plans.propose_action(
            version, by=coordinator, fields=_new(group), reason="Asked by the board."
        )
    _back(WITH_CHAIR_BACK)
    plans.submit_version(version, by=coordinator, note="For the winter meeting.")


def _propose(version, action: Action, by, reason: str) -> None:
    if not reason:
        plans.propose_drop(
            version,
            action,
            by=by,
            seen=NOT_YET,
            reason="The action before it covers this now.",
        )
        return
    text = f"With the college, {action.text[0].lower()}{action.text[1:]}"
    words = words_of(action) | {"text": text}
    plans.propose_change(
        version, action, by=by, seen=NOT_YET, words=words, reason=reason
    )


def _new(group) -> dict:
    return {
        "group": group.pk,
        "ref": "",
        "text": "Hold an evening for parents and carers in each half of the year",
        "timescale_text": "",
        "owners_text": "Prevent co-ordinator",
        "audience": "public",
        "starts_on": None,
        "due_on": None,
        "is_ongoing": True,
        "review_every_months": 6,
    }


def _next(cast, plan: Plan) -> None:
    _back(NEXT_BACK)
    starts_on = plan.ends_on + timedelta(days=1)
    plans.start_next(
        plan,
        plan.actions.open().values_list("pk", flat=True),
        by=cast[Role.COORDINATOR],
        title=f"{cast.authority.name} Prevent delivery plan, the years after",
        starts_on=starts_on,
        ends_on=add_months(starts_on, 24) - timedelta(days=1),
        how=plans.Carrying(keeps_dates=False),
    )
