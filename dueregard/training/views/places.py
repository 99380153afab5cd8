"""One's own place, by its private address: where one stands, and giving it back."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import clock
from dueregard.access.private_links import private
from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from ..forms.place import GiveBackForm
from ..models import Place
from ..own_place import (
    has_certificate,
    may_check_in,
    may_give_back,
    online_link_of,
    state_of,
)
from ..services import feedback as feedback_services
from ..services import places as services
from .by_link import NOT_NOW, OWN, opened_by_link
from .public_sessions import about


@login_not_required
@require_safe
@opened_by_link
def place(request, place: Place, token: str):
    """Somebody's own place: where they stand, and what they can do about it."""
    session = place.session
    is_over = session.ends_at <= clock.now()
    context = {
        **about(session),
        "place": place,
        "token": token,
        "state": state_of(place),
        "is_over": is_over,
        "may_give_back": may_give_back(place),
        "asks_feedback": feedback_services.is_asked(place),
        "may_check_in": may_check_in(place),
        "has_certificate": has_certificate(place),
        "online_link": online_link_of(place),
        "just_said": "thanks" in request.GET,
    }
    return render(request, "training/places/place.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
@submits_once
@opened_by_link
def give_back(request, place: Place, token: str):
    """Asks first, then gives the place to whoever waits."""
    form = GiveBackForm(posted(request))
    if form.is_valid():
        try:
            services.give_back(place)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("training:given_back")
    elif not may_give_back(place):
        return redirect(OWN)
    context = {**about(place.session), "place": place, "form": form, "cancel_url": OWN}
    status = NOT_NOW if form.errors else 200
    return render(request, "training/places/give_back.html", context, status=status)


@login_not_required
@require_safe
def given_back(request):
    return private(render(request, "training/places/given_back.html"))
