"""Saving for later, coming back by a code, and the word on what was sent.

Every answer is the same whether or not anything is kept for an address. The code is in
the mail and, hashed, in the session that asked; it works there once, for a while.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import clock
from dueregard.access.limits import Limit, count
from dueregard.access.private_links import private
from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted
from dueregard.vault import tenancy

from ...codes import Door
from ...forms.refer.returning import CodeForm, EmailForm, NewsForm
from ...forms.refer.steps import first_open
from ...models import Referral
from ...referrer_states import state_for_referrer
from ...services import returning as services
from ...services.writing import Writing
from .doors import (
    OPEN,
    RECEIPT_SHOWN_FOR,
    councils,
    go_on_with,
    network_of,
    open_one,
    while_writing,
)

ASKED, OPENED = "refer_asked", "refer_opened"  # in the session
CODE_WORKS_FOR = timedelta(minutes=15)
# Nobody's mailbox is filled by somebody else; codes are not guessed.
ASKED_FOR = Limit("refer-code-for", 5, timedelta(hours=1))
ASKED_FROM = Limit("refer-code-from", 30, timedelta(hours=1))
TRIED = Limit("refer-code-tried", 5, CODE_WORKS_FOR)


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
@while_writing
def save(request, writing: Writing):
    """Keep the form for later: this browser forgets it, a code brings it back."""
    if writing.door != Door.PUBLIC:
        return redirect("refer:start")
    form = EmailForm(posted(request))
    if form.is_valid():
        try:
            services.remember(writing, form.cleaned_data["email"])
        except NotNow:
            return redirect("refer:start")
        del request.session[OPEN]
        return redirect("refer:saved")
    return render(request, "referrals/refer/save.html", {"form": form})


@login_not_required
@require_safe
def saved(request):
    return private(render(request, "referrals/refer/saved.html"))


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
def come_back(request):
    """Ask for a code to go on with a form that was saved."""
    form = EmailForm(posted(request))
    if form.is_valid():
        email = form.cleaned_data["email"]
        writing = services.saved_by(email, list(councils()))
        leads_to: dict[str, Any] | None = None
        if writing:
            place = writing.authority.pk
            leads_to = {"authority": place, "owner": writing.owner}
        _ask(request, email, leads_to)
        return private(redirect("refer:code"))
    return private(render(request, "referrals/refer/come_back.html", {"form": form}))


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
def ask_after(request):
    """Ask for a code to read the one word on something that was sent."""
    form = NewsForm(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        known = services.sent_by(given["email"], given["reference"], list(councils()))
        leads_to: dict[str, Any] | None = None
        if known:
            leads_to = {"authority": known.authority_id, "sent": str(known.pk)}
        _ask(request, given["email"], leads_to)
        return private(redirect("refer:code"))
    return private(render(request, "referrals/refer/ask_after.html", {"form": form}))


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
def code(request):
    """The code that was mailed, if one was."""
    asked = request.session.get(ASKED)
    if not asked:
        return private(redirect("refer:start"))
    form = CodeForm(posted(request))
    if form.is_valid():
        if _is_right(asked, form.cleaned_data["code"]):
            return private(_lead(request, asked["leads_to"]))
        form.add_error(
            "code",
            _("This code is not right, or its time is over. Ask for a new one"),
        )
    return private(render(request, "referrals/refer/code.html", {"form": form}))


@login_not_required
@require_safe
def word(request):
    """Received, passed on, or closed with us; nothing else, and not for long."""
    opened = request.session.get(OPENED)
    if not opened or _is_over(opened["at"], RECEIPT_SHOWN_FOR):
        return private(redirect("refer:ask_after"))
    with tenancy.of(opened["authority"]):
        referral = Referral.objects.filter(pk=opened["sent"]).first()
    if referral is None:
        return private(redirect("refer:ask_after"))
    page = {"referral": referral, "state": state_for_referrer(referral)}
    return private(render(request, "referrals/refer/word.html", page))


def _ask(request, email: str, leads_to: dict[str, Any] | None) -> None:
    """Mail a code where it leads somewhere; note it in any case."""
    too_often = count(ASKED_FROM, network_of(request))
    too_often = count(ASKED_FOR, email.casefold()) or too_often
    sent = services.mail_code(email) if leads_to and not too_often else ""
    request.session[ASKED] = {
        "hash": _hashed(sent or secrets.token_hex()),
        "at": clock.now().isoformat(),
        "number": secrets.token_hex(8),
        "leads_to": leads_to,
    }


def _is_right(asked: dict[str, Any], given: str) -> bool:
    if count(TRIED, asked["number"]) or _is_over(asked["at"], CODE_WORKS_FOR):
        return False
    return secrets.compare_digest(asked["hash"], _hashed(given))


def _lead(request, leads_to: dict[str, Any]):
    """To the form, or to the word: in a session with a new key, the code used up."""
    del request.session[ASKED]
    request.session.cycle_key()
    if "sent" in leads_to:
        request.session[OPENED] = {**leads_to, "at": clock.now().isoformat()}
        return redirect("refer:word")
    authority = councils().get(pk=leads_to["authority"])
    go_on_with(request, Writing(authority, leads_to["owner"], Door.PUBLIC))
    writing = open_one(request)
    if writing is None:
        return redirect("refer:start")
    following = first_open(writing.door, writing.answers)
    if following:
        return redirect("refer:step", following.code)
    return redirect("refer:check")


def _hashed(given: str) -> str:
    return hashlib.sha256(f"due-regard refer {given}".encode()).hexdigest()


def _is_over(at: str, after: timedelta) -> bool:
    return clock.now() - datetime.fromisoformat(at) > after
