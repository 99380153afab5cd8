"""From one year's plan to the next, and the two side by side."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.submissions import submits_once

from .. import services
from ..forms.years import ComparisonForm, StartNextForm
from ..models import Plan
from ..plan_comparison import Outcome, Pair, compare_plans, counts_of
from ..rules_of_versions import may_start_next
from .plans import get_plan


@require_http_methods(["GET", "POST"])
@submits_once
def start_next(request, pk):
    plan = get_plan(request, pk)
    may_start_next(request.user, plan)
    form = StartNextForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_valid():
        following = services.start_next(
            plan,
            form.keys(),
            by=request.user,
            title=form.cleaned_data["title"],
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            how=form.how(),
        )
        count = following.actions.count()
        messages.success(
            request,
            f"{following} is started with {count} action{'s' if count != 1 else ''} "
            "carried forward. Nothing changes in the plan before it until the chair "
            "approves this one.",
        )
        return redirect(following)
    context = {"plan": plan, "form": form}
    return render(request, "plans/years/start_next.html", context)


@require_safe
def plan_compare(request, pk):
    """What became of the actions of an earlier plan of the same authority."""
    plan = get_plan(request, pk)
    others = Plan.objects.visible_to(request.user).filter(authority=plan.authority)
    others = others.exclude(pk=plan.pk).distinct()
    default = plan.follows_id or others.values_list("pk", flat=True).first()
    form = ComparisonForm({"old": default} | request.GET.dict(), plans=others)
    pairs: list[Pair] = []
    old = None
    if form.is_valid():
        old = form.cleaned_data["old"]
        old.authority = plan.authority
        pairs = compare_plans(old, plan, request.user)
    show = form.cleaned_data.get("show", "")
    counts = counts_of(pairs)
    return render(
        request,
        "plans/years/compare.html",
        {
            "plan": plan,
            "old": old,
            "form": form if default else None,
            "counts": [(Outcome(code).label, n, code) for code, n in counts.items()],
            "pairs": [pair for pair in pairs if show in ("", pair.outcome)],
        },
    )
