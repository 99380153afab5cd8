from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dueregard import clock
from dueregard.governance.models import Meeting, Outcome
from dueregard.submissions import submits_once

from .. import rules, services
from ..forms.plan import ApprovalForm, NoteForm
from ..names import find_names, names_to_check
from ..workflow import WORKFLOW
from .plans import get_plan


def decisions_for(user, plan):
    """Decisions of the last year by which `user` may approve something of `plan`."""
    meetings = Meeting.objects.visible_to(user).filter(
        group__authority=plan.authority,
        starts_at__gte=clock.now() - timedelta(days=365),
        starts_at__lte=clock.now(),
    )
    taken = Outcome.objects.decisions().filter(item__meeting__in=meetings)
    return taken.order_by("-item__meeting__starts_at", "pk")


@require_http_methods(["GET", "POST"])
@submits_once
def plan_submit(request, pk):
    plan = get_plan(request, pk)
    WORKFLOW.check(plan, "submit", by=request.user)
    form = NoteForm(request.POST if request.method == "POST" else None, required=False)
    if form.is_valid():
        services.submit(plan, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, f"{plan} is with the board's chair.")
        return redirect(plan)
    return render(request, "plans/submit.html", {"plan": plan, "form": form})


@require_http_methods(["GET", "POST"])
@submits_once
def plan_return(request, pk):
    plan = get_plan(request, pk)
    WORKFLOW.check(plan, "return", by=request.user)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.return_to_draft(plan, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, f"{plan} is back with the co-ordinator.")
        return redirect(plan)
    return render(request, "plans/return.html", {"plan": plan, "form": form})


@require_http_methods(["GET", "POST"])
@submits_once
def plan_approve(request, pk):
    plan = get_plan(request, pk)
    WORKFLOW.check(plan, "approve", by=request.user)
    form = ApprovalForm(
        request.POST if request.method == "POST" else None,
        decisions=decisions_for(request.user, plan),
        initial={"decision": request.GET.get("decision", "")},
    )
    if form.is_valid():
        services.approve(
            plan,
            by=request.user,
            note=form.cleaned_data["note"],
            publish=form.cleaned_data["publish"] == "yes",
            decision=form.cleaned_data.get("decision"),
        )
        messages.success(request, f"{plan} is now in force.")
        return redirect(plan)
    return render(
        request,
        "plans/approve.html",
        {
            "plan": plan,
            "form": form,
            "names": names_to_check(plan),
            "starts_later": plan.starts_on > clock.today(),
            "replaces": plan.authority.plans.in_force().first(),
        },
    )


@require_http_methods(["GET", "POST"])
@submits_once
def plan_close(request, pk):
    plan = get_plan(request, pk)
    WORKFLOW.check(plan, "close", by=request.user)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.close(plan, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, f"{plan} is closed.")
        return redirect(plan)
    return render(
        request,
        "plans/close.html",
        {"plan": plan, "form": form, "open_actions": services.open_actions(plan)},
    )


@require_http_methods(["GET", "POST"])
@submits_once
def plan_publish(request, pk):
    plan = get_plan(request, pk)
    rules.may_decide(request.user, plan)
    if request.method == "POST":
        services.publish(plan, by=request.user)
        messages.success(request, f"Anyone can now read {plan}.")
        return redirect(plan)
    return render(
        request,
        "plans/publish.html",
        {"plan": plan, "names": names_to_check(plan)},
    )


@require_http_methods(["GET", "POST"])
@submits_once
def plan_withdraw(request, pk):
    plan = get_plan(request, pk)
    rules.may_oversee(request.user, plan)
    if request.method == "POST":
        services.withdraw_publication(plan, by=request.user)
        messages.success(request, f"{plan} is off the public pages.")
        return redirect(plan)
    return render(request, "plans/withdraw.html", {"plan": plan})


@require_http_methods(["GET", "POST"])
@submits_once
def plan_names(request, pk):
    """The texts that name somebody; each can be confirmed as it stands."""
    plan = get_plan(request, pk)
    rules.may_confirm_names(request.user, plan)
    found = find_names(plan)
    if request.method == "POST":
        wanted = (request.POST.get("place"), request.POST.get("person"))
        for finding in found:
            if (finding.place, str(finding.person.pk)) == wanted:
                services.confirm_name(plan, finding, by=request.user)
                messages.success(request, "Confirmed as it is worded now.")
                return redirect("plans:names", pk)
        raise Http404
    waiting = names_to_check(plan)
    return render(
        request,
        "plans/names.html",
        {
            "plan": plan,
            "waiting": waiting,
            "confirmed": [one for one in found if one not in waiting],
        },
    )
