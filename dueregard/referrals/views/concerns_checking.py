"""Checking with somebody: asking, taking it back, saying what comes of it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services
from ..concern_workflow import CONCERN_WORKFLOW
from ..forms.concern_check import AskForCheckForm, OutcomeForm, TalkedForm
from ..models import Concern
from ..services.concern_carrying import door_of, writer_of
from ..services.writing import Writing
from .concerns_doors import concern_opened
from .refer.doors import go_on_with

REFER, END = "refer", "end"
SAID = {
    Concern.Status.REFERRED: "It is to be referred. The words are kept for the form.",
    Concern.Status.NOT_SHARED: "It has ended without a referral.",
}


@require_http_methods(["GET", "POST"])
@submits_once
@concern_opened(door="ask")
def ask_for_check(request, concern: Concern):
    CONCERN_WORKFLOW.check(concern, "ask_for_check", by=request.user)
    form = AskForCheckForm(posted(request), concern=concern)

    def do():
        checker = form.cleaned_data["checker"]
        services.ask_for_check(concern, checker=checker, by=request.user)
        return concern, f"{checker} is asked to check it."

    return asked(
        request,
        form,
        do,
        template="referrals/concerns/ask.html",
        concern=concern,
        cancel_url=concern.get_absolute_url(),
    )


@require_POST
@submits_once
@concern_opened(door="take_back")
def take_back(request, concern: Concern):
    services.take_back(concern, by=request.user)
    messages.success(request, "It is yours again. Nobody else can read it now.")
    return redirect(concern)


@require_POST
@submits_once
@concern_opened(door="read")
def read_answer(request, concern: Concern):
    services.read_answer(concern, by=request.user)
    messages.success(request, "It is off your list.")
    return redirect(concern)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
@concern_opened(door="outcome")
def concern_outcome(request, concern: Concern):
    """What the checker says comes of it, beside what the noticer wrote."""
    CONCERN_WORKFLOW.check(concern, END, by=request.user)
    return _concluded(request, concern, OutcomeForm(posted(request)))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
@concern_opened(door="talked")
def concern_talked(request, concern: Concern):
    """As an outcome, by the noticer, who names whom they talked to."""
    CONCERN_WORKFLOW.check(concern, f"{END}_after_talking", by=request.user)
    return _concluded(request, concern, TalkedForm(posted(request)))


def _concluded(request, concern: Concern, form: OutcomeForm):
    is_own = concern.noticed_by_id == request.user.pk

    def do():
        services.conclude(concern, conclusion=form.conclusion(), by=request.user)
        return _next(request, concern), SAID[Concern.Status(concern.status)]

    return asked(
        request,
        form,
        do,
        template="referrals/concerns/outcome.html",
        concern=concern,
        is_own=is_own,
        cancel_url=concern.get_absolute_url(),
    )


def _next(request, concern: Concern):
    """To the form, for whoever writes the referral; else to the note or the list."""
    user, place = request.user, concern.authority
    is_referred = concern.status == Concern.Status.REFERRED
    if is_referred and writer_of(concern, by=user) == user:
        go_on_with(request, Writing(place, user, door_of(user, place)))
        return reverse("refer:check")
    is_own = concern.noticed_by_id == user.pk
    return concern if is_own else reverse("referrals:concerns", args=[place.slug])
