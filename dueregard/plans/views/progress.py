from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.submissions import submits_once
from dueregard.ui.paging import counted

from .. import rules, services
from ..forms.progress import ProgressForm, RatingForm, ReasonForm
from ..models import Action, Plan
from .actions import get_action


@require_safe
def my_actions(request):
    """What the person signed in answers for, in the plans in force; late ones first."""
    actions = (
        Action.objects.visible_to(request.user)
        .owned_by(request.user)
        .filter(plan__status=Plan.Status.APPROVED)
        .open()
        .select_related("plan")
        .order_by("red_from", "position", "pk")
    )
    return render(request, "plans/my_actions.html", {"page": counted(actions, request)})


@require_http_methods(["GET", "POST"])
@submits_once
def progress_report(request, pk, action_pk):
    action = get_action(request, pk, action_pk)
    rules.may_report(request.user, action)
    form = ProgressForm(
        request.POST if request.method == "POST" else None, action=action
    )
    if form.is_valid():
        services.report_progress(action, by=request.user, **form.cleaned_data)
        messages.success(request, "Thank you. Your update is saved.")
        return redirect(action)
    context = {"plan": action.plan, "action": action, "form": form}
    return render(request, "plans/progress_report.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def rating_override(request, pk, action_pk):
    action = get_action(request, pk, action_pk)
    rules.may_rate(request.user, action)
    form = RatingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.override_rating(action, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved. Both ratings are shown.")
        return redirect(action)
    context = {"plan": action.plan, "action": action, "form": form}
    return render(request, "plans/rating.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def rating_withdraw(request, pk, action_pk):
    action = get_action(request, pk, action_pk)
    rules.may_rate(request.user, action)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.withdraw_override(action, by=request.user, **form.cleaned_data)
        messages.success(request, "The rule's rating counts again.")
        return redirect(action)
    context = {"plan": action.plan, "action": action, "form": form}
    return render(request, "plans/rating_withdraw.html", context)
