from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import allows
from dueregard.partners.models import Post
from dueregard.submissions import submits_once
from dueregard.submissions.versions import Stale, stale_page
from dueregard.ui.paging import counted

from .. import action_page, rules, services
from ..filters import ActionFilter
from ..forms.action import (
    ActionEditForm,
    ActionForm,
    CancelForm,
    ChangeManyForm,
)
from ..forms.reshaping import MergeForm, PlaceForm, SplitForm
from ..listing import with_owners
from ..models import Action, Group
from .keys import keys_in
from .plans import get_plan

LISTED = (
    "pk",
    "plan_id",
    "group_id",
    "ref",
    "text",
    "status",
    "due_on",
    "is_ongoing",
    "timescale_text",
    "is_certain",
    "audience",
    "rag_override",
    "amber_from",
    "red_from",
)
ORDERS = {"": ("position", "pk"), "due": ("due_on", "position")}


def get_action(request, pk, action_pk) -> Action:
    plan = get_plan(request, pk)
    actions = plan.actions.readable_by(request.user, plan)
    return get_object_or_404(actions.select_related("group__parent"), pk=action_pk)


@require_safe
def action_list(request, pk):
    plan = get_plan(request, pk)
    posts = Post.objects.filter(authority=plan.authority_id)
    actions = plan.actions.readable_by(request.user, plan)
    narrowed = ActionFilter(request.GET, actions, plan=plan, posts=posts)
    order = ORDERS.get(request.GET.get("sort", ""), ORDERS[""])
    found = narrowed.qs.order_by(*order)
    if narrowed.is_narrowed:
        page = counted(found.values_list("pk", flat=True), request)
        page = replace(page, rows=_listed(plan, page.rows))
    else:
        page = counted(found.only(*LISTED), request)
    with_owners(page.rows)
    return render(
        request,
        "plans/actions.html",
        {
            "plan": plan,
            "page": page,
            "filter_form": narrowed.form,
            "is_narrowed": narrowed.is_narrowed,
            "may_manage": allows(rules.may_manage_actions, request.user, plan),
        },
    )


def _listed(plan, keys: list[int]) -> list[Action]:
    """The actions of one page of a narrowed list, in the order of their keys.

    The keys come from an index alone; only these rows are read.
    """
    found = plan.actions.only(*LISTED).in_bulk(keys)
    return [found[key] for key in keys if key in found]


@require_safe
def action_detail(request, pk, action_pk):
    action = action_page.read(request.user, pk, action_pk)
    if action is None:
        raise Http404
    context = action_page.gather(action, request.user)
    return render(request, "plans/action.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def action_add(request, pk, group_pk):
    plan = get_plan(request, pk)
    rules.may_change_text(request.user, plan)
    group = get_object_or_404(Group.objects.filter(plan=plan), pk=group_pk)
    form = ActionForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_valid():
        action = services.add_action(
            group, by=request.user, owners=form.owners() or [], **form.changes()
        )
        messages.success(request, f"{action} is added.")
        return redirect(group)
    context = {"plan": plan, "group": group, "form": form}
    return render(request, "plans/action_add.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def action_edit(request, pk, action_pk):
    action = get_action(request, pk, action_pk)
    rules.may_manage_actions(request.user, action.plan)
    form = ActionEditForm(
        request.POST if request.method == "POST" else None,
        plan=action.plan,
        action=action,
    )
    if form.is_valid():
        try:
            services.edit_action(
                action,
                by=request.user,
                version=form.cleaned_data["version"],
                changes=form.changes(),
                owners=form.owners(),
                date_reason=form.cleaned_data.get("date_reason", ""),
            )
        except Stale as stale:
            cancel_url = action.get_absolute_url()
            return stale_page(request, form, stale, cancel_url=cancel_url)
        messages.success(request, "Saved.")
        return redirect(action)
    context = {"plan": action.plan, "action": action, "form": form}
    return render(request, "plans/action_edit.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def action_cancel(request, pk, action_pk):
    action = get_action(request, pk, action_pk)
    rules.may_manage_actions(request.user, action.plan)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.cancel_action(
            action, by=request.user, because=form.cleaned_data["because"]
        )
        messages.success(request, f"{action} is cancelled.")
        return redirect(action)
    context = {"plan": action.plan, "action": action, "form": form}
    return render(request, "plans/action_cancel.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def action_split(request, pk, action_pk):
    action = get_action(request, pk, action_pk)
    rules.may_change_text(request.user, action.plan)
    form = SplitForm(
        request.POST if request.method == "POST" else None, text=action.text
    )
    if form.is_valid():
        parts = services.split_action(
            action, by=request.user, texts=form.cleaned_data["texts"]
        )
        messages.success(request, f"{action} is now {len(parts)} actions.")
        return redirect(action.group)
    context = {"plan": action.plan, "action": action, "form": form}
    return render(request, "plans/action_split.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def action_merge(request, pk, action_pk):
    action = get_action(request, pk, action_pk)
    rules.may_change_text(request.user, action.plan)
    others = action.group.actions.exclude(pk=action.pk).open()
    form = MergeForm(
        request.POST if request.method == "POST" else None,
        others=others,
        text=action.text,
    )
    if form.is_valid():
        kept = services.merge_actions(
            [action, *form.cleaned_data["others"]],
            by=request.user,
            text=form.cleaned_data["text"],
        )
        messages.success(request, f"The actions are now one: {kept}.")
        return redirect(kept)
    context = {"plan": action.plan, "action": action, "form": form}
    return render(request, "plans/action_merge.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def action_move(request, pk, action_pk):
    action = get_action(request, pk, action_pk)
    rules.may_change_text(request.user, action.plan)
    form = PlaceForm(request.POST if request.method == "POST" else None, action=action)
    if form.is_valid():
        group, after = form.chosen_place()
        services.move_action(action, by=request.user, group=group, after=after)
        messages.success(request, f"{action} is moved.")
        return redirect(group)
    context = {"plan": action.plan, "action": action, "form": form}
    return render(request, "plans/action_move.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def actions_change(request, pk):
    """Owner, due date, status or audience of the actions that were ticked."""
    plan = get_plan(request, pk)
    rules.may_manage_actions(request.user, plan)
    chosen = request.POST.getlist("action") or request.GET.getlist("action")
    actions = plan.actions.filter(pk__in=keys_in(chosen))
    form = ChangeManyForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_valid():
        count = services.change_many(
            plan,
            actions.values_list("pk", flat=True),
            by=request.user,
            changes=form.changes(),
            owner=form.chosen_owner(),
            date_reason=form.cleaned_data.get("date_reason", ""),
        )
        messages.success(request, f"{count} action{'s' if count != 1 else ''} changed.")
        return redirect("plans:actions", pk)
    context = {"plan": plan, "actions": actions, "form": form}
    return render(request, "plans/actions_change.html", context)


@require_POST
@submits_once
def actions_confirm(request, pk):
    """What the import was unsure of is right as it stands."""
    plan = get_plan(request, pk)
    keys = keys_in(request.POST.getlist("action"))
    if not keys:
        raise Http404
    count = services.confirm_actions(plan, keys, by=request.user)
    messages.success(request, f"{count} action{'s' if count != 1 else ''} confirmed.")
    left = plan.actions.filter(is_certain=False).exists()
    url = reverse("plans:actions", args=[pk])
    return redirect(f"{url}?look=uncertain" if left else url)
