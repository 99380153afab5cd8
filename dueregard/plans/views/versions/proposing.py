"""Putting changes into a version. With none under way, one is opened first."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods

from dueregard.submissions import submits_once
from dueregard.submissions.versions import Stale, stale_page

from ... import services
from ...forms.versions import (
    DropForm,
    NewActionForm,
    ProposeActionForm,
    ProposeGroupForm,
    ProposePriorityForm,
    ProposeSectionForm,
    WhyForm,
)
from ...models import Plan, PlanVersion, ProposedChange, Section
from ...rules_of_versions import may_change_version, may_propose
from ..actions import get_action
from ..contents import get_group
from ..plans import get_plan
from .reading import get_version

Kind = ProposedChange.Kind


@require_http_methods(["GET", "POST"])
@submits_once
def version_open(request, pk):
    plan = get_plan(request, pk)
    may_propose(request.user, plan)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        version = services.open_version(
            plan, by=request.user, why=form.cleaned_data["why"]
        )
        messages.success(request, f"{version} is open. Propose its first change.")
        return redirect(_then(request) or version)
    context = {"plan": plan, "form": form}
    return render(request, "plans/versions/open.html", context)


def _then(request) -> str:
    """Where the person was going when a version had to be opened first."""
    then = request.GET.get("then", "")
    is_ours = url_has_allowed_host_and_scheme(then, allowed_hosts=None)
    return then if is_ours and then.startswith("/") else ""


def _under_way(request, plan: Plan) -> PlanVersion | None:
    may_propose(request.user, plan)
    version = plan.versions.proposed().first()
    if version:
        version.plan = plan
        may_change_version(request.user, version)
    return version


def _open_first(request, plan: Plan):
    then = urlencode({"then": request.path})
    return redirect(f"{reverse('plans:version_open', args=[plan.pk])}?{then}")


@require_http_methods(["GET", "POST"])
@submits_once
def propose_action(request, pk, action_pk):
    action = get_action(request, pk, action_pk)
    version = _under_way(request, action.plan)
    if version is None:
        return _open_first(request, action.plan)
    change = version.changes.standing().filter(action=action).first()
    form = ProposeActionForm(
        request.POST if request.method == "POST" else None, action=action, change=change
    )
    context = {"heading": f"Propose a change to action {action.ref}"}
    return _propose(request, version, action, form, context)


@require_http_methods(["GET", "POST"])
@submits_once
def propose_group(request, pk, group_pk):
    plan = get_plan(request, pk)
    group = get_group(plan, group_pk)
    version = _under_way(request, plan)
    if version is None:
        return _open_first(request, plan)
    change = version.changes.standing().filter(group=group).first()
    form_class = ProposeGroupForm if group.parent_id else ProposePriorityForm
    form = form_class(
        request.POST if request.method == "POST" else None, group=group, change=change
    )
    return _propose(request, version, group, form, {"heading": "Propose a change"})


@require_http_methods(["GET", "POST"])
@submits_once
def propose_section(request, pk, section_pk):
    plan = get_plan(request, pk)
    sections = Section.objects.visible_to(request.user).filter(plan=plan)
    section = get_object_or_404(sections, pk=section_pk)
    version = _under_way(request, plan)
    if version is None:
        return _open_first(request, plan)
    change = version.changes.standing().filter(section=section).first()
    form = ProposeSectionForm(
        request.POST if request.method == "POST" else None,
        section=section,
        change=change,
    )
    return _propose(request, version, section, form, {"heading": "Propose a change"})


def _propose(request, version, subject, form, context):
    if form.is_valid():
        try:
            services.propose_change(
                version,
                subject,
                by=request.user,
                seen=form.cleaned_data["version"],
                words=form.words(),
                reason=form.cleaned_data["reason"],
            )
        except Stale as stale:
            return stale_page(request, form, stale, cancel_url=_url(version))
        messages.success(request, f"The change is in {version}.")
        return redirect(version)
    context |= {"plan": version.plan, "version": version, "form": form}
    return render(request, "plans/versions/propose.html", context)


def _url(version: PlanVersion) -> str:
    return version.get_absolute_url()


@require_http_methods(["GET", "POST"])
@submits_once
def propose_drop(request, pk, action_pk):
    action = get_action(request, pk, action_pk)
    version = _under_way(request, action.plan)
    if version is None:
        return _open_first(request, action.plan)
    change = version.changes.standing().filter(action=action).first()
    form = DropForm(request.POST if request.method == "POST" else None, change=change)
    if form.is_valid():
        try:
            services.propose_drop(
                version,
                action,
                by=request.user,
                seen=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
            )
        except Stale as stale:
            return stale_page(request, form, stale, cancel_url=_url(version))
        messages.success(request, f"The change is in {version}.")
        return redirect(version)
    context = {"plan": action.plan, "action": action, "version": version, "form": form}
    return render(request, "plans/versions/drop.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def propose_new(request, pk, group_pk):
    plan = get_plan(request, pk)
    group = get_group(plan, group_pk)
    version = _under_way(request, plan)
    if version is None:
        return _open_first(request, plan)
    return _propose_new(request, version, group, None)


@require_http_methods(["GET", "POST"])
@submits_once
def change_edit(request, pk, version_pk, change_pk):
    """A proposed action, changed before the chair decides."""
    version = get_version(request, pk, version_pk)
    may_change_version(request.user, version)
    additions = version.changes.standing().filter(kind=Kind.ADD_ACTION)
    change = get_object_or_404(additions, pk=change_pk)
    group = get_group(version.plan, change.after["group"])
    return _propose_new(request, version, group, change)


def _propose_new(request, version, group, change):
    form = NewActionForm(
        request.POST if request.method == "POST" else None,
        plan=version.plan,
        group=group,
        change=change,
    )
    if form.is_valid():
        try:
            services.propose_action(
                version,
                by=request.user,
                fields=form.proposed(),
                reason=form.cleaned_data["reason"],
                change=change,
                seen=form.cleaned_data["version"],
            )
        except Stale as stale:
            return stale_page(request, form, stale, cancel_url=_url(version))
        messages.success(request, f"The new action is in {version}.")
        return redirect(version)
    context = {"plan": version.plan, "version": version, "group": group, "form": form}
    return render(request, "plans/versions/new_action.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def change_take_out(request, pk, version_pk, change_pk):
    version = get_version(request, pk, version_pk)
    may_change_version(request.user, version)
    change = get_object_or_404(version.changes.standing(), pk=change_pk)
    if request.method == "POST":
        services.take_out(change, by=request.user)
        messages.success(request, "The change is taken out.")
        return redirect(version)
    context = {"plan": version.plan, "version": version, "change": change}
    return render(request, "plans/versions/take_out.html", context)
