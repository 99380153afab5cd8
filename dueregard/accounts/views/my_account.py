from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.submissions import submits_once

from .. import browsers, services, sessions, step_up
from ..adapters import AccountAdapter
from ..choices import choices
from ..factors import has_second_factor, may_use_mailed_code
from ..middleware import HELD_COOKIE
from ..models import HeldPost
from ..step_up import step_up_required
from ..tokens import token_hash


@require_safe
def my_account(request):
    person = request.user
    memberships = person.memberships.select_related("authority", "organisation")
    context = {
        "memberships": memberships.order_by("-ends_on", "pk"),
        "sessions": _sessions_of(person),
        "factors": Authenticator.objects.filter(user=person).order_by("pk"),
        "may_use_mailed_code": may_use_mailed_code(person),
        "has_password": person.has_usable_password(),
        "choices": choices(),
    }
    return render(request, "accounts/my_account.html", context)


def _sessions_of(person) -> list[UserSession]:
    """Where `person` is signed in, each with its browser in words; the newest first."""
    found = list(UserSession.objects.purge_and_list(person))
    for session in found:
        session.browser = browsers.in_words(session.user_agent)
    return sorted(found, key=lambda session: session.created_at, reverse=True)


@require_safe
def set_up_factor(request):
    context = {
        "may_use_mailed_code": may_use_mailed_code(request.user),
        "has_factor": has_second_factor(request.user, request.session),
    }
    return render(request, "accounts/set_up_factor.html", context)


@require_POST
@step_up_required
@submits_once
def use_mailed_code(request):
    services.use_mailed_code(request.user, on=request.POST.get("use") == "yes")
    messages.success(request, "Your choice is saved.")
    return redirect("accounts:my_account")


@require_POST
@submits_once
def sign_out_everywhere(request):
    """End the sessions elsewhere; this one goes on."""
    services.end_sessions(request.user, by=request.user)
    sessions.keep_this_one(request, request.user)
    messages.success(request, "You are signed out everywhere else.")
    return redirect("accounts:my_account")


@require_POST
@submits_once
def end_session(request, pk):
    session = get_object_or_404(UserSession.objects.filter(user=request.user), pk=pk)
    is_this = session.session_key == request.session.session_key
    services.end_session(session, by=request.user)
    if is_this:
        logout(request)
        return redirect(settings.LOGIN_URL)
    messages.success(request, "That session is ended.")
    return redirect("accounts:my_account")


@require_http_methods(["GET", "POST"])
def step_up_page(request):
    """Ask who it is. A person made up for the rehearsal only confirms (settled 2)."""
    if settings.REHEARSAL and request.user.is_rehearsal:
        if request.method == "POST":
            step_up.prove(request, "rehearsal")
            return step_up.resume(request) or redirect("accounts:my_account")
        following = request.GET.get("next", "")
        return render(request, "accounts/step_up.html", {"next": following})
    methods = AccountAdapter(request).get_reauthentication_methods(request.user)
    following = request.GET.urlencode()
    if methods:
        return redirect(f"{methods[0]['url']}?{following}")
    url = reverse("openid_connect_login") if settings.OIDC_ISSUER else ""
    return render(request, "accounts/step_up_elsewhere.html", {"url": url})


@require_safe
def kept_answers(request):
    """What was typed before the session ended, to be sent on by a button."""
    token = request.get_signed_cookie(HELD_COOKIE, default="", salt=HELD_COOKIE)
    held = get_object_or_404(
        HeldPost.objects.visible_to(request.user), token_sha256=token_hash(token)
    )
    context = {"held": held, "answers": services.read_post(held)}
    return render(request, "accounts/kept_answers.html", context)
