"""One's own training without an account: asking for a link, and what the link opens.

Opening a link changes nothing: scanners of mail open links too (practice YR 3). What
is answered to somebody who asks does not tell whether they are in the register.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import NotNow, Refusal
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.accounts.rooms import room_is_on
from dueregard.documents.services.keeping import must_be_clean
from dueregard.documents.uploads import takes_evidence
from dueregard.documents.views.files import served
from dueregard.submissions import submits_once
from dueregard.ui.asking import files, posted

from .. import limits, own, services
from ..forms.own import SeeForm, SendForm
from ..models import LearnerLink
from ..services.linking import find_learner_link
from .own import SAVE_IT_FIRST, newest_file, sent_of

UNKNOWN, SPENT, TOO_OFTEN = 404, 410, 429
ASKED_FROM = limits.Limit("own-asked-from", 40, timedelta(hours=1))
ASKED_AS = limits.Limit("own-asked-as", 5, timedelta(hours=1))


def authority_with_training(slug: str) -> Authority:
    rows = Authority.objects.filter(room_is_on(Room.TRAINING, authority="pk"))
    return get_object_or_404(rows, slug=slug)


@login_not_required
@require_http_methods(["GET", "POST"])
@submits_once
def see(request, slug: str):
    """Ask for a link to one's own training."""
    authority = authority_with_training(slug)
    form = SeeForm(posted(request))
    if form.is_valid():
        email = form.cleaned_data["email"].lower()
        if _asks_too_often(request, email):
            return no_link(request, TOO_OFTEN, authority=authority)
        services.ask_link(authority, email=email, number=form.cleaned_data["number"])
        return redirect("training:see_sent", slug)
    page = {"authority": authority, "form": form}
    return private(render(request, "training/own/see.html", page))


def _asks_too_often(request, email: str) -> bool:
    """Counts for an unknown address as for a known one, so that it tells nothing."""
    too_many = limits.count(ASKED_FROM, limits.address_of(request))
    return limits.count(ASKED_AS, email) or too_many


@login_not_required
@require_safe
def see_sent(request, slug: str):
    page = {"authority": authority_with_training(slug)}
    return private(render(request, "training/own/see_sent.html", page))


def opened_by_link(view: Callable) -> Callable:
    """Find the link of the address, or say in words why it does not work."""

    @wraps(view)
    def opened(request, token: str, *args, **kwargs):
        where = limits.address_of(request)
        if limits.is_over(limits.GUESSES, where):
            return no_link(request, TOO_OFTEN)
        link = find_learner_link(token)
        if link is None:
            limits.count(limits.GUESSES, where)
            return no_link(request, UNKNOWN)
        if not link.is_live:
            return no_link(request, SPENT, authority=link.learner.authority)
        if request.method == "POST" and limits.count(limits.SENT_BY_LINK, token):
            return no_link(request, TOO_OFTEN, authority=link.learner.authority)
        return private(view(request, link, token, *args, **kwargs))

    return opened


def no_link(request, status: int, *, authority: Authority | None = None):
    page = {"is_too_often": status == TOO_OFTEN, "authority": authority}
    answer = render(request, "training/own/no_link.html", page, status=status)
    return private(answer)


def private(response):
    """Kept nowhere, found by no search engine, and told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@login_not_required
@require_safe
@opened_by_link
def by_link(request, link: LearnerLink, token: str):
    [record] = own.records_of([link.learner])
    page = {
        "records": [record],
        "link": link,
        "token": token,
        "authority": link.learner.authority,
        "just": request.GET.get("just", ""),
    }
    return render(request, "training/own/by_link.html", page)


@login_not_required
@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
@opened_by_link
def send_by_link(request, link: LearnerLink, token: str):
    form = SendForm(posted(request), files(request), learner=link.learner)
    back = reverse("training:own_by_link", args=[token])
    status = 200
    if form.is_valid():
        try:
            services.send_certificate(link.learner, **form.cleaned_data, by_link=link)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
            status = refusal.status
        else:
            return redirect(f"{back}?just=sent")
    page = {
        "form": form,
        "link": link,
        "authority": link.learner.authority,
        "lead": SAVE_IT_FIRST,
        "cancel_url": back,
    }
    return render(request, "training/own/send_by_link.html", page, status=status)


@login_not_required
@require_POST
@submits_once
@opened_by_link
def take_back_by_link(request, link: LearnerLink, token: str, pk: int):
    sent = sent_of([link.learner], pk)
    back = reverse("training:own_by_link", args=[token])
    try:
        services.withdraw_certificate(sent, by_link=link)
    except Refusal:
        return redirect(f"{back}?just=answered")
    return redirect(f"{back}?just=taken-back")


@login_not_required
@require_safe
@opened_by_link
def file_by_link(request, link: LearnerLink, token: str, pk: int):
    version = newest_file([link.learner], pk)
    must_be_clean(version)
    return served(version, version.viewing_name or version.stored_name)
