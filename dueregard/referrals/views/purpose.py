"""Saying why: once a case and session, and once for a queue; always by POST (AC 4).

Whoever opens more than sixty cases in an hour proves again who they are (C-RATE).
"""

from datetime import timedelta

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from dueregard.access.limits import Limit, count
from dueregard.access.purposes import Purpose
from dueregard.accounts import step_up
from dueregard.accounts.models import Authority
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from ..forms.queue import PurposeForm
from ..reading import places_of_work
from .doors import authority_of, found_at, say_purpose

CASES_OPENED = Limit("cases-opened", 60, timedelta(hours=1))
STANDING = "queue_purposes"  # in the session: {id of an authority: code of a purpose}


@require_http_methods(["GET", "POST"])
@submits_once
def purpose(request, slug: str, pk):
    """Nothing of the referral is shown before the reason is given."""
    authority = authority_of(request, slug)
    referral, _ = found_at(authority, request.user, pk)
    form = PurposeForm(
        posted(request), initial={"purpose": standing_purpose(request, authority)}
    )
    if form.is_valid():
        too_many = count(CASES_OPENED, str(request.user.pk))
        if too_many and not step_up.is_recent(request):
            return step_up.ask_proof(request)
        say_purpose(request, referral, form.cleaned_data["purpose"])
        return redirect(_next(request, referral.get_absolute_url()))
    return _page(request, form, authority, reverse("referrals:queue", args=[slug]))


@require_http_methods(["GET", "POST"])
@submits_once
def queue_purpose(request, slug: str):
    """The queue's purpose holds for the session; each entry of the list names it."""
    authority = queue_authority(request, slug)
    form = PurposeForm(posted(request))
    queue = reverse("referrals:queue", args=[slug])
    if form.is_valid():
        said = request.session.get(STANDING, {})
        code = form.cleaned_data["purpose"].value
        request.session[STANDING] = {**said, str(authority.pk): code}
        return redirect(_next(request, queue))
    return _page(request, form, authority, reverse("reminders:my_work"))


def standing_purpose(request, authority) -> Purpose | None:
    """Why they look at this authority's queue, as they said in this session."""
    code = request.session.get(STANDING, {}).get(str(authority.pk))
    return Purpose(code) if code in Purpose.values else None


def queue_authority(request, slug: str) -> Authority:
    """The authority of the address, where this person works on referrals."""
    rows = Authority.objects.filter(pk__in=places_of_work(request.user))
    return get_object_or_404(rows, slug=slug)


def _page(request, form: PurposeForm, authority, cancel_url: str):
    page = {"form": form, "authority": authority, "cancel_url": cancel_url}
    return render(request, "referrals/purpose.html", page)


def _next(request, usual: str) -> str:
    """The address that was asked for, when it is one of this room's."""
    wanted = request.GET.get("next", "")
    ours = wanted.startswith(reverse("referrals:home")) and "//" not in wanted
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and safe else usual
