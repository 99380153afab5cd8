"""Where the form begins: 999 first, what happens, and which council; and leaving it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.private_links import private
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from ...codes import Door, Residence
from ...forms.refer.beginning import AreaForm
from .doors import OPEN, begun, councils

HARMLESS = "https://www.bbc.co.uk/weather"


@login_not_required
@require_safe
def start(request):
    """What it is, who reads it, and what happens then."""
    page = {"councils": councils(), "is_begun": OPEN in request.session}
    return private(render(request, "referrals/refer/start.html", page))


@login_not_required
@require_http_methods(["GET", "POST"])
@submits_once
def area(request):
    """Which council; a new form begins with the answer."""
    form = AreaForm(posted(request), councils=list(councils()))
    if form.is_valid():
        leads_to = getattr(form.council(), "public_form", None)
        if leads_to and leads_to.police_form_url:
            return private(redirect("refer:elsewhere", form.council().slug))
        known = {"area": {"residence": Residence.HERE}} if form.is_sure() else {}
        begun(request, form.council(), Door.PUBLIC, **known)
        return private(redirect("refer:step", "danger"))
    page = {"form": form, "is_begun": OPEN in request.session}
    return private(render(request, "referrals/refer/area.html", page))


@login_not_required
@require_safe
def leave(request):
    """Away at once, to a page that is nobody's business. Nothing here is changed: only
    this browser forgets what it was filling in; a code by e-mail brings it back."""
    response = HttpResponseRedirect(HARMLESS)
    if not request.user.is_authenticated:
        response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
        response.headers["Clear-Site-Data"] = '"cache"'
    return private(response)
