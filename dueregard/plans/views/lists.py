"""The plan laid out otherwise: by owner and by priority for paper, and over time."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard import clock
from dueregard.partners.models import Post
from dueregard.ui.timeline_chart import Item, Timeline

from ..filters import ActionFilter
from ..models import Action, Group, Plan
from ..printing import by_owner, by_priority
from .actions import LISTED
from .plans import get_plan

MOST_PRINTED = 1_000
MOST_ON_ONE_TIMELINE = 60
DRAWN = ("starts_on", "group_id")


def _narrowed(request, plan: Plan) -> ActionFilter:
    posts = Post.objects.filter(authority=plan.authority_id)
    posts = posts.select_related("organisation").only("title", "organisation__name")
    actions = plan.actions.readable_by(request.user, plan)
    return ActionFilter(request.GET, actions, plan=plan, posts=posts)


def _printed(request, pk, arrange, heading: str):
    plan = get_plan(request, pk)
    narrowed = _narrowed(request, plan)
    rows = narrowed.qs.order_by("position", "pk").only(*LISTED, "last_update_on")
    actions = list(rows[: MOST_PRINTED + 1])
    for action in actions:
        action.plan = plan
    return render(
        request,
        "plans/lists/printed.html",
        {
            "plan": plan,
            "heading": heading,
            "names_owners": arrange is by_priority,
            "parts": arrange(plan, actions[:MOST_PRINTED]),
            "count": len(actions[:MOST_PRINTED]),
            "is_cut": len(actions) > MOST_PRINTED,
            "filter_form": narrowed.form,
            "is_narrowed": narrowed.is_narrowed,
            "now": clock.now(),
        },
    )


@require_safe
def list_by_owner(request, pk):
    return _printed(request, pk, by_owner, "Actions by owner")


@require_safe
def list_by_priority(request, pk):
    return _printed(request, pk, by_priority, "Actions by priority")


@require_safe
def timeline(request, pk):
    """Bars over the plan's period; a large plan is shown one priority at a time."""
    plan = get_plan(request, pk)
    actions = plan.actions.readable_by(request.user, plan)
    groups = {group.pk: group for group in Group.objects.filter(plan=plan)}
    priorities = [group for group in groups.values() if not group.parent_id]
    chosen = [one for one in priorities if str(one.pk) == request.GET.get("priority")]
    if not chosen and actions.count() > MOST_ON_ONE_TIMELINE:
        chosen = priorities[:1]
    held: dict[int, list[Action]] = {}
    for action in _drawn(plan, actions, groups, chosen):
        group = groups[action.group_id]
        held.setdefault(group.parent_id or group.pk, []).append(action)
    figures = [_figure(plan, one, held[one.pk]) for one in priorities if one.pk in held]
    return render(
        request,
        "plans/lists/timeline.html",
        {
            "plan": plan,
            "priorities": priorities,
            "chosen": chosen[0] if chosen else None,
            "figures": figures,
        },
    )


def _drawn(plan: Plan, actions, groups, chosen) -> list[Action]:
    if chosen:
        within = {chosen[0].pk, None}
        keys = [g.pk for g in groups.values() if within & {g.pk, g.parent_id} - {None}]
        actions = actions.filter(group__in=keys)
    rows = actions.only(*LISTED, *DRAWN).order_by("position", "pk")
    found = list(rows.prefetch_related("milestones"))
    for action in found:
        action.plan = plan
    return found


def _figure(plan: Plan, priority: Group, actions: list[Action]) -> Timeline:
    return Timeline(
        str(priority),
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        today=clock.today(),
        items=[_item(action) for action in actions],
    )


def _item(action: Action) -> Item:
    steps = [step.due_on for step in action.milestones.all() if step.due_on]
    return Item(
        action.ref,
        action.summary,
        action.get_absolute_url(),
        action.when,
        action.rating,
        action.starts_on,
        action.due_on,
        is_open=action.is_ongoing,
        steps=tuple(steps),
    )
