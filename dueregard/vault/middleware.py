"""Records that cannot be shown now: 503 with a reference, and the ways to get help.

Nothing of what was asked for is shown, and nothing of it is logged: the log holds the
reference, the kind of error and the page's name.
"""

import logging
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import render

from dueregard.audit.services import NotRecorded

from .errors import KeysUnavailable, VaultUnavailable

logger = logging.getLogger(__name__)
RETRY_AFTER = "120"  # seconds


class LockedMiddleware:
    """Turns what keeps a record from being read, or a look from being recorded, to 503.

    Plan and training pages read nothing sealed and go on working.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, (VaultUnavailable, NotRecorded)):
            return None
        return locked_page(request, exception)


def locked_page(request: Any, error: Exception) -> HttpResponse:
    """The page that says that records are locked, whom to ring, and a reference."""
    reference = uuid4()
    match = request.resolver_match
    logger.error(
        "Reference %s: %s at %s",
        reference,
        type(error).__name__,
        match.view_name if match else "no page",
    )
    context = {
        "reference": reference,
        "locked": isinstance(error, KeysUnavailable),
        "unrecorded": isinstance(error, NotRecorded),
        "contacts": _contacts(request),
    }
    page = render(request, "vault/locked.html", context, status=503)
    page.headers["Retry-After"] = RETRY_AFTER
    return page


def _contacts(request: Any) -> list[Any]:
    """How the Prevent teams of those whom this person serves are reached."""
    authorities = apps.get_model("accounts.Authority")._base_manager
    user = getattr(request, "user", None)
    try:
        if user is not None and user.is_authenticated:
            mine = authorities.filter(pk__in=user.authorities())
            return [each for each in mine if each.public_contact]
        known = [each for each in authorities.all()[:2] if each.public_contact]
        return known if len(known) == 1 else []
    except DatabaseError:
        return []
