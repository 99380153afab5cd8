from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.ui.paging import counted

from .. import rules, services
from ..forms.progress import DecisionForm, NewDateForm
from ..models import DateChange
from .actions import get_action
from .plans import get_plan

MOST = 100


@require_http_methods(["GET", "POST"])
@submits_once
def date_ask(request, pk, action_pk):
    action = get_action(request, pk, action_pk)
    rules.may_report(request.user, action)
    form = NewDateForm(
        request.POST if request.method == "POST" else None, action=action
    )
    if form.is_valid():
        services.ask_new_date(
            action,
            by=request.user,
            to_on=form.cleaned_data["to_on"],
            reason=form.cleaned_data["date_reason"],
        )
        messages.success(request, "The co-ordinator will decide on the new date.")
        return redirect(action)
    context = {"plan": action.plan, "action": action, "form": form}
    return render(request, "plans/dates/ask.html", context)


@require_safe
def date_list(request, pk):
    """New dates of the plan: those that wait for the co-ordinator first."""
    plan = get_plan(request, pk)
    readable = plan.actions.readable_by(request.user, plan)
    changes = DateChange.objects.filter(action__in=readable).select_related(
        "action", "asked_by", "decided_by"
    )
    waiting = changes.waiting().order_by("asked_at", "pk")[:MOST]
    decided = changes.exclude(status=DateChange.Status.ASKED)
    return render(
        request,
        "plans/dates/list.html",
        {
            "plan": plan,
            "waiting": waiting,
            "page": counted(decided.order_by("-decided_at", "-pk"), request),
            "may_manage": allows(rules.may_manage_actions, request.user, plan),
        },
    )


@require_http_methods(["GET", "POST"])
@submits_once
def date_decide(request, pk, change_pk):
    plan = get_plan(request, pk)
    readable = plan.actions.readable_by(request.user, plan)
    changes = DateChange.objects.filter(action__in=readable)
    change = get_object_or_404(
        changes.select_related("action", "asked_by"), pk=change_pk
    )
    rules.may_write(request.user, plan)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.cleaned_data["decision"] == "agree":
            services.agree_date(change, by=request.user)
            messages.success(request, "The new due date counts from now.")
        else:
            note = form.cleaned_data["note"]
            services.refuse_date(change, by=request.user, note=note)
            messages.success(request, "The due date stays as it is.")
        return redirect("plans:dates", plan.pk)
    context = {"plan": plan, "change": change, "form": form}
    return render(request, "plans/dates/decide.html", context)
