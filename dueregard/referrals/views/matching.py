"""Who may be the same person, and what became of earlier referrals of theirs."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.models import Approval
from dueregard.access.need_to_know import Group
from dueregard.access.refusals import allows
from dueregard.accounts import services as accounts
from dueregard.accounts.step_up import step_up_required
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services
from ..forms.finding import MatchForm, ProposeForm, UndoForm
from ..matches import Pair, earlier_of, pairs_of
from ..models import Match
from ..rules import may_find, may_match
from .doors import Opened, opened

IDENTITY = frozenset({Group.IDENTITY})


@require_safe
@opened(door="same_person", groups=IDENTITY)
def same_person(request, shown: Opened):
    """Possible matches of the person, and their earlier referrals."""
    _must_look(request, shown)
    page = {
        "opened": shown,
        "referral": shown.referral,
        "authority": shown.referral.authority,
        "pairs": pairs_of(shown.referral.subject, request.user, shown.room),
        "earlier": earlier_of(shown.referral, request.user),
    }
    return render(request, "referrals/matching/same_person.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="same_person", groups=IDENTITY)
def propose_same(request, shown: Opened):
    """Name another referral that no rule found; then both are compared."""
    _must_look(request, shown)
    form = ProposeForm(posted(request))

    def do():
        match = services.propose_same(
            shown.referral, **form.cleaned_data, by=request.user
        )
        parts = [shown.referral.authority.slug, shown.referral.pk, match.pk]
        sentence = "Compare both records, and say whether they are one person."
        return reverse("referrals:match", args=parts), sentence

    return asked(
        request,
        form,
        do,
        heading="Name another referral of this person",
        caption=f"Referral {shown.referral.reference}",
        lead="Only one that you may see yourself. You compare both records next, and "
        "nothing changes before two people agree.",
        submit="Go on",
        cancel_url=_here(shown, "same_person"),
    )


@require_http_methods(["GET", "POST"])
@step_up_required
@submits_once
@opened(door="match", groups=IDENTITY)
def match(request, shown: Opened, match_pk):
    """Two records beside each other: one person or two?"""
    pair = _pair(request, shown, match_pk)
    if request.method == "POST":
        may_match(request.user, pair.match)
    is_joined = pair.match.status == Match.Status.SAME
    form = (UndoForm if is_joined else MatchForm)(posted(request))
    waiting = _waiting(pair.match)
    return asked(
        request,
        form,
        lambda: _answered(request, shown, pair, form.cleaned_data),
        template="referrals/matching/match.html",
        heading="Is this one person?",
        submit="Ask to undo it" if is_joined else "Save and continue",
        cancel_url=_here(shown, "same_person"),
        opened=shown,
        referral=shown.referral,
        pair=pair,
        waiting=waiting,
        is_joined=is_joined,
        may_answer=waiting is None and allows(may_match, request.user, pair.match),
        may_decide=waiting is not None
        and allows(accounts.may_decide, request.user, waiting),
    )


@require_POST
@step_up_required
@submits_once
@opened(door="match", groups=IDENTITY)
def agree(request, shown: Opened, match_pk):
    """The second person agrees to what is asked of this pair."""
    pair = _pair(request, shown, match_pk)
    done = accounts.agree(
        _must_wait(pair.match),
        by=request.user,
        session=request.session.session_key or "",
    )
    if done.outcome == Approval.Outcome.VOID:
        sentence = "This has changed since it was asked for. Look again and ask anew."
    else:
        sentence = "You agreed, and it is done."
    messages.success(request, sentence)
    return redirect(_here(shown, "same_person"))


@require_POST
@step_up_required
@submits_once
@opened(door="match", groups=IDENTITY)
def refuse(request, shown: Opened, match_pk):
    pair = _pair(request, shown, match_pk)
    accounts.refuse(
        _must_wait(pair.match),
        by=request.user,
        session=request.session.session_key or "",
    )
    messages.success(request, "You refused, and nothing has changed.")
    return redirect(_here(shown, "same_person"))


def _answered(request, shown: Opened, pair: Pair, answers):
    act = {"by": request.user}
    asking = act | {
        "because": answers["because"],
        "referral": shown.referral,
        "session": request.session.session_key or "",
    }
    if pair.match.status == Match.Status.SAME:
        services.ask_to_undo(pair.match, **asking)
    elif answers["answer"] == "same":
        services.ask_same(pair.match, **asking)
    else:
        services.say_different(pair.match, because=answers["because"], **act)
        return _here(shown, "same_person"), "These are two people. It is remembered."
    return (
        _here(shown, "same_person"),
        "You asked for it. Nothing changes before a second person agrees.",
    )


def _pair(request, shown: Opened, match_pk) -> Pair:
    """Raises Http404: no such match, or the other person may not be seen."""
    _must_look(request, shown)
    for pair in pairs_of(shown.referral.subject, request.user, shown.room):
        if pair.match.pk == match_pk:
            return pair
    raise Http404


def _must_look(request, shown: Opened) -> None:
    """For whoever looks for people: never for who referred one."""
    may_find(request.user, shown.referral.authority)
    if Group.IDENTITY not in shown.sight.reads:
        raise Http404


def _waiting(match: Match) -> Approval | None:
    rows = Approval.objects.waiting().filter(authority=match.authority_id)
    found = rows.filter(items__match=str(match.pk)).select_related("authority")
    return found.select_related("asked_by").first()


def _must_wait(match: Match) -> Approval:
    approval = _waiting(match)
    if approval is None:
        raise Http404
    return approval


def _here(shown: Opened, name: str) -> str:
    referral = shown.referral
    return reverse(f"referrals:{name}", args=[referral.authority.slug, referral.pk])
