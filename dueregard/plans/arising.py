"""What plans made of a meeting and its outcomes, or can make: links on its page."""

from django.urls import reverse

from dueregard.access.refusals import allows
from dueregard.governance.models import Meeting, Outcome

from .models import ActionArising, BoardPack, Plan, PlanDecision, PlanVersion
from .rules import may_decide
from .rules_of_packs import may_issue_for, may_make_action


def links_of(outcome: Outcome, user) -> list[tuple[str, str]]:
    """What has been made of `outcome` in a plan, or what `user` can make of it."""
    if outcome.kind == Outcome.Kind.ACTION:
        return _of_action(outcome, user)
    if outcome.kind == Outcome.Kind.DECISION:
        return _of_decision(outcome, user)
    return []


def packs_of(meeting: Meeting, user) -> list[tuple[str, str]]:
    """The board packs issued for `meeting`, and where the next one is made."""
    packs = BoardPack.objects.visible_to(user).filter(meeting=meeting)
    found = [
        (f"Board pack {pack.number} of {pack.plan}", pack.get_absolute_url())
        for pack in packs.select_related("plan").defer("content").order_by("number")
    ]
    plans = Plan.objects.visible_to(user).in_force()
    for plan in plans.filter(authority=meeting.group.authority_id):
        if allows(may_issue_for, user, plan, meeting):
            url = reverse("plans:pack_new", args=[plan.pk])
            found.append(("Make a board pack", f"{url}?meeting={meeting.pk}"))
    return found


def _of_action(outcome: Outcome, user) -> list[tuple[str, str]]:
    made = ActionArising.objects.filter(outcome=outcome).select_related("action__plan")
    for link in made:
        action = link.action
        if not Plan.objects.visible_to(user).filter(pk=action.plan_id).exists():
            return []
        return [(f"{action} of {action.plan}", action.get_absolute_url())]
    return [
        (f"Make this an action of {plan}", _address(plan, outcome))
        for plan in _plans(outcome, user, "approved", "draft")
        if allows(may_make_action, user, plan, outcome)
    ]


def _of_decision(outcome: Outcome, user) -> list[tuple[str, str]]:
    plans = Plan.objects.visible_to(user)
    approved = PlanDecision.objects.filter(outcome=outcome, plan__in=plans)
    versions = PlanVersion.objects.visible_to(user).filter(decision=outcome)
    found = [
        (f"Approved {one.plan}", one.plan.get_absolute_url())
        for one in approved.select_related("plan")
    ]
    found += [
        (f"Approved {str(one).lower()} of {one.plan}", one.get_absolute_url())
        for one in versions.select_related("plan")
    ]
    if found:
        return found
    return [
        (
            f"Approve {plan} by this decision",
            f"{reverse('plans:approve', args=[plan.pk])}?decision={outcome.pk}",
        )
        for plan in _plans(outcome, user, "submitted")
        if allows(may_decide, user, plan)
    ]


def _plans(outcome: Outcome, user, *statuses: str):
    plans = Plan.objects.visible_to(user).filter(
        authority=outcome.item.group.authority_id, status__in=statuses
    )
    return plans.select_related("authority")


def _address(plan: Plan, outcome: Outcome) -> str:
    return reverse("plans:arising", args=[plan.pk, outcome.pk])
