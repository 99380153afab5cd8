"""An action of a meeting becomes an action of the plan, with one form."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from dueregard.governance.models import Meeting, Outcome
from dueregard.submissions import submits_once

from .. import services
from ..forms.packs import PlanActionForm
from ..models import ActionArising
from ..rules_of_packs import may_make_action
from .plans import get_plan


@require_http_methods(["GET", "POST"])
@submits_once
def action_from_meeting(request, pk, outcome_pk):
    plan = get_plan(request, pk)
    meetings = Meeting.objects.visible_to(request.user)
    outcomes = Outcome.objects.actions_arising().filter(
        item__meeting__in=meetings, item__group__authority=plan.authority
    )
    outcome = get_object_or_404(
        outcomes.select_related("item__meeting__group", "post"), pk=outcome_pk
    )
    may_make_action(request.user, plan, outcome)
    made = ActionArising.objects.filter(outcome=outcome).first()
    if made and request.method == "GET":
        return redirect(made.action)
    form = PlanActionForm(
        request.POST if request.method == "POST" else None, outcome=outcome, plan=plan
    )
    if form.is_valid():
        action = services.make_plan_action(
            outcome, plan, by=request.user, **form.cleaned_data
        )
        messages.success(request, f"{action} is in the plan, linked to the meeting.")
        return redirect(action)
    context = {"plan": plan, "outcome": outcome, "form": form}
    return render(request, "plans/packs/arising.html", context)
