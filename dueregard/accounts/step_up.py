"""Asking again who it is before a grave act: giving a role, changing a factor.

The proof may be five minutes old (security C-ID10). What was typed is kept and sent on
once the person has proved who they are.
"""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

# Ways of signing in that count as proof while they are fresh. A password alone is not.
FRESH = frozenset({"mfa", "code", "socialaccount"})


def step_up_required(view: Callable) -> Callable:
    """A view that only somebody who proved who they are within five minutes reaches."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.user.is_authenticated and not is_recent(request):
            return reauthentication.suspend_request(
                request, reverse("accounts:step_up")
            )
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
