"""What a plan still wants before its next step, for the person who looks at it."""

from dataclasses import dataclass

from django.urls import reverse

from dueregard.access.refusals import allows

from . import rules
from .models import ActionOwner, DateChange, Plan
from .names import names_to_check


@dataclass(frozen=True)
class ThingToDo:
    """One line of the list: what, where, and how much of it is left."""

    label: str
    url: str
    status: str
    colour: str
    hint: str = ""


def things_to_do(plan: Plan, user) -> list[ThingToDo]:
    """Empty for people who do not write the plan, and when nothing is left."""
    if not allows(rules.may_manage_actions, user, plan):
        return []
    found = [
        _actions(plan),
        _uncertain(plan),
        _owners(plan),
        _dates(plan),
        _names(plan),
    ]
    return [thing for thing in found if thing]


def _actions(plan: Plan) -> ThingToDo | None:
    if plan.actions.exists():
        return None
    return ThingToDo(
        "Add the plan's priorities and actions",
        reverse("plans:contents", args=[plan.pk]),
        "Empty",
        "blue",
        "Or import a document that you have.",
    )


def _uncertain(plan: Plan) -> ThingToDo | None:
    count = plan.actions.filter(is_certain=False).count()
    if not count:
        return None
    return ThingToDo(
        "Check what the import was unsure of",
        reverse("plans:actions", args=[plan.pk]) + "?look=uncertain",
        f"{count} left",
        "yellow",
        "Confirm, correct, split or merge each one.",
    )


def _owners(plan: Plan) -> ThingToDo | None:
    owners = ActionOwner.objects.filter(action__plan=plan).unsettled()
    count = owners.values("text").distinct().count()
    if not count:
        return None
    return ThingToDo(
        "Say who the named owners are",
        reverse("partners:names"),
        f"{count} left",
        "yellow",
        "Until then these actions have nobody to ask.",
    )


def _dates(plan: Plan) -> ThingToDo | None:
    count = DateChange.objects.waiting().filter(action__plan=plan).count()
    if not count:
        return None
    return ThingToDo(
        "Decide on new due dates",
        reverse("plans:dates", args=[plan.pk]),
        f"{count} left",
        "yellow",
        "Until then each action keeps the date that the board agreed to.",
    )


def _names(plan: Plan) -> ThingToDo | None:
    count = len(names_to_check(plan))
    if not count:
        return None
    return ThingToDo(
        "Check people's names in public text",
        reverse("plans:names", args=[plan.pk]),
        f"{count} left",
        "yellow",
        "A plan that names somebody cannot be published until you edit or confirm it.",
    )
