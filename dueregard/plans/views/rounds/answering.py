"""The link that an owner gets by mail. No account is needed, and opening it changes
nothing: scanners of mail open links too (practice YR 3)."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.private_links import TOO_OFTEN, opened_by, private
from dueregard.access.refusals import NotNow, Refusal
from dueregard.documents.uploads import takes_evidence
from dueregard.submissions import submits_once

from ... import services
from ...forms.rounds import AnswerForm, WithdrawForm
from ...models import RoundAction, RoundLink, UpdateRound
from ...rules_of_rounds import may_run_rounds
from ...services.rounds.answering import answer_of
from ...services.rounds.links import asked_by, find_link
from ..keys import keys_in


def _no_link(request, status: int, found=None):
    context = {"is_too_often": status == TOO_OFTEN}
    return render(request, "plans/rounds/link_spent.html", context, status=status)


opened_by_link = opened_by(
    find_link, is_live=lambda link: link.is_live, no_link=_no_link
)


@login_not_required
@require_safe
@opened_by_link
def answer(request, link: RoundLink, token: str):
    """The addressee's actions and no others, each with a button to its short form."""
    asked = list(_shown(link))
    sent = keys_in([request.GET.get("sent", "")])
    context = {
        "link": link,
        "token": token,
        "round": link.round,
        "plan": link.round.plan,
        "owed": [one for one in asked if one.is_owed],
        "answered": [one for one in asked if not one.is_owed],
        "just_sent": next((one for one in asked if one.pk in sent), None),
        "file_is_lost": "file" in request.GET,
    }
    return render(request, "plans/rounds/answer.html", context)


def _shown(link: RoundLink):
    asked = asked_by(link).select_related(
        "action__plan", "update", "answered_by", "by_link__person"
    )
    return asked.order_by("action__position", "pk")


@login_not_required
@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
@opened_by_link
def answer_action(request, link: RoundLink, token: str, asked_pk: int):
    asked = get_object_or_404(_shown(link), pk=asked_pk)
    back = reverse("plans:answer", args=[token])
    if request.method == "GET" and not asked.is_owed:
        return redirect(back)
    form = _form(request, asked)
    if form.is_valid() and _sent(form, asked, by=link.person, by_link=link):
        return redirect(f"{back}?{_outcome(form, asked)}")
    return _answer_page(request, asked, form, back, link=link)


def _form(request, asked: RoundAction) -> AnswerForm:
    if request.method == "POST":
        return AnswerForm(request.POST, request.FILES, action=asked.action)
    return AnswerForm(None, action=asked.action)


def _sent(form: AnswerForm, asked: RoundAction, *, by, by_link=None) -> bool:
    """Save the answer; a refusal stands on the form, so that nothing typed is lost."""
    try:
        if form.has_update:
            said = form.said()
            _, form.not_kept = services.report_in_round(
                asked, by=by, by_link=by_link, **said
            )
        else:
            because = form.cleaned_data["because"]
            services.decline(asked, by=by, because=because, by_link=by_link)
    except Refusal as refusal:
        form.refused_with = refusal.status
        form.add_error(None, refusal.sentence)
        return False
    return True


def _outcome(form: AnswerForm, asked: RoundAction) -> str:
    """What the next page says of it, in its address: there may be no session."""
    lost = "&file=lost" if form.not_kept else ""
    return f"sent={asked.pk}{lost}"


def _answer_page(request, asked, form, back, *, link=None):
    context = {
        "asked": asked,
        "action": asked.action,
        "plan": asked.action.plan,
        "form": form,
        "link": link,
        "back_url": back,
        "last_update": asked.action.updates.standing().first(),
    }
    status = form.refused_with or 200
    return render(request, "plans/rounds/answer_action.html", context, status=status)


@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def round_answer(request, pk, round_pk, asked_pk):
    """The same short form for somebody who is signed in.

    Lists of what others owe lead here too: the co-ordinator goes on to the longer form,
    which asks whose news it is.
    """
    rows = RoundAction.objects.select_related("action__plan__authority", "round")
    rows = rows.filter(round=round_pk, round__plan=pk)
    asked = rows.asked_of(request.user).filter(pk=asked_pk).first()
    if asked is None:
        theirs = UpdateRound.objects.visible_to(request.user)
        asked = get_object_or_404(rows.filter(round__in=theirs), pk=asked_pk)
        may_run_rounds(request.user, asked.action.plan)
        return redirect("plans:report", pk, asked.action_id)
    if request.method == "GET" and not (asked.is_owed and asked.round.is_open):
        return redirect(asked.action)
    form = _form(request, asked)
    back = reverse("plans:mine")
    if form.is_valid() and _sent(form, asked, by=request.user):
        return redirect(f"{back}?{_outcome(form, asked)}")
    return _answer_page(request, asked, form, back)


@login_not_required
@require_http_methods(["GET", "POST"])
@submits_once
@opened_by(answer_of, no_link=_no_link)
def answer_withdraw(request, found: tuple, token: str):
    """The link in the mail that told the addressee: asks first, then takes it back."""
    asked, update = found
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    context = {"asked": asked, "update": update, "action": asked.action, "form": form}
    if form.is_valid():
        _withdraw(asked, update, form.cleaned_data["reason"])
        return redirect("plans:answer_withdrawn")
    return render(request, "plans/rounds/withdraw.html", context)


def _withdraw(asked, update, reason: str) -> None:
    if update:
        services.withdraw_update(update, by=update.by, reason=reason)
    elif asked.answered_by:
        services.withdraw_decline(asked, by=asked.answered_by, reason=reason)
    else:
        raise NotNow("This answer was taken back already.")


@login_not_required
@require_safe
def answer_withdrawn(request):
    return private(render(request, "plans/rounds/withdrawn.html"))
