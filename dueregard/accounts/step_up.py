"""Asking again who it is before a grave act: giving a role, joining two records.

The proof may be five minutes old (security C-ID10). What was typed is kept and sent on
once the person has proved who they are. It lies in their session sealed: it may be
about somebody, and sessions are rows in the clear.
"""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.httpkit import deserialize_request, serialize_request
from allauth.core.internal.urlkit import script_aware_resolve
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_variables

from dueregard import keys

# Ways of signing in that count as proof while they are fresh. A password alone is not.
FRESH = frozenset({"mfa", "code", "socialaccount"})
SEALED_FOR = "step_up"


def step_up_required(view: Callable) -> Callable:
    """A view that only somebody who proved who they are within five minutes reaches."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.user.is_authenticated and not is_recent(request):
            return ask_proof(request)
        return view(request, *args, **kwargs)

    return wrapped


def is_recent(request) -> bool:
    """Whether this person proved who they are, in this session, within five minutes."""
    proofs = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record.get("reauthenticated") or record["method"] in FRESH
    ]
    limit = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return bool(proofs) and time.time() - max(proofs) < limit


def prove(request, method: str) -> None:
    """Note that the person has just proved who they are."""
    record_authentication(request, request.user, method, reauthenticated=True)


def resume(request) -> HttpResponse | None:
    """Go on with what was asked before the proof; None when nothing was."""
    return reauthentication.resume_request(request)


@sensitive_variables()
def send_on(request, sealed: str) -> HttpResponse:
    """Answer what was sent before the proof, if that is where the person goes on to.

    Whichever page asks for the proof calls this, by the name kept in the session.
    """
    url = get_next_redirect_url(request, REDIRECT_FIELD_NAME)
    kept = deserialize_request(keys.unseal(SEALED_FOR, sealed), request)
    if kept.get_full_path() != url:
        return redirect(url or "accounts:my_account")
    found = script_aware_resolve(kept.path)
    kept.resolver_match = found
    return found.func(kept, *found.args, **found.kwargs)


def ask_proof(request) -> HttpResponse:
    """Lead to the page that asks for the proof; what was sent is sent on after it."""
    if request.method == "POST":
        request.session[reauthentication.STATE_SESSION_KEY] = {
            "callback": f"{__name__}.{send_on.__name__}",
            "state": keys.seal(SEALED_FOR, serialize_request(request)),
        }
    following = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return redirect(f"{reverse('accounts:step_up')}?{following}")
