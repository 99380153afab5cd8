"""What was refused is recorded too, in a transaction of its own.

The refused request rolled back whatever it had begun; this entry stays. It names the
page by its name in the code and never anything that the client sent.
"""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from . import services as audit
from .events import Event, RefusalEvent

# What a sender might hope to set, and no form of ours asks for (security M7, I15).
# Forms take only what they ask for, so these change nothing wherever they are sent.
NOT_THE_SENDERS = frozenset(
    {
        *("tenant", "tenant_id", "authority_id"),
        *("author", "author_id", "created_at", "created_by"),
        *("is_staff", "is_superuser"),
        *("data_key", "data_key_id"),
    }
)


class RefusalsMiddleware:
    """Records refusals, forged forms, things asked for that are not there, and answers
    that set what is not the sender's to set."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code < 500:
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
    noted = _refused(request, status, page) + _unasked(request, page)
    if not noted:
        return
    with audit.atomic():
        for event, facts in noted:
            audit.record(event, None, by=request.user, **facts)


def _refused(request, status: int, page: str) -> list[tuple[Event, dict[str, Any]]]:
    if status not in {403, 404, 409}:
        return []
    match = request.resolver_match
    if getattr(request, "forged", False):
        return [(RefusalEvent.FORGED, {"page": page})]
    if getattr(request, "refusal", None):
        return [(RefusalEvent.REFUSED, {"page": page, "status": status})]
    if status == 404 and match and match.kwargs and request.user.is_authenticated:
        return [(RefusalEvent.MISSING, {"page": page})]
    return []


def _unasked(request, page: str) -> list[tuple[Event, dict[str, Any]]]:
    # A file that nobody read would come by the temporary folder if it were read here.
    is_plain = request.content_type == "application/x-www-form-urlencoded"
    if request.method != "POST" or not (is_plain or hasattr(request, "_post")):
        return []
    try:
        names = NOT_THE_SENDERS.intersection(request.POST)
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return []  # too long, or cut off: it was refused whole
    return [(RefusalEvent.UNASKED, {"page": page, "names": names})] if names else []
