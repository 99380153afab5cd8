from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from .. import services, sessions, tokens
from ..adapters import INVITATION_IN_SESSION
from ..forms import PasswordForm
from ..services.people import BACKEND


@login_not_required
@require_http_methods(["GET", "POST"])
def accept(request, token):
    """Opening the link changes nothing: scanners of mail open links too."""
    invitation = services.find_open(token)
    if invitation is None:
        return render(request, "accounts/link_spent.html", status=404)
    person = invitation.person
    posted = request.POST if request.method == "POST" else None
    form = PasswordForm(posted, person=person)
    if form.is_valid():
        logout(request)
        person = services.accept(token, password=form.cleaned_data["password"])
        login(request, person, backend=BACKEND)
        record_authentication(request, person, "password", reauthenticated=True)
        sessions.begin(request.session)
        sessions.keep_this_one(request, person)
        services.note_sign_in(person, method="invitation")
        return redirect("accounts:set_up_factor")
    context = {"form": form, "person": person, "token": token, "oidc": _provider()}
    return render(request, "accounts/accept.html", context)


@login_not_required
@require_POST
def accept_single_sign_on(request, token):
    """Go to the organisation's sign-on, which uses the invitation up on return."""
    if not settings.OIDC_ISSUER or services.find_open(token) is None:
        return render(request, "accounts/link_spent.html", status=404)
    request.session[INVITATION_IN_SESSION] = token
    return redirect("accounts:single_sign_on")


@login_not_required
@require_safe
def single_sign_on(request):
    """One page between us and the organisation: its button posts to the sign-on."""
    if not settings.OIDC_ISSUER:
        raise Http404
    return render(request, "accounts/single_sign_on.html", {"oidc": _provider()})


@login_not_required
@require_safe
def wake_sent(request):
    return render(request, "accounts/wake_sent.html")


@login_not_required
@require_http_methods(["GET", "POST"])
def wake(request, token):
    person = tokens.sleeper(token)
    if person is None:
        return render(request, "accounts/link_spent.html", status=404)
    if request.method == "POST":
        services.wake(person)
        messages.success(request, "Your account is awake. Sign in to go on.")
        return redirect(settings.LOGIN_URL)
    return render(request, "accounts/wake.html")


def _provider():
    """The organisation's sign-on as a link and its name, or None without one."""
    if not settings.OIDC_ISSUER:
        return None
    return {"name": settings.OIDC_NAME, "url": reverse("openid_connect_login")}
