"""By the private address: saying on the day that one is there, and the certificate."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from .. import services
from ..certificates.pdf import as_pdf
from ..forms.place import CheckInForm
from ..models import Place, Session
from ..own_place import may_check_in
from .by_link import NOT_NOW, OWN, opened_by_link
from .public_sessions import about


@login_not_required
@require_http_methods(["GET", "POST"])
@submits_once
@opened_by_link
def check_in(request, place: Place, token: str):
    """With the code that is shown in the room."""
    form = CheckInForm(posted(request))
    if request.method != "POST" and not may_check_in(place):
        return redirect(OWN)
    status = 200
    if form.is_valid():
        try:
            services.check_in(place, code=form.cleaned_data["code"])
        except NotNow as refusal:
            form.add_error("code", refusal.sentence)
            status = NOT_NOW
        else:
            return redirect(OWN)
    context = {**about(place.session), "form": form, "cancel_url": OWN}
    return render(request, "training/places/check_in.html", context, status=status)


@login_not_required
@require_safe
@opened_by_link
def own_certificate(request, place: Place, token: str):
    """The certificate of whoever was there, once it is noted who was."""
    rows = Place.objects.with_certificate().filter(pk=place.pk)
    found = list(rows.select_related("learner", "organisation"))
    if not found:
        raise Http404
    sessions = Session.objects.select_related("course", "authority", "facilitator")
    return as_pdf(sessions.get(pk=place.session_id), found)
