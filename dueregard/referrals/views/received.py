"""The page of the link that goes to a destination which does not sign in.

Opening it changes nothing and tells nothing: not who, not what. The form opens with a
code that somebody of the council tells by telephone, once for each code.
"""

from datetime import timedelta
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dueregard.access.limits import Limit
from dueregard.access.private_links import TOO_OFTEN, opened_by
from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from .. import services
from ..forms.routing import CodeForm, NameForm
from ..models import Delivery, Destination
from ..reads_by_link import delivery_of, test_of
from ..spoken import test_word
from .taking import file_answer
from .told_codes import opened_with_code

TRIES = Limit("referral-codes", 5, timedelta(minutes=30))


def _no_link(request, status: int, found=None):
    page = {"is_too_often": status == TOO_OFTEN, "found": found}
    return render(request, "referrals/delivery/no_link.html", page, status=status)


def _is_live(delivery: Delivery) -> bool:
    """Until another area has it, or the referral has ended here."""
    return delivery.referral.is_open


opened_by_link = opened_by(delivery_of, is_live=_is_live, no_link=_no_link)


@login_not_required
@require_safe
@opened_by_link
def received(request, delivery: Delivery, token: str):
    """The reference, whom to ring for the code, and whether it was said to be there."""
    return _page(request, delivery, token, CodeForm(None), NameForm(None))


@login_not_required
@require_POST
@submits_once
@opened_by_link
def open_form(request, delivery: Delivery, token: str):
    form = CodeForm(posted(request))
    made = opened_with_code(
        form,
        partial(services.open_by_code, delivery),
        tries=TRIES,
        whom=str(delivery.pk),
    )
    if made is not None:
        return file_answer(made)
    return _page(request, delivery, token, form, NameForm(None))


@login_not_required
@require_POST
@submits_once
@opened_by_link
def have(request, delivery: Delivery, token: str):
    form = NameForm(posted(request))
    if form.is_valid():
        try:
            services.acknowledge_by_link(delivery, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("../")
    return _page(request, delivery, token, CodeForm(None), form)


def _page(request, delivery: Delivery, token: str, code: CodeForm, name: NameForm):
    opens = delivery.way == Destination.Way.LINK
    page = {
        "delivery": delivery,
        "authority": delivery.referral.authority,
        "token": token,
        "code_form": code if opens else None,
        "name_form": name,
        "forms": [code, name],
        "may_say": delivery.acknowledged_at is None
        and (not opens or delivery.opened_at is not None),
    }
    return render(request, "referrals/delivery/received.html", page)


@login_not_required
@require_safe
@opened_by(test_of, no_link=_no_link)
def test(request, destination: Destination, token: str):
    """A form about nobody, with the word that is told back by telephone."""
    page = {
        "row": destination,
        "authority": destination.authority,
        "word": test_word(destination),
    }
    return render(request, "referrals/delivery/test.html", page)
