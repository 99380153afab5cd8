"""Whose form a browser is filling in: a random number in its session, and no words."""

import ipaddress
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.shortcuts import get_object_or_404, redirect

from dueregard import clock
from dueregard.access.limits import address_of
from dueregard.access.private_links import private
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.accounts.successors import line_of
from dueregard.drafts.services import session_owner

from ...codes import Door
from ...rules import WRITERS, may_refer
from ...services import writing as services
from ...services.writing import Writing

OPEN, SENT = "refer", "refer_sent"  # in the session
RECEIPT_SHOWN_FOR = timedelta(minutes=30)


def councils() -> Any:
    """Those that take referrals here, by name."""
    rows = Authority.objects.not_succeeded().filter(rooms__room=Room.REFERRALS)
    return rows.select_related("public_form").order_by("name")


def begun(request, authority: Authority, door: Door, **answers: Any) -> Writing:
    """A new form of this browser or person, with what is known of its answers."""
    public = door == Door.PUBLIC
    owner = session_owner(secrets.token_urlsafe()) if public else request.user
    writing = Writing(authority, owner, door, answers)
    services.begin(writing)
    go_on_with(request, writing)
    return writing


def go_on_with(request, writing: Writing) -> None:
    """Have this browser fill in `writing` from now on."""
    request.session[OPEN] = {
        "authority": writing.authority.pk,
        "owner": writing.owner if isinstance(writing.owner, str) else "",
        "door": writing.door,
    }


def open_one(request) -> Writing | None:
    """What this browser is filling in, or None: nothing, or its time is over."""
    kept = request.session.get(OPEN)
    if not kept:
        return None
    owner = kept["owner"] or request.user
    authority = councils().filter(pk__in=line_of(kept["authority"])).first()
    if authority is None or not (kept["owner"] or request.user.is_authenticated):
        return None
    return services.read(authority, owner, Door(kept["door"]))


def place_or_404(request, slug: str) -> Authority:
    """Where this person refers with their account. Raises Http404."""
    ids = request.user.authorities_as(WRITERS, room=Room.REFERRALS)
    authority = get_object_or_404(Authority.objects.filter(pk__in=ids), slug=slug)
    may_refer(request.user, authority)
    return authority


def while_writing(view: Callable) -> Callable:
    """Make a view `(request, writing, …)` of the form that is open in this browser.

    Without one it leads to where one begins. Nothing of it is kept or found anywhere.
    """

    @wraps(view)
    def page(request, *args, **kwargs):
        writing = open_one(request)
        if writing is None:
            return private(redirect("refer:start"))
        return private(view(request, writing, *args, **kwargs))

    return page


def note_sent(request, reference: str, *, with_another: bool) -> None:
    """Keep the receipt for a while, and nothing of what was sent.

    It is saved with the referral, not after it: whoever sends again because the answer
    never came finds it.
    """
    request.session[SENT] = {
        "reference": reference,
        "at": clock.now().isoformat(),
        "another": with_another,
    }
    if not with_another:
        del request.session[OPEN]
    request.session.save()
    request.session.modified = False  # saved once, here


def receipt(request) -> dict[str, Any] | None:
    """What was sent last from this browser, for 30 minutes."""
    kept = request.session.get(SENT)
    if not kept or clock.now() - datetime.fromisoformat(kept["at"]) > RECEIPT_SHOWN_FOR:
        return None
    return kept


def network_of(request) -> str:
    """Where a request came from, as the part of the net that one writer shares."""
    try:
        address = ipaddress.ip_address(address_of(request))
    except ValueError:
        return "unknown"
    width = 24 if address.version == 4 else 56
    return str(ipaddress.ip_network(f"{address}/{width}", strict=False))
