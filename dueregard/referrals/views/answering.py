"""The page of a respondent, who has no account: a link by mail, a code by telephone.

Opening the link tells nothing and changes nothing. With the code it shows name, date of
birth, address and what is asked, for this one request, until it is answered or ten
working days after it was due (practice RF 2).
"""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from dueregard.access.private_links import TOO_OFTEN, opened_by
from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from .. import services
from ..forms.answering import LinkReplyForm, OpenForm
from ..models import InformationRequest
from ..reads_by_link import request_of
from ..services.answering import WRONG_CODE, AskedAbout

LOCKED = (
    "The code was tried too often. Ring whoever asks you: they send you a new link "
    "and code."
)


def _no_link(request, status: int, found=None):
    page = {"is_too_often": status == TOO_OFTEN, "found": found}
    return render(request, "referrals/asking/no_link.html", page, status=status)


opened_by_link = opened_by(
    request_of, is_live=lambda found: found.is_live, no_link=_no_link
)


@login_not_required
@require_safe
@opened_by_link
def link(request, row: InformationRequest, token: str):
    return _ask_code(request, row, token, OpenForm(None))


@login_not_required
@require_POST
@sensitive_post_parameters()
@submits_once
@opened_by_link
def open_request(request, row: InformationRequest, token: str):
    form = OpenForm(posted(request))
    if form.is_valid():
        code = form.cleaned_data["code"]
        shown = services.open_request(row, code=code)
        if shown is not None:
            reply = LinkReplyForm(None, initial={"code": code})
            return _ask_answer(request, row, token, shown, reply)
        form.add_error("code", _why_not(token))
    return _ask_code(request, row, token, form)


@login_not_required
@require_POST
@sensitive_post_parameters()
@submits_once
@opened_by_link
def send(request, row: InformationRequest, token: str):
    """The answer, with the code that opened the page; shown again where it needs it."""
    form, code = LinkReplyForm(posted(request)), request.POST.get("code", "")
    shown = services.open_request(row, code=code)
    if shown is None:
        again = OpenForm({"code": code})
        again.add_error("code", _why_not(token))
        return _ask_code(request, row, token, again)
    if form.is_valid():
        try:
            who = form.cleaned_data["who"]
            services.answer_by_link(row, form.answer(), code=code, who=who)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("answer:sent")
    return _ask_answer(request, row, token, shown, form)


@login_not_required
@require_safe
def sent(request):
    """Thanks, and nothing of what was answered: it stays in the address bar."""
    return render(request, "referrals/asking/sent.html")


def _why_not(token: str) -> str:
    """After the wrong code was counted, so the row is read again."""
    row = request_of(token)
    return LOCKED if row is not None and row.is_locked else WRONG_CODE


def _ask_code(request, row: InformationRequest, token: str, form: OpenForm):
    page = {"row": row, "token": token, "form": form}
    return render(request, "referrals/asking/link.html", page)


def _ask_answer(
    request,
    row: InformationRequest,
    token: str,
    shown: AskedAbout,
    form: LinkReplyForm,
):
    page = {"row": row, "token": token, "shown": shown, "form": form}
    return render(request, "referrals/asking/answer.html", page)
