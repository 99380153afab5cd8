"""The pages for what went wrong.

Each shows a reference that the log holds too. The log never holds anything that the
client sent: no path, no agent, no message of an exception (it may quote a value).
"""

import logging
import sys
import traceback
from uuid import uuid4

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader

logger = logging.getLogger(__name__)
# What the database's driver raises when it is not there, starts, or has no room.
DATABASE_AWAY = (OperationalError, InterfaceError)
RETRY_AFTER = "30"  # seconds


def csrf_failure(request, reason: str = "") -> HttpResponse:
    """A form came without its token, or from another site."""
    request.forged = True
    return _page(request, "403_csrf.html", 403)


def bad_request(request, exception: Exception) -> HttpResponse:
    """The request could not be understood."""
    return _page(request, "400.html", 400)


def permission_denied(request, exception: Exception) -> HttpResponse:
    """Django or a library refused; ours are `Refusal`s, which say why."""
    return _page(request, "403.html", 403)


def page_not_found(request, exception: Exception) -> HttpResponse:
    """It is not there, or not for this person: the two answer alike."""
    return _page(request, "404.html", 404)


def server_error(request) -> HttpResponse:
    """Something of ours broke (500), or the database is away (503: send it again).

    The page is made without the request or the database.
    """
    reference = uuid4()
    kind, error, frames = sys.exc_info()
    where = "".join(traceback.format_tb(frames))
    name = kind.__qualname__ if kind else "unknown"
    logger.error("Reference %s: %s\n%s", reference, name, where)
    status = 503 if isinstance(error, DATABASE_AWAY) else 500
    page = loader.get_template(f"{status}.html").render({"reference": reference})
    headers = {"Retry-After": RETRY_AFTER} if status == 503 else {}
    return HttpResponse(page, status=status, headers=headers)


def _page(request, template: str, status: int) -> HttpResponse:
    reference = uuid4()
    match = request.resolver_match
    page = match.view_name if match else "no page"
    logger.info("Reference %s: answered %s at %s", reference, status, page)
    return render(request, template, {"reference": reference}, status=status)
