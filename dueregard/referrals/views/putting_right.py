"""The page of the link that goes to a holder of something that was wrong.

Opening it changes nothing and tells nothing: what is wrong opens with a code that
somebody of the council tells by telephone, once for each code.
"""

from datetime import timedelta
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from dueregard.access.limits import Limit
from dueregard.access.private_links import TOO_OFTEN, opened_by
from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from .. import services
from ..forms.routing import NameForm
from ..forms.told_code import ToldCodeForm
from ..models import CorrectionNotice
from ..reads_by_link import notice_of
from .told_codes import opened_with_code

TRIES = Limit("correction-codes", 5, timedelta(minutes=30))


def _no_link(request, status: int, found=None):
    page = {"is_too_often": status == TOO_OFTEN, "found": found}
    return render(request, "referrals/telling/no_link.html", page, status=status)


def _is_live(notice: CorrectionNotice) -> bool:
    """Until the referral is destroyed here."""
    return notice.data_key.destroyed_at is None


opened_by_link = opened_by(notice_of, is_live=_is_live, no_link=_no_link)


@login_not_required
@require_safe
@opened_by_link
def put_right(request, notice: CorrectionNotice, token: str):
    return _page(request, notice, token, ToldCodeForm(None), NameForm(None))


@login_not_required
@require_POST
@submits_once
@opened_by_link
@sensitive_variables("wrong")
def read_correction(request, notice: CorrectionNotice, token: str):
    form = ToldCodeForm(posted(request))
    wrong = opened_with_code(
        form,
        partial(services.open_correction, notice),
        tries=TRIES,
        whom=str(notice.pk),
    )
    if wrong is not None:
        page = {"notice": notice, "token": token, "wrong": wrong}
        return render(request, "referrals/telling/read.html", page)
    return _page(request, notice, token, form, NameForm(None))


@login_not_required
@require_POST
@submits_once
@opened_by_link
def say_put_right(request, notice: CorrectionNotice, token: str):
    form = NameForm(posted(request))
    if form.is_valid():
        try:
            services.confirm_by_link(notice, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("../")
    return _page(request, notice, token, ToldCodeForm(None), form)


def _page(request, notice: CorrectionNotice, token: str, code, name):
    page = {
        "notice": notice,
        "authority": notice.referral.authority,
        "destination": notice.disclosure.destination,
        "token": token,
        "code_form": code,
        "name_form": name,
        "forms": [code, name],
        "may_say": notice.is_told and notice.confirmed_on is None,
    }
    return render(request, "referrals/telling/put_right.html", page)
