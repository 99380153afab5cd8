from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import allows
from dueregard.partners.tabs import tabs_of
from dueregard.partners.views.doors import authority_or_404
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted

from .. import reads, registry, services
from ..forms.agenda import ChangeOutcomeForm, DecisionFilterForm, OutcomeForm
from ..forms.meeting import DoneForm
from ..models import Meeting, Outcome, PartnershipGroup
from ..readers import MEETING_READERS
from ..rules import may_prepare_for, may_say_done
from .doors import group_or_404, item_or_404, outcome_or_404


@require_safe
def outcome(request, pk: int):
    row = outcome_or_404(request, pk)
    meetings = Meeting.objects.visible_to(request.user)
    page = {
        "outcome": row,
        "links": registry.links_of(row, request.user),
        "reads_meeting": meetings.filter(pk=row.item.meeting_id).exists(),
        "may_say_done": row.kind == Outcome.Kind.ACTION
        and row.done_on is None
        and allows(may_say_done, request.user, row),
    }
    return render(request, "governance/outcome.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def add_outcome(request, pk: int):
    item = item_or_404(request, pk)
    may_prepare_for(request.user, item.group)
    form = OutcomeForm(posted(request), item=item)

    def do():
        row = services.add_outcome(item, **form.answers(), by=request.user)
        return item, f"{row.get_kind_display()} is written down."

    return asked(
        request,
        form,
        do,
        heading="What came of it",
        caption=item,
        submit="Save",
        cancel_url=item.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_outcome(request, pk: int):
    row = outcome_or_404(request, pk)
    may_prepare_for(request.user, row.item.group)
    form = ChangeOutcomeForm(posted(request), outcome=row)

    def do():
        answers = {
            name: value
            for name, value in form.cleaned_data.items()
            if name not in ("version", "base")
        }
        version = form.cleaned_data["version"]
        services.change_outcome(row, version=version, by=request.user, **answers)
        return row.item, "What came of the item is changed."

    return asked(
        request,
        form,
        do,
        heading="Change what came of it",
        caption=row.item,
        submit="Save",
        cancel_url=row.item.get_absolute_url(),
    )


@require_POST
@submits_once
def remove_outcome(request, pk: int):
    row = outcome_or_404(request, pk)
    services.remove_outcome(row, by=request.user)
    messages.success(request, "It is struck out.")
    return redirect(row.item)


@require_http_methods(["GET", "POST"])
@submits_once
def say_done(request, pk: int):
    row = outcome_or_404(request, pk)
    may_say_done(request.user, row)
    form = DoneForm(posted(request))

    def do():
        services.say_done(row, **form.cleaned_data, by=request.user)
        return row, "Thank you. The action is done."

    return asked(
        request,
        form,
        do,
        heading="Say that the action is done",
        caption=row.item.group,
        lead=row.text,
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@require_safe
def actions(request, pk: int):
    """Open actions of a group's meetings, soonest first."""
    group = group_or_404(request, pk)
    readable = Outcome.objects.visible_to(request.user)
    rows = reads.open_actions(group).filter(pk__in=readable.values("pk"))
    page = {"group": group, "page": counted(rows, request)}
    return render(request, "governance/actions.html", page)


@require_safe
def decisions(request, slug: str):
    authority = authority_or_404(request, slug, MEETING_READERS)
    groups = PartnershipGroup.objects.visible_to(request.user)
    form = DecisionFilterForm(request.GET, groups=groups.filter(authority=authority))
    rows = Outcome.objects.visible_to(request.user).decisions()
    rows = rows.filter(item__group__authority=authority)
    rows = rows.select_related("item__meeting", "item__group").order_by(
        "-item__meeting__starts_at", "item__position", "pk"
    )
    page = {
        "authority": authority,
        "filter_form": form,
        "page": counted(_filtered(rows, form), request),
        **tabs_of(request, authority, "governance:decisions"),
    }
    return render(request, "governance/decisions.html", page)


def _filtered(rows, form: DecisionFilterForm):
    """`rows` as the answers ask; an answer that makes no sense is left out."""
    form.is_valid()
    if group := form.cleaned_data.get("group"):
        rows = rows.filter(item__group=group)
    for word in (form.cleaned_data.get("words") or "").split()[:8]:
        rows = rows.filter(
            Q(text__icontains=word)
            | Q(reasons__icontains=word)
            | Q(item__title__icontains=word)
        )
    return rows
