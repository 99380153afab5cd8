"""Closing at the gateway: what is missing first, then one person or two."""

from django.views.decorators.http import require_http_methods

from dueregard.access.need_to_know import Group
from dueregard.submissions import submits_once
from dueregard.ui.asking import confirmed, posted

from .. import services
from ..earlier import earlier_of
from ..forms import moves as forms
from ..guards import missing_for
from ..services.closing import closing_asked, ending_of
from ..workflow import WORKFLOW
from .doors import Opened, opened, place_after
from .moves import ONCE_READY, asked_of, is_police_here, page_of_a_move


@page_of_a_move
def close(request, shown: Opened):
    """A person’s first referral is closed; of a repeat the closing is asked for."""
    row = shown.referral
    WORKFLOW.check(row, "close", by=request.user)
    form = forms.CloseForm(posted(request), is_police=is_police_here(request, row))
    is_repeat = row.sequence > 1

    def do():
        act = services.ask_to_close if is_repeat else services.close
        act(row, form.closing(), told=form.told(), by=request.user)
        if is_repeat:
            return row, "Asked. A second person reads the earlier referrals first."
        return place_after(request.user, row), "Closed."

    return asked_of(
        request,
        row,
        form,
        do,
        template=ONCE_READY,
        missing=missing_for(request.user, "close", row),
        heading="Close this referral",
        lead="This person was referred before. A second person reads the earlier "
        "referrals and confirms: until then it stays open."
        if is_repeat
        else "Say how it ends, and what else may help the person. It leaves the queue.",
        submit="Ask for the closing" if is_repeat else "Close",
    )


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=frozenset({Group.ACCOUNT}))
def confirm_closing(request, shown: Opened):
    """The second person reads why, and what came before, then agrees."""
    row = shown.referral
    WORKFLOW.check(row, ending_of(row), by=request.user)
    waiting = closing_asked(row)
    form = forms.ConfirmClosingForm(
        posted(request), initial={"asked": waiting.pk if waiting else None}
    )

    def do():
        asked_id, read = form.cleaned_data["asked"], form.cleaned_data["has_read"]
        services.confirm_closing(row, by=request.user, asked_id=asked_id, has_read=read)
        return place_after(request.user, row), "Closed. You are the second person."

    return asked_of(
        request,
        row,
        form,
        do,
        template="referrals/confirm_closing.html",
        missing=missing_for(request.user, ending_of(row), row),
        asked=shown.room.show(waiting) if waiting else None,
        earlier=earlier_of(row, request.user),
        heading="Confirm the closing",
        submit="Confirm and close",
    )


@page_of_a_move
def withdraw_closing(request, shown: Opened):
    row = shown.referral
    WORKFLOW.check(row, ending_of(row), by=request.user)

    def do():
        services.withdraw_closing(row, by=request.user)
        return row, "The closing is taken back."

    return confirmed(
        request,
        do,
        heading="Take the closing back",
        caption=f"Referral {row.reference}",
        lead="The referral stays open, and nobody is asked to confirm.",
        submit="Take it back",
        cancel_url=row.get_absolute_url(),
    )
