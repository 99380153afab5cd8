"""Registering for a session without an account.

What is answered does not say whether somebody had registered before.
"""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.limits import Limit, address_of, count
from dueregard.access.private_links import TOO_OFTEN, private
from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from ..forms.place import RegisterForm
from ..models import Session
from ..open_sessions import open_ones, taken_of
from ..services import places as services
from ..wording import is_full
from .by_link import NOT_NOW
from .public_sessions import about

# A whole council may stand behind one address, so a team can register together.
REGISTERED_FROM = Limit("registered-from", 60, timedelta(hours=1))
# Nobody's mailbox is filled by somebody else who types their address.
REGISTERED_AS = Limit("registered-as", 10, timedelta(days=1))
TOO_MANY = _(
    "There were too many registrations from where you are, or for this address. What "
    "you entered is still here: wait an hour and send it again, or ask us to put you in"
)


@login_not_required
@require_http_methods(["GET", "POST"])
@submits_once
def register(request, pk):
    """Anyone may register; when it is full they wait."""
    session = get_object_or_404(open_ones(), pk=pk)
    form = RegisterForm(posted(request), authority=session.authority)
    status = 200
    if form.is_valid():
        status = _registered(request, session, form)
        if status == 302:
            return private(redirect("training:registered", session.pk))
    context = {
        **about(session),
        "form": form,
        "is_full": is_full(session.capacity, taken_of(session)),
        "cancel_url": reverse("training:open_session", args=[session.pk]),
    }
    page = render(request, "training/public/register.html", context, status=status)
    return private(page)


def _registered(request, session: Session, form: RegisterForm) -> int:
    """Register, or leave on the form why that cannot be now; the status to answer."""
    answers = form.answers()
    too_many_from = count(REGISTERED_FROM, address_of(request))
    if too_many_from or count(REGISTERED_AS, answers["email"].lower()):
        form.add_error(None, TOO_MANY)
        return TOO_OFTEN
    try:
        services.register(session, **answers)
    except NotNow as refusal:
        form.add_error(None, refusal.sentence)
        return NOT_NOW
    return 302


@login_not_required
@require_safe
def registered(request, pk):
    """The same for everyone who registered, whether or not they had before."""
    session = get_object_or_404(open_ones(), pk=pk)
    return private(render(request, "training/public/registered.html", about(session)))
