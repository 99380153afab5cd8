"""Requests for information, for those who gather: asked, followed up, read."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, confirmed, posted

from .. import services
from ..asked import answer_of, may_do
from ..forms.answering import ToldReplyForm
from ..forms.asking import AskForm, RenewForm
from ..guards import must_hold
from ..models import InformationRequest
from ..reading import works_on
from ..rules import may_gather
from ..spoken import answer_code_of
from .doors import Opened, opened

READS = frozenset({Group.ACCOUNT})
CODE_SHOWN = timedelta(minutes=30)


def _page(view: Callable) -> Callable:
    """A page about one request of a referral that this person works on and reads."""

    @wraps(view)
    def page(request, shown: Opened, request_pk):
        if not works_on(request.user, shown.referral) or not shown.account:
            raise Http404
        rows = shown.referral.requests.select_related(
            "organisation", "asked_by", "entered_by", "authority"
        )
        row = shown.room.show(get_object_or_404(rows, pk=request_pk))
        row.referral = shown.referral
        return view(request, shown, row)

    return opened(door="detail", groups=READS)(page)


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=frozenset())
def ask_for_information(request, shown: Opened):
    """What is asked of whom, and why; then the code to tell them."""
    row = shown.referral
    may_gather(request.user, row)
    must_hold("ask_for_information", row)
    form = AskForm(posted(request), authority=row.authority)

    def do():
        made = services.ask_for_information(row, form.question(), by=request.user)
        return _address("request_code", made), "The link is on its way to them."

    return asked(
        request,
        form,
        do,
        template="referrals/asking/ask.html",
        heading="Ask an organisation for information",
        caption=f"Referral {row.reference}",
        submit="Ask",
        cancel_url=row.get_absolute_url(),
    )


@require_safe
@_page
def information_request(request, shown: Opened, row: InformationRequest):
    """What was asked, where it stands, what was answered, and what one may do now."""
    page = {
        "referral": shown.referral,
        "row": row,
        "answer": answer_of(row, request.user),
        "may": may_do(request.user, row),
        "code_is_shown": _is_code_shown(request, row),
    }
    return render(request, "referrals/asking/request.html", page)


@require_safe
@_page
def request_code(request, shown: Opened, row: InformationRequest):
    """The code, to whoever sent the link and for half an hour: to be read out."""
    may_gather(request.user, shown.referral)
    page = {
        "referral": shown.referral,
        "row": row,
        "code": answer_code_of(row) if _is_code_shown(request, row) else "",
        "back": _address("information_request", row),
    }
    return render(request, "referrals/asking/code.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
@_page
def renew_link(request, shown: Opened, row: InformationRequest):
    may_gather(request.user, shown.referral)
    form = RenewForm(posted(request), row=row)

    def do():
        services.renew_link(
            row,
            to=form.respondent(),
            due_on=form.cleaned_data["due_on"],
            by=request.user,
        )
        return _address("request_code", row), "A new link is on its way to them."

    return _asked(
        request,
        row,
        form,
        do,
        heading="Send a new link and code",
        lead="The old link and its code open nothing from then on.",
        submit="Send a new link",
    )


@require_http_methods(["GET", "POST"])
@submits_once
@_page
def enter_answer(request, shown: Opened, row: InformationRequest):
    """What the organisation told by telephone or in a letter."""
    may_gather(request.user, shown.referral)
    form = ToldReplyForm(posted(request), initial={"on": clock.today()})

    def do():
        given = form.cleaned_data
        services.enter_answer(
            row, form.answer(), who=given["who"], on=given["on"], by=request.user
        )
        return _address("information_request", row), "The answer is written down."

    return _asked(
        request,
        row,
        form,
        do,
        template="referrals/asking/told.html",
        heading="Enter what they told you",
        submit="Save",
    )


@require_http_methods(["GET", "POST"])
@submits_once
@_page
def not_received(request, shown: Opened, row: InformationRequest):
    may_gather(request.user, shown.referral)

    def do():
        services.note_not_received(row, by=request.user)
        return _address("information_request", row), "Noted that no answer came."

    return _confirmed(
        request,
        row,
        do,
        heading="No answer came",
        lead="Their link opens nothing from then on. What they tell you later you "
        "can still enter.",
        submit="No answer came",
    )


@require_http_methods(["GET", "POST"])
@submits_once
@_page
def withdraw_request(request, shown: Opened, row: InformationRequest):
    may_gather(request.user, shown.referral)

    def do():
        services.withdraw_request(row, by=request.user)
        return _address("information_request", row), "The request is withdrawn."

    return _confirmed(
        request,
        row,
        do,
        heading="Withdraw this request",
        lead="Their link opens nothing from then on. Who has seen the name stays on "
        "the list of disclosures.",
        submit="Withdraw",
    )


@require_POST
@submits_once
@_page
def request_read(request, shown: Opened, row: InformationRequest):
    services.note_read(row, by=request.user)
    return redirect(_address("information_request", row))


def _asked(request, row: InformationRequest, form, do, **page):
    return asked(request, form, do, **_around(row), **page)


def _confirmed(request, row: InformationRequest, do, **page):
    return confirmed(request, do, **_around(row), **page)


def _around(row: InformationRequest) -> dict[str, str]:
    return {
        "caption": f"Referral {row.referral.reference}",
        "cancel_url": _address("information_request", row),
    }


def _is_code_shown(request, row: InformationRequest) -> bool:
    is_fresh = clock.now() <= row.link_made_at + CODE_SHOWN
    return row.is_live and is_fresh and row.link_made_by_id == request.user.pk


def _address(name: str, row: InformationRequest) -> str:
    place = [row.referral.authority.slug, row.referral_id, row.pk]
    return reverse(f"referrals:{name}", args=place)
