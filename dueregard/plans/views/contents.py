from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.submissions.versions import Stale, stale_page
from dueregard.ui.paging import counted

from .. import rules, services
from ..forms.contents import (
    GroupEditForm,
    GroupForm,
    IntentionLinksForm,
    PriorityEditForm,
    PriorityForm,
    SectionEditForm,
    SectionForm,
)
from ..listing import with_owners
from ..measuring import measures_of
from ..models import Group, Intention, Section
from ..reports import tally
from ..rules_of_versions import may_propose
from .actions import LISTED
from .plans import get_plan


def get_group(plan, group_pk) -> Group:
    groups = Group.objects.select_related("parent", "lead_partner", "plan__authority")
    return get_object_or_404(groups.filter(plan=plan), pk=group_pk)


@require_safe
def contents(request, pk):
    """The plan's skeleton, to be changed: narrative, priorities and objectives."""
    plan = get_plan(request, pk)
    rules.may_write(request.user, plan)
    priorities = plan.groups.priorities().prefetch_related("objectives")
    return render(
        request,
        "plans/contents.html",
        {
            "plan": plan,
            "priorities": priorities,
            "sections": plan.sections.all(),
            "may_change_text": allows(rules.may_change_text, request.user, plan),
            "may_propose": allows(may_propose, request.user, plan),
        },
    )


@require_safe
def group_detail(request, pk, group_pk):
    plan = get_plan(request, pk)
    group = get_group(plan, group_pk)
    actions = plan.actions.readable_by(request.user, plan).filter(
        group__in=[group.pk, *group.objectives.values_list("pk", flat=True)]
    )
    rows = actions.only(*LISTED).order_by("position")
    page = counted(rows, request, size=100)
    with_owners(page.rows)
    intentions = group.intentions.prefetch_related("actions")
    return render(
        request,
        "plans/group.html",
        {
            "plan": plan,
            "group": group,
            "tally": tally(actions),
            "objectives": group.objectives.all(),
            "page": page,
            "measures": group.success_measures.all(),
            "standings": measures_of(plan, request.user, group),
            "horizons": [
                (label, [one for one in intentions if one.horizon == code])
                for code, label in Intention.Horizon.choices
            ],
            "may_change_text": allows(rules.may_change_text, request.user, plan),
            "may_propose": allows(may_propose, request.user, plan),
        },
    )


@require_http_methods(["GET", "POST"])
@submits_once
def group_add(request, pk, group_pk=None):
    """A new priority; or an objective, when it is added to the priority `group_pk`."""
    plan = get_plan(request, pk)
    rules.may_change_text(request.user, plan)
    parent = get_group(plan, group_pk) if group_pk else None
    form_class = GroupForm if parent else PriorityForm
    form = form_class(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_valid():
        group = services.add_group(
            plan, by=request.user, parent=parent, **form.changes()
        )
        if parent is None:
            _set_lists(request, group, form)
        messages.success(request, "Added.")
        return redirect(group)
    context = {"plan": plan, "group": parent, "form": form}
    return render(request, "plans/group_add.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def group_edit(request, pk, group_pk):
    plan = get_plan(request, pk)
    group = get_group(plan, group_pk)
    rules.may_change_text(request.user, plan)
    form_class = GroupEditForm if group.parent_id else PriorityEditForm
    form = form_class(
        request.POST if request.method == "POST" else None, plan=plan, group=group
    )
    if form.is_valid():
        try:
            group = services.edit_group(
                group,
                by=request.user,
                version=form.cleaned_data["version"],
                changes=form.changes(),
            )
        except Stale as stale:
            return stale_page(request, form, stale, cancel_url=group.get_absolute_url())
        if group.parent_id is None:
            _set_lists(request, group, form)
        messages.success(request, "Saved.")
        return redirect(group)
    context = {"plan": plan, "group": group, "form": form}
    return render(request, "plans/group_edit.html", context)


def _set_lists(request, group, form) -> None:
    services.set_priority_lists(
        group,
        by=request.user,
        measures=form.cleaned_data["measures"],
        intentions=form.intentions(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def group_remove(request, pk, group_pk):
    plan = get_plan(request, pk)
    group = get_group(plan, group_pk)
    rules.may_change_text(request.user, plan)
    if request.method == "POST":
        services.remove_group(group, by=request.user)
        messages.success(request, "Removed.")
        return redirect("plans:contents", pk)
    return render(request, "plans/group_remove.html", {"plan": plan, "group": group})


@require_http_methods(["GET", "POST"])
@submits_once
def intention_link(request, pk, intention_pk):
    """Which actions carry an intention out."""
    plan = get_plan(request, pk)
    rules.may_change_text(request.user, plan)
    intentions = Intention.objects.filter(group__plan=plan)
    intention = get_object_or_404(intentions, pk=intention_pk)
    form = IntentionLinksForm(
        request.POST if request.method == "POST" else None, intention=intention
    )
    if form.is_valid():
        services.link_intention(
            intention, by=request.user, actions=form.cleaned_data["actions"]
        )
        messages.success(request, "Saved.")
        return redirect(intention.group)
    context = {"plan": plan, "intention": intention, "form": form}
    return render(request, "plans/intention_link.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def section_add(request, pk):
    plan = get_plan(request, pk)
    rules.may_change_text(request.user, plan)
    form = SectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.add_section(plan, by=request.user, **form.changes())
        messages.success(request, "The section is added.")
        return redirect("plans:contents", pk)
    return render(request, "plans/section_add.html", {"plan": plan, "form": form})


@require_http_methods(["GET", "POST"])
@submits_once
def section_edit(request, pk, section_pk):
    plan = get_plan(request, pk)
    section = get_object_or_404(Section.objects.filter(plan=plan), pk=section_pk)
    rules.may_change_text(request.user, plan)
    form = SectionEditForm(
        request.POST if request.method == "POST" else None, section=section
    )
    if form.is_valid():
        try:
            services.edit_section(
                section,
                by=request.user,
                version=form.cleaned_data["version"],
                changes=form.changes(),
            )
        except Stale as stale:
            return stale_page(request, form, stale, cancel_url=plan.get_absolute_url())
        messages.success(request, "Saved.")
        return redirect("plans:contents", pk)
    context = {"plan": plan, "section": section, "form": form}
    return render(request, "plans/section_edit.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def section_remove(request, pk, section_pk):
    plan = get_plan(request, pk)
    section = get_object_or_404(Section.objects.filter(plan=plan), pk=section_pk)
    rules.may_change_text(request.user, plan)
    if request.method == "POST":
        services.remove_section(section, by=request.user)
        messages.success(request, "The section is removed.")
        return redirect("plans:contents", pk)
    context = {"plan": plan, "section": section}
    return render(request, "plans/section_remove.html", context)
