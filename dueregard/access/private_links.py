"""Pages that a private address opens: no account is needed, whoever holds it reads it.

Opening one changes nothing: scanners of mail open links too (practice YR 3). An address
that we never gave out, one that is spent and one that is tried too often each say so in
words; guesses are counted by where they come from.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import TypeVar

from django.http import HttpResponse

from .limits import Limit, address_of, count, is_over

Found = TypeVar("Found")

UNKNOWN, SPENT, TOO_OFTEN = 404, 410, 429
# Addresses that we never gave out, by where they came from.
GUESSES = Limit("link-guesses", 20, timedelta(hours=1))
# Forms sent by one private address.
SENT = Limit("link-sent", 60, timedelta(hours=1))


def opened_by(
    find: Callable[[str], Found | None],
    *,
    no_link: Callable[..., HttpResponse],
    is_live: Callable[[Found], bool] = lambda found: True,
) -> Callable:
    """Make a view `(request, found, token, …)` into one that `token` opens.

    `find` answers what a token opens, whatever became of it, or None for one that we
    never gave out; `no_link(request, status, found)` is the page for UNKNOWN, SPENT and
    TOO_OFTEN, where `found` is None unless the link is known.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def opened(request, token: str, *args, **kwargs):
            where = address_of(request)
            if is_over(GUESSES, where):
                return private(no_link(request, TOO_OFTEN, None))
            found = find(token)
            if found is None:
                count(GUESSES, where)
                return private(no_link(request, UNKNOWN, None))
            if not is_live(found):
                return private(no_link(request, SPENT, found))
            if request.method == "POST" and count(SENT, token):
                return private(no_link(request, TOO_OFTEN, found))
            return private(view(request, found, token, *args, **kwargs))

        return opened

    return decorate


def private(response: HttpResponse) -> HttpResponse:
    """Kept nowhere, found by no search engine, and told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
