from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority
from dueregard.submissions import submits_once
from dueregard.ui.components.pages import query_changed
from dueregard.ui.paging import Page

from .. import services, worklist
from ..forms import SettleForm
from ..models import OwnerName
from ..readers import OWNER_NAME_READERS
from ..rules import SETTLES_NAMES, may_settle_names
from ..tabs import tabs_of
from ..targets import Target
from .doors import authorities_of, authority_or_404

STATES = {"open": "To settle", "decided": "Decided", "recognised": "Recognised"}
PAGE_SIZE = 15


@require_safe
def home(request):
    """Where other rooms point to: the names of the reader's first authority."""
    authority = authorities_of(request, OWNER_NAME_READERS).first()
    if authority is None:
        raise Http404
    return redirect("partners:owner_names", authority.slug)


@require_safe
def names(request, slug: str):
    authority = authority_or_404(request, slug, OWNER_NAME_READERS)
    shown = request.GET.get("show")
    shown = shown if shown in STATES else "open"
    used = worklist.used_names(authority)
    numbers = Counter(name.state for name in used)
    page = {
        "authority": authority,
        "shown": shown,
        "tabs": [
            (f"{STATES[state]} ({numbers[state]})", f"?show={state}", state == shown)
            for state in STATES
        ],
        "page": _page_of([name for name in used if name.state == shown], request),
        "may_settle": request.user.holds_any(SETTLES_NAMES, authority),
        **tabs_of(request, authority, "partners:owner_names"),
    }
    return render(request, "partners/names.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def settle(request, slug: str, code: str):
    authority = authority_or_404(request, slug, OWNER_NAME_READERS)
    name = _used_or_404(authority, code)
    may_settle_names(request.user, authority)
    data = request.POST if request.method == "POST" else None
    form = SettleForm(data, authority=authority, text=name.text)
    if form.is_valid():
        try:
            _settle(authority, name.text, form.cleaned_data, request.user)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Decided. The same words mean the same from now.")
            return redirect("partners:owner_names", authority.slug)
    cancel_url = reverse("partners:owner_names", args=[authority.slug])
    page = {"form": form, "name": name, "cancel_url": cancel_url}
    return render(request, "partners/settle.html", page)


def _settle(authority: Authority, text: str, answers: dict, by) -> None:
    meaning = answers["meaning"]
    if meaning == "text":
        services.leave_as_text(authority, text=text, by=by)
    elif meaning == "new_post":
        post = {"organisation": answers["organisation"], "title": answers["title"]}
        services.make_post_for(authority, text=text, **post, by=by)
    else:
        services.decide(
            authority,
            text=text,
            posts=answers["posts"] or (),
            organisations=answers["organisations"] or (),
            everyone=answers["everyone"],
            by=by,
        )


@require_POST
@submits_once
def choose(request, slug: str, code: str, target: str):
    """One of the proposals, or "text" to leave the words as they are."""
    authority = authority_or_404(request, slug, OWNER_NAME_READERS)
    name = _used_or_404(authority, code)
    if target == "text":
        services.leave_as_text(authority, text=name.text, by=request.user)
        messages.success(request, f"“{name.text}” stays as text.")
    else:
        chosen = _candidate_or_404(name, target)
        services.decide_on(authority, text=name.text, target=chosen, by=request.user)
        messages.success(request, f"“{name.text}” means {chosen.label} from now on.")
    return redirect("partners:owner_names", authority.slug)


@require_POST
@submits_once
def undo(request, pk: int):
    decision = get_object_or_404(OwnerName.objects.visible_to(request.user), pk=pk)
    services.undo_decision(decision, by=request.user)
    messages.success(request, f"“{decision}” is to be settled again.")
    return redirect("partners:owner_names", decision.authority.slug)


def _used_or_404(authority: Authority, code: str) -> worklist.UsedName:
    name = worklist.find(authority, code)
    if name is None:
        raise Http404
    return name


def _candidate_or_404(name: worklist.UsedName, code: str) -> Target:
    for match in name.resolution.candidates:
        if match.target.code == code:
            return match.target
    raise Http404


def _page_of(names: list[worklist.UsedName], request) -> Page:
    """A numbered page of names, which stand in no table of their own."""
    page = Paginator(names, PAGE_SIZE).get_page(request.GET.get("page"))
    before = page.previous_page_number() if page.has_previous() else None
    after = page.next_page_number() if page.has_next() else None
    total = len(names)
    return Page(
        list(page),
        f"{total:,} name{'' if total == 1 else 's'}",
        total,
        False,
        query_changed(request.GET, {"page": before}) if before else "",
        query_changed(request.GET, {"page": after}) if after else "",
    )
