"""The published plan, for anyone; and the same pages beforehand, for the chair."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from dueregard import clock
from dueregard.access.public import same_for_everyone
from dueregard.accounts.models import Authority

from ..measuring import public_measures_about
from ..models import Plan
from ..publication import news_of, priorities_of, priority_of, status_counts
from ..versions import latest_changes
from .plans import get_plan

FIVE_MINUTES = 300


def get_published(slug: str) -> Plan:
    plans = Plan.objects.published().select_related("authority")
    return get_object_or_404(plans, authority__slug=slug)


def successor_slug(slug: str) -> str | None:
    """Whose pages to read instead, when the authority has passed over by today."""
    passed = Authority.objects.filter(slug=slug, succeeded_on__lte=clock.today())
    return passed.values_list("successor__slug", flat=True).first()


@same_for_everyone
@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def public_plan(request, slug):
    successor = successor_slug(slug)
    if successor:
        return redirect("plans:public", successor)
    return render(request, "plans/public_plan.html", _plan_page(get_published(slug)))


@same_for_everyone
@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def public_priority(request, slug, place):
    successor = successor_slug(slug)
    if successor:
        return redirect("plans:public", successor)
    context = _priority_page(get_published(slug), place)
    return render(request, "plans/public_priority.html", context)


@require_safe
def preview_plan(request, pk):
    """Exactly what `public_plan` would show, before anyone can read it."""
    context = _plan_page(get_plan(request, pk)) | {"is_preview": True}
    return render(request, "plans/public_plan.html", context)


@require_safe
def preview_priority(request, pk, place):
    context = _priority_page(get_plan(request, pk), place) | {"is_preview": True}
    return render(request, "plans/public_priority.html", context)


def _plan_page(plan: Plan) -> dict:
    version, changed = latest_changes(plan) or (None, [])
    return {
        "plan": plan,
        "authority": plan.authority,
        "sections": plan.sections.public(),
        "priorities": priorities_of(plan),
        "statuses": status_counts(plan),
        "news": news_of(plan),
        "latest_version": version,
        "plan_changes": changed,
        "standings": public_measures_about(plan, None),
    }


def _priority_page(plan: Plan, place: int) -> dict:
    priority = priority_of(plan, place)
    if priority is None:
        raise Http404
    intentions = list(priority.group.intentions.all())
    return {
        "plan": plan,
        "authority": plan.authority,
        "place": place,
        "priority": priority,
        "standings": public_measures_about(plan, priority.group),
        "this_year": [one for one in intentions if one.horizon == "this_year"],
        "three_years": [one for one in intentions if one.horizon == "three_years"],
    }
