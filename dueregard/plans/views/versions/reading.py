from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dueregard.access.refusals import allows
from dueregard.ui.paging import counted

from ... import rules, rules_of_versions
from ...forms.versions import TwoVersionsForm
from ...models import PlanVersion
from ...proposed_names import names_in_version
from ...versions import changes_of, compare_versions
from ...workflow import VERSION_WORKFLOW
from ..plans import get_plan


def get_version(request, pk, version_pk) -> PlanVersion:
    plan = get_plan(request, pk)
    versions = PlanVersion.objects.visible_to(request.user).filter(plan=plan)
    version = get_object_or_404(
        versions.select_related("proposed_by", "decision"), pk=version_pk
    )
    version.plan = plan
    return version


@require_safe
def version_list(request, pk):
    plan = get_plan(request, pk)
    versions = PlanVersion.objects.visible_to(request.user).filter(plan=plan)
    versions = versions.select_related("proposed_by").defer("snapshot")
    return render(
        request,
        "plans/versions/list.html",
        {
            "plan": plan,
            "page": counted(versions, request),
            "is_under_way": versions.proposed().exists(),
            "may_propose": allows(rules_of_versions.may_propose, request.user, plan),
        },
    )


@require_safe
def version_detail(request, pk, version_pk):
    version = get_version(request, pk, version_pk)
    plan, user = version.plan, request.user
    is_proposed = version.status in PlanVersion.PROPOSED
    checks_names = is_proposed and allows(rules.may_confirm_names, user, plan)
    before = plan.versions.approved().filter(number__lt=version.number).first()
    return render(
        request,
        "plans/versions/version.html",
        {
            "plan": plan,
            "version": version,
            "changes": changes_of(version, user),
            "moves": VERSION_WORKFLOW.open_to(user, version),
            "history": version.moves.select_related("by"),
            "may_change": allows(rules_of_versions.may_change_version, user, version),
            "names": names_in_version(version) if checks_names else [],
            "before": before if not is_proposed else None,
        },
    )


@require_safe
def version_compare(request, pk):
    """Two approved versions in words; the first and the newest unless chosen."""
    plan = get_plan(request, pk)
    versions = plan.versions.approved()
    numbers = list(versions.values_list("pk", flat=True))
    if len(numbers) < 2:
        raise Http404
    chosen = {"old": numbers[-1], "new": numbers[0]} | request.GET.dict()
    form = TwoVersionsForm(chosen, versions=versions)
    differences = None
    if form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        old.plan = new.plan = plan
        differences = compare_versions(old, new, request.user)
    context = {"plan": plan, "form": form, "differences": differences}
    return render(request, "plans/versions/compare.html", context)
