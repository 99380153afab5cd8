"""Acts of two people: what waits, one request, and asking for a room."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.approvals import kinds
from dueregard.access.models import Approval
from dueregard.access.refusals import allows
from dueregard.access.rooms import CASE_ROOMS, Room
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted

from .. import rules, services
from ..approval_forms import ChecksForm
from ..models import Authority
from ..step_up import step_up_required
from ..two_people import ROOM_ON, SWITCHING_ON


@require_safe
def approvals(request):
    """What waits for a second person first, then what was decided."""
    if not takes_part(request.user):
        raise Http404
    rows = Approval.objects.visible_to(request.user)
    rows = rows.select_related("authority", "asked_by", "decided_by")
    context = {
        "mine": list(rows.for_decision_by(request.user)[:50]),
        "page": counted(rows, request),
    }
    return render(request, "accounts/approvals.html", context)


def takes_part(user) -> bool:
    """Whether one of their roles may ask for, or agree to, an act of two people."""
    return any(user.authorities_as(kind.askers | kind.agreers) for kind in kinds())


@require_http_methods(["GET", "POST"])
@step_up_required
@submits_once
def approval(request, pk):
    """What is asked for; whoever may decide agrees here."""
    approval = _found(request, pk)
    if approval.of_kind.page is not None:
        return redirect(approval.of_kind.page(approval))
    if request.method == "POST":
        services.may_decide(request.user, approval)
    form = ChecksForm(posted(request), kind=approval.of_kind)
    may_decide = approval.is_waiting and allows(
        services.may_decide, request.user, approval
    )
    return asked(
        request,
        form,
        lambda: _agreed(request, approval, form.cleaned_data.get("checks", [])),
        template="accounts/approval.html",
        heading=approval.of_kind.label,
        submit="Agree",
        cancel_url=None,
        approval=approval,
        lines=approval.of_kind.shown(approval.authority, approval.items),
        may_decide=may_decide,
        may_withdraw=approval.is_waiting and approval.asked_by == request.user,
    )


def _agreed(request, approval, checks):
    done = services.agree(
        approval,
        by=request.user,
        checks=checks,
        session=request.session.session_key or "",
    )
    if done.outcome == Approval.Outcome.VOID:
        return (
            done.get_absolute_url(),
            "This has changed since it was asked for, so nothing was done. "
            "Ask for it again.",
        )
    return done.get_absolute_url(), "You agreed, and it is done."


@require_POST
@step_up_required
@submits_once
def refuse_approval(request, pk):
    approval = _found(request, pk)
    services.refuse(
        approval, by=request.user, session=request.session.session_key or ""
    )
    messages.success(request, "You refused, and nothing was done.")
    return redirect("accounts:approvals")


@require_POST
@submits_once
def withdraw_approval(request, pk):
    approval = _found(request, pk)
    services.withdraw_request(approval, by=request.user)
    messages.success(request, "Your request was taken back.")
    return redirect("accounts:approvals")


@require_http_methods(["GET", "POST"])
@step_up_required
@submits_once
def ask_for_room(request, slug, room):
    """The first of the two says what is in place, and asks."""
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    if room not in CASE_ROOMS or authority.has_room(room):
        raise Http404
    rules.may_ask_for_room(request.user, authority)
    form = ChecksForm(posted(request), kind=SWITCHING_ON)

    def do():
        approval = services.ask(
            ROOM_ON,
            authority=authority,
            items={"room": room},
            checks=form.cleaned_data["checks"],
            by=request.user,
            session=request.session.session_key or "",
        )
        sentence = "You asked for it. Nothing changes before a second person agrees."
        return approval.get_absolute_url(), sentence

    return asked(
        request,
        form,
        do,
        template="accounts/ask_for_room.html",
        caption=authority,
        heading=f"Ask to switch on {Room(room).label}",
        submit="Ask for it",
        cancel_url=authority.get_absolute_url(),
    )


def _found(request, pk) -> Approval:
    rows = Approval.objects.visible_to(request.user)
    rows = rows.select_related("authority", "asked_by", "decided_by")
    return get_object_or_404(rows, pk=pk)
