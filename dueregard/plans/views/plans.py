from django.contrib import messages
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import allows
from dueregard.accounts.models import Authority
from dueregard.submissions import submits_once
from dueregard.submissions.versions import Stale, stale_page
from dueregard.ui.paging import counted

from .. import rules, rules_of_versions, services
from ..access import APPROVED_READERS, WRITERS
from ..forms.plan import PlanForm, StartForm
from ..measuring import measures_of
from ..models import Plan, PlanVersion, Section
from ..reports import ratings_chart, tallies_by_priority, tally
from ..todo import things_to_do
from ..workflow import WORKFLOW


def authorities_to_write_for(user):
    return Authority.objects.filter(pk__in=user.authorities_as(WRITERS))


def counties_of(user):
    """The counties whose districts' plans `user` may see together."""
    counties = Authority.objects.filter(kind=Authority.Kind.COUNTY)
    return counties.filter(pk__in=user.authorities_as(APPROVED_READERS))


def get_plan(request, pk, *also: str) -> Plan:
    """The plan as this person may see it, with its authority and what `also` names."""
    plans = Plan.objects.visible_to(request.user).select_related("authority", *also)
    return get_object_or_404(plans, pk=pk)


def import_url(plan) -> str:
    """Where a file is put into this draft."""
    url = reverse("exchange:upload", args=[plan.authority.slug, "plan"])
    return f"{url}?plan={plan.pk}"


@require_safe
def plan_list(request):
    plans = Plan.objects.visible_to(request.user).select_related("authority")
    return render(
        request,
        "plans/list.html",
        {
            "page": counted(plans, request),
            "writes_for": authorities_to_write_for(request.user),
            "counties": counties_of(request.user),
        },
    )


@require_http_methods(["GET", "POST"])
@submits_once
def plan_start(request, slug):
    visible = Authority.objects.visible_to(request.user)
    authority = get_object_or_404(visible, slug=slug)
    rules.may_write_for(request.user, authority)
    form = StartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        plan = services.start(authority, by=request.user, **form.cleaned_data)
        messages.success(request, f"{plan} is started. Add its first priority.")
        return redirect(plan)
    return render(request, "plans/start.html", {"form": form, "authority": authority})


@require_safe
def plan_detail(request, pk):
    plan = get_plan(request, pk, "parent", "follows")
    actions = plan.actions.readable_by(request.user, plan)
    counts = tally(actions)
    by_priority = tallies_by_priority(actions)
    versions = PlanVersion.objects.visible_to(request.user).filter(plan=plan)
    return render(
        request,
        "plans/detail.html",
        {
            "plan": plan,
            "tally": counts,
            "chart": ratings_chart(counts),
            "priorities": [
                (priority, by_priority.get(priority.pk))
                for priority in plan.groups.priorities()
            ],
            "sections": Section.objects.visible_to(request.user).filter(plan=plan),
            "standings": measures_of(plan, request.user),
            "things_to_do": things_to_do(plan, request.user),
            "moves": WORKFLOW.open_to(request.user, plan),
            "import_url": import_url(plan),
            "history": plan.moves.select_related("by"),
            "may_manage": allows(rules.may_manage_actions, request.user, plan),
            "may_change_text": allows(rules.may_change_text, request.user, plan),
            "may_decide": allows(rules.may_decide, request.user, plan),
            "may_propose": allows(rules_of_versions.may_propose, request.user, plan),
            "may_start_next": allows(
                rules_of_versions.may_start_next, request.user, plan
            ),
            "under_way": versions.proposed().defer("snapshot").first(),
            "version_number": versions.approved().aggregate(last=Max("number"))["last"],
        },
    )


@require_http_methods(["GET", "POST"])
@submits_once
def plan_edit(request, pk):
    plan = get_plan(request, pk)
    rules.may_manage_actions(request.user, plan)
    form = PlanForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_valid():
        try:
            services.edit_plan(
                plan,
                by=request.user,
                version=form.cleaned_data["version"],
                changes=form.changes(),
            )
        except Stale as stale:
            return stale_page(request, form, stale, cancel_url=plan.get_absolute_url())
        messages.success(request, "Saved.")
        return redirect(plan)
    return render(request, "plans/edit.html", {"form": form, "plan": plan})


@require_http_methods(["GET", "POST"])
@submits_once
def plan_discard(request, pk):
    plan = get_plan(request, pk)
    rules.may_write(request.user, plan)
    if request.method == "POST":
        services.discard(plan, by=request.user)
        messages.success(request, f"{plan} is thrown away.")
        return redirect("plans:list")
    return render(request, "plans/discard.html", {"plan": plan})
