"""Writing down what was noticed: danger first, then the words; nothing is lost."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.accounts.models import Authority
from dueregard.drafts import services as drafts
from dueregard.drafts.autosave import is_autosave, new_tab, number_of, tab_of
from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, posted
from dueregard.vault.rooms import own_words

from .. import services
from ..codes import Emergency
from ..forms.concern import ChangeConcernForm, ConcernForm, EmergencyForm
from ..models import Concern
from ..rules_of_concerns import organisations_of
from ..services.concerns import DRAFT, WORDS
from .concerns_doors import concern_opened, served_or_404

LATER = "later"  # the button that keeps what is typed for another time


@require_http_methods(["GET", "POST"])
@submits_once
def note_concern(request, slug: str):
    """Whether anybody is in danger; nothing else is asked before."""
    authority = served_or_404(request, slug)
    form = EmergencyForm(posted(request))
    if form.is_valid():
        words = _kept(request, authority) | form.cleaned_data
        _keep(request, authority, words, tab=new_tab(), number=1)
        return redirect("referrals:write_concern", slug)
    page = {"form": form, "authority": authority, "cancel_url": _list(authority)}
    return render(request, "referrals/concerns/emergency.html", page)


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
@submits_once
def write_concern(request, slug: str):
    """The words. The page saves them by itself; a button keeps them for later."""
    authority = served_or_404(request, slug)
    kept = _kept(request, authority)
    if kept.get("emergency") not in Emergency.values:
        return redirect("referrals:note_concern", slug)
    if request.method == "POST" and (is_autosave(request) or LATER in request.POST):
        return _save_typed(request, authority, kept)
    theirs = organisations_of(request.user, authority)
    form = ConcernForm(posted(request), organisations=theirs, initial=kept)
    if form.is_valid():
        concern = services.note_concern(
            authority,
            organisation=form.organisation_given(),
            emergency=kept["emergency"],
            words=form.words(),
            by=request.user,
        )
        messages.success(request, "Kept. Now check it with somebody.")
        return redirect(concern)
    page = {
        "form": form,
        "authority": authority,
        "emergency": kept["emergency"],
        "tab": tab_of(request),
        "number": number_of(request),
        "cancel_url": _list(authority),
    }
    return render(request, "referrals/concerns/write.html", page)


@require_POST
@submits_once
def discard_concern(request, slug: str):
    """Destroy what was typed and not kept."""
    authority = served_or_404(request, slug)
    drafts.drop(DRAFT, authority=authority, by=request.user)
    messages.success(request, "What you had typed is gone.")
    return redirect("referrals:concerns", slug)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
@concern_opened(door="change")
def change_concern(request, concern: Concern):
    form = ChangeConcernForm(posted(request), concern=concern)

    def do():
        services.change_concern(concern, **changes_of(form), by=request.user)
        return concern, "Changed."

    return asked(
        request,
        form,
        do,
        heading="Change what you wrote",
        submit="Save",
        cancel_url=concern.get_absolute_url(),
    )


def _save_typed(request, authority: Authority, kept: dict[str, Any]):
    """Keep what is in the boxes, complete or not.

    The page's own saving counts up under the page's code and wants nothing back; what
    somebody asks to keep stands beside it under a new one.
    """
    typed = {name: request.POST.get(name, "") for name in (*WORDS, "organisation")}
    words = {"emergency": kept["emergency"], **typed}
    if is_autosave(request):
        tab = tab_of(request)
        _keep(request, authority, words, tab=tab, number=number_of(request))
        return HttpResponse(status=204)
    _keep(request, authority, words, tab=new_tab(), number=1)
    messages.success(request, "What you typed is kept for 30 days, for you alone.")
    return redirect("referrals:concerns", authority.slug)


def _kept(request, authority: Authority) -> dict[str, Any]:
    """What is kept of what this person typed; nothing when there is nothing."""
    draft = drafts.newest(DRAFT, authority=authority, by=request.user)
    if draft is None:
        return {}
    with own_words(authority, [draft]):
        return draft.content


def _keep(request, authority: Authority, words: dict, *, tab: str, number: int) -> None:
    drafts.save_draft(
        DRAFT, words, authority=authority, by=request.user, tab=tab, number=number
    )


def _list(authority: Authority) -> str:
    return reverse("referrals:concerns", args=[authority.slug])
