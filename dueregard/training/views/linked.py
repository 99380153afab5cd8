"""One's own training without an account: asking for a link, and what the link opens.

Opening a link changes nothing: scanners of mail open links too (practice YR 3). What
is answered to somebody who asks does not tell whether they are in the register.
"""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.limits import Limit, address_of, count
from dueregard.access.private_links import TOO_OFTEN, opened_by, private
from dueregard.access.refusals import NotNow, Refusal
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.accounts.rooms import room_is_on
from dueregard.documents.services.keeping import must_be_clean
from dueregard.documents.uploads import takes_evidence
from dueregard.documents.views.files import served
from dueregard.submissions import submits_once
from dueregard.ui.asking import files, posted

from .. import own, services
from ..forms.own import SeeForm, SendForm
from ..models import LearnerLink
from ..services.linking import find_learner_link
from .own import SAVE_IT_FIRST, newest_file, sent_of

ASKED_FROM = Limit("own-asked-from", 40, timedelta(hours=1))
ASKED_AS = Limit("own-asked-as", 5, timedelta(hours=1))


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
            return private(no_link(request, TOO_OFTEN, authority=authority))
        services.ask_link(authority, email=email, number=form.cleaned_data["number"])
        return redirect("training:see_sent", slug)
    page = {"authority": authority, "form": form}
    return private(render(request, "training/own/see.html", page))


def _asks_too_often(request, email: str) -> bool:
    """Counts for an unknown address as for a known one, so that it tells nothing."""
    too_many = count(ASKED_FROM, address_of(request))
    return count(ASKED_AS, email) or too_many


@login_not_required
@require_safe
def see_sent(request, slug: str):
    page = {"authority": authority_with_training(slug)}
    return private(render(request, "training/own/see_sent.html", page))


def no_link(request, status: int, link: LearnerLink | None = None, *, authority=None):
    """Why a link does not open, and how to get another."""
    if link:
        authority = link.learner.authority
    page = {"is_too_often": status == TOO_OFTEN, "authority": authority}
    return render(request, "training/own/no_link.html", page, status=status)


opened_by_link = opened_by(
    find_learner_link, is_live=lambda link: link.is_live, no_link=no_link
)


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
