"""What was refused is recorded too, in a transaction of its own.

The refused request rolled back whatever it had begun; this entry stays. It names the
page by its name in the code and never anything that the client sent.
"""

from typing import Any

from . import services as audit
from .events import RefusalEvent


class RefusalsMiddleware:
    """Records refusals, forged forms, and things asked for that are not there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code in {403, 404, 409}:
            _record(request, response.status_code)
        return response


def sign_in_failed(sender: Any, credentials: dict, **kwargs: Any) -> None:
    """Note that a sign-in failed, with a keyed hash of the account that was tried."""
    account = str(credentials.get("email") or credentials.get("username") or "")
    facts = {"account_hash": audit.text_hash(account.lower())} if account else {}
    with audit.atomic():
        audit.record(RefusalEvent.SIGN_IN_FAILED, None, by=None, **facts)


def _record(request, status: int) -> None:
    match = request.resolver_match
    page = match.view_name if match else ""
    if getattr(request, "forged", False):
        event, facts = RefusalEvent.FORGED, {"page": page}
    elif getattr(request, "refusal", None):
        event, facts = RefusalEvent.REFUSED, {"page": page, "status": status}
    elif status == 404 and match and match.kwargs and request.user.is_authenticated:
        event, facts = RefusalEvent.MISSING, {"page": page}
    else:
        return
    with audit.atomic():
        audit.record(event, None, by=request.user, **facts)
