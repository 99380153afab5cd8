from typing import Any

from django.db.models import Q
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard.ui.paging import counted

from ..listing import with_owners
from ..models import Action, Group, Plan, Section
from ..search import matching, plain_words
from .actions import LISTED
from .keys import keys_in

OTHERS_SHOWN = 20


@require_safe
def search(request):
    """Find anything in the plans: actions by index, then groups and narrative."""
    words = plain_words(request.GET.get("words", ""))
    plan = _plan(request)
    context: dict[str, Any] = {"words": words, "plan": plan}
    if words:
        if plan:
            actions = plan.actions.readable_by(request.user, plan)
        else:
            actions = Action.objects.visible_to(request.user)
        found = (
            matching(actions, words)
            .only(*LISTED, "plan__title", "plan__status")
            .select_related("plan")
            .order_by("-plan_id", "position")
        )
        page = counted(found, request)
        with_owners(page.rows)
        context |= {
            "page": page,
            "groups": _groups(request.user, plan, words),
            "sections": _sections(request.user, plan, words),
        }
    return render(request, "plans/search.html", context)


def _plan(request) -> Plan | None:
    keys = keys_in([request.GET.get("plan", "")])
    if not keys:
        return None
    plans = Plan.objects.visible_to(request.user).select_related("authority")
    return plans.filter(pk__in=keys).first()


def _groups(user, plan, words):
    groups = Group.objects.visible_to(user).select_related("plan")
    if plan:
        groups = groups.filter(plan=plan)
    holds = Q(title__icontains=words) | Q(narrative__icontains=words)
    return groups.filter(holds)[:OTHERS_SHOWN]


def _sections(user, plan, words):
    sections = Section.objects.visible_to(user).select_related("plan")
    if plan:
        sections = sections.filter(plan=plan)
    holds = Q(heading__icontains=words) | Q(text__icontains=words)
    return sections.filter(holds)[:OTHERS_SHOWN]
