"""The private address that every mail about a place holds. No account is needed, and
opening it changes nothing: scanners of mail open links too."""

from collections.abc import Callable
from functools import wraps

from django.shortcuts import render

from .. import limits
from ..models import Place

UNKNOWN, TOO_OFTEN, NOT_NOW = 404, 429, 409
OWN = "../"
"""From a form to the page of one's place. Written so, no token stands in the record of
forms that were sent, which keeps where each led."""


def private(response):
    """Kept nowhere, found by no search engine, and told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def opened_by_link(view: Callable) -> Callable:
    """Find the place that the address opens, or say in words why it does not work."""

    @wraps(view)
    def opened(request, token, *args, **kwargs):
        address = limits.address_of(request)
        if limits.is_over(limits.GUESSES, address):
            return _no_link(request, TOO_OFTEN)
        rows = Place.objects.opened_by(token)
        rows = rows.select_related("session__course", "session__authority", "learner")
        place = rows.first()
        if place is None:
            limits.count(limits.GUESSES, address)
            return _no_link(request, UNKNOWN)
        if request.method == "POST" and limits.count(limits.SENT_BY_LINK, token):
            return _no_link(request, TOO_OFTEN)
        return private(view(request, place, token, *args, **kwargs))

    return opened


def _no_link(request, status: int):
    context = {"is_too_often": status == TOO_OFTEN}
    return private(
        render(request, "training/places/no_link.html", context, status=status)
    )
