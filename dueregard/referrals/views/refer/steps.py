"""The steps of the form, checking the answers, sending them, and the receipt."""

from dataclasses import replace
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.limits import Limit, count
from dueregard.access.private_links import private
from dueregard.access.refusals import NotNow
from dueregard.drafts.autosave import is_autosave
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from ... import proof, services
from ...codes import Door
from ...forms.refer.after import SendForm
from ...forms.refer.reviewing import sections
from ...forms.refer.steps import Step, asked, first_open, flat
from ...services import writing as drafts
from ...services.writing import Writing
from .doors import go_on_with, network_of, note_sent, receipt, while_writing
from .staff import organisation_of

# By the part of the net they come from; more are looked at by a person first.
SENT_FROM = Limit("referred-from", 5, timedelta(hours=1))
# The same count for forms with a proof of work: a school or a hospital has one address
# for all who work there. 40 in an hour is more than most authorities receive in half a
# year (8,778 came in England and Wales in the year to March 2025), and as many as the
# police and a co-ordinator can still read in a day when a machine sent them.
PROVEN_FROM = replace(SENT_FROM, most=40)


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
@while_writing
def step(request, writing: Writing, code: str):
    """One short group of questions. What was answered is kept as soon as it is sent."""
    this = _step(writing, code)
    if is_autosave(request):
        return _keep_typed(request, writing, this)
    about = flat(writing.answers) | writing.typed.get(code, {})
    form = this.form(posted(request), about=about)
    if form.is_valid():
        try:
            writing = drafts.answer(writing, code, form.answers())
        except NotNow:  # sent from another window meanwhile
            return redirect("refer:start")
        following = first_open(writing.door, writing.answers, after=code)
        if following:
            return redirect("refer:step", following.code)
        return redirect("refer:check")
    page = {
        "form": form,
        "step": this,
        "title": this.title_for(about),
        "writing": writing,
        "back_url": _before(writing, this),
        **_place(writing, this),
    }
    return render(request, "referrals/refer/step.html", page)


@login_not_required
@require_http_methods(["GET", "POST"])
@submits_once
@while_writing
def check(request, writing: Writing):
    """All that was answered, to be put right or sent."""
    missing = first_open(writing.door, writing.answers)
    if missing:
        return redirect("refer:step", missing.code)
    form = SendForm(posted(request))
    if form.is_valid():
        return _send(
            request, writing, is_trapped=bool(form.cleaned_data["leave_empty"])
        )
    page = {
        "form": form,
        "writing": writing,
        "sections": sections(writing),
        "challenge": proof.challenge_for(writing) if _is_public(writing) else "",
        "proof_bits": proof.BITS,
    }
    return render(request, "referrals/refer/check.html", page)


@login_not_required
@require_safe
def sent(request):
    """The reference, and nothing of what it is about."""
    kept = receipt(request)
    if kept is None:
        return private(redirect("refer:start"))
    return private(render(request, "referrals/refer/sent.html", {"receipt": kept}))


def _send(request, writing: Writing, *, is_trapped: bool):
    """The same answer whatever the rules against spam found (security C-SPAM)."""
    odd = _is_public(writing) and (
        _too_many(request, writing) or is_trapped or writing.was_quick
    )
    organisation = (
        organisation_of(request.user, writing.authority)
        if writing.door in (Door.REGISTERED, Door.STAFF)
        else None
    )
    referral = services.send(writing, organisation=organisation, is_suspicious=odd)
    with_another = "another" in request.POST
    if with_another:
        following = services.for_another_person(writing)
        drafts.begin(following)
        go_on_with(request, following)
    note_sent(request, referral.reference, with_another=with_another)
    return redirect("refer:sent")


def _too_many(request, writing: Writing) -> bool:
    """Count one more from this part of the net; whether a person looks at it first."""
    is_proven = proof.is_done(writing, request.POST.get("proof", ""))
    return count(PROVEN_FROM if is_proven else SENT_FROM, network_of(request))


def _is_public(writing: Writing) -> bool:
    return writing.door == Door.PUBLIC


def _keep_typed(request, writing: Writing, this: Step):
    """The page's own saving: the words in the boxes, and no step forward."""
    names = [name for name in this.form.base_fields if name in request.POST]
    typed = {name: request.POST[name] for name in names}
    try:
        drafts.note_typed(writing, this.code, typed)
    except NotNow:  # sent from another window meanwhile
        return HttpResponse(status=409)
    return HttpResponse(status=204)


def _step(writing: Writing, code: str) -> Step:
    """Raises Http404: there is no such step, or this writer is not asked it."""
    for each in asked(writing.door, writing.answers):
        if each.code == code:
            return each
    raise Http404


def _before(writing: Writing, this: Step) -> str:
    """The code of the step before; empty for the first."""
    codes = [each.code for each in asked(writing.door, writing.answers)]
    place = codes.index(this.code)
    return codes[place - 1] if place else ""


def _place(writing: Writing, this: Step) -> dict[str, int]:
    codes = [each.code for each in asked(writing.door, writing.answers)]
    return {"number": codes.index(this.code) + 1, "total": len(codes)}
