"""Between signing in and every page: limits of the session, and the second factor."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from dueregard import clock
from dueregard.drafts.autosave import is_autosave

from . import services, sessions
from .factors import has_second_factor
from .models import Authority

PLACE = re.compile(r"/[a-z-]+/in/([-a-zA-Z0-9_]+)/")
HELD_COOKIE = "held" if settings.REHEARSAL else "__Host-held"
# Pages on which a second factor is set up, or that end the session.
BEFORE_SECOND_FACTOR = frozenset(
    {
        "accounts:set_up_factor",
        "accounts:use_mailed_code",
        "accounts:step_up",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    }
)
NEVER_HELD = frozenset({"account_logout", "accounts:use_mailed_code", "accounts:stay"})


class SessionLimitsMiddleware:
    """Signs a person out when their session has run out (practice AC 3).

    What a form held is kept for them, sealed, until they have signed in again. This
    runs once the token against forgery was checked, so nobody else can leave answers.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "is_same_for_everyone", False):
            return None
        if not request.user.is_authenticated:
            return None
        idle_minutes = sessions.idle_minutes_of(request)
        if not sessions.has_run_out(request.session, idle_minutes):
            by_itself = getattr(view, "is_background", False) or is_autosave(request)
            if not by_itself:
                sessions.touch(request.session)
            request.stay = sessions.stay_of(request)
            return None
        person = request.user
        logout(request)
        if request.method != "POST":
            return None
        return _sign_in_again(request, person)


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends strangers to sign in, and does not ask who reads a page made for anyone."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if getattr(view_func, "is_same_for_everyone", False):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class SecondFactorMiddleware:
    """Leads whoever has no second factor yet to the page where they set one up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return None
        if request.resolver_match.view_name in BEFORE_SECOND_FACTOR:
            return None
        if has_second_factor(request.user, request.session):
            return None
        return redirect("accounts:set_up_factor")


def _sign_in_again(request, person) -> HttpResponse:
    messages.info(
        request,
        "You were signed out because your session ended. Sign in again to go on.",
    )
    token = None
    if request.resolver_match.view_name not in NEVER_HELD:
        token = services.hold_post(
            person,
            path=request.get_full_path(),
            answers=request.POST,
            has_files=bool(request.FILES),
        )
    if token is None:
        return redirect(settings.LOGIN_URL)
    following = urlencode({"next": reverse("accounts:kept_answers")})
    response = redirect(f"{reverse(settings.LOGIN_URL)}?{following}")
    response.set_signed_cookie(
        HELD_COOKIE,
        token,
        salt=HELD_COOKIE,
        max_age=int(services.KEPT_FOR.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


class SuccessorMiddleware:
    """An address of an authority that gave way leads to the same page of its successor:
    links in mails, tasks and bookmarks are older than the day."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        place = PLACE.match(request.path)  # from its start: “//a” is another site
        return (place and _at_the_successor(request, place[1])) or response


def _at_the_successor(request: Any, slug: str) -> HttpResponse | None:
    gone = Authority.objects.filter(slug=slug, succeeded_on__lte=clock.today())
    successor = gone.values_list("successor__slug", flat=True).first()
    if successor is None:
        return None
    there = request.get_full_path().replace(f"/in/{slug}/", f"/in/{successor}/", 1)
    return redirect(there)
