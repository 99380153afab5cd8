from django.contrib import messages
from django.db.models import F
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import allows
from dueregard.documents.uploads import takes_evidence
from dueregard.submissions import submits_once
from dueregard.ui.paging import counted

from .. import rules, services
from ..forms.progress import ProgressForm, RatingForm, ReasonForm
from ..models import Action, Plan
from ..round_reports import asked_of
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
        .order_by(F("red_from").asc(nulls_last=True), "position", "pk")
    )
    context = {
        "page": counted(actions, request),
        "asked_of_me": asked_of(request.user),
        "just_answered": "sent" in request.GET,
    }
    return render(request, "plans/my_actions.html", context)


def may_ask_new_date(user, action) -> bool:
    """Whether the page offers it: co-ordinators change the date themselves."""
    if not action.is_open or action.due_on is None:
        return False
    return (
        allows(rules.may_report, user, action)
        and not allows(rules.may_manage_actions, user, action.plan)
        and not action.date_changes.waiting().exists()
    )


@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def progress_report(request, pk, action_pk):
    action = get_action(request, pk, action_pk)
    rules.may_report(request.user, action)
    is_post = request.method == "POST"
    form = ProgressForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        action=action,
        may_ask=may_ask_new_date(request.user, action),
    )
    if form.is_valid():
        _, not_kept = services.report_with_extras(
            action,
            by=request.user,
            evidence=form.evidence(),
            new_date=form.new_date(),
            **form.update(),
        )
        messages.success(request, "Thank you. Your update is saved.")
        if not_kept:
            messages.warning(request, f"Your words are saved. {not_kept}")
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
