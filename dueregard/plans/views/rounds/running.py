"""Keeping a round going, and closing it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.submissions import submits_once

from ... import services
from ...forms.rounds import RevokeForm, SummaryForm
from ...round_reports import count_answers, draft_summary
from ...rules_of_rounds import may_change_round
from .finding import get_round


@require_POST
@submits_once
def round_ask_rest(request, pk, round_pk):
    round = get_round(request, pk, round_pk)
    sent = services.ask_the_rest(round, by=request.user)
    words = f"{sent} mail{'s' if sent != 1 else ''} sent." if sent else ""
    messages.success(request, words or "Everybody who can be reached has a link.")
    return redirect("plans:round_links", pk, round_pk)


def _get_link(request, pk, round_pk, link_pk):
    round = get_round(request, pk, round_pk)
    may_change_round(request.user, round)
    links = round.links.select_related("person", "round__plan__authority")
    return get_object_or_404(links, pk=link_pk)


@require_POST
@submits_once
def round_resend(request, pk, round_pk, link_pk):
    link = _get_link(request, pk, round_pk, link_pk)
    services.renew_link(link.round, link.person, by=request.user)
    messages.success(request, f"A new link is on its way to {link.person}.")
    return redirect("plans:round_links", pk, round_pk)


@require_http_methods(["GET", "POST"])
@submits_once
def round_revoke(request, pk, round_pk, link_pk):
    link = _get_link(request, pk, round_pk, link_pk)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        because = form.cleaned_data["because"]
        services.revoke_link(link, by=request.user, because=because)
        messages.success(request, f"The link of {link.person} does not work any more.")
        return redirect("plans:round_links", pk, round_pk)
    context = {"plan": link.round.plan, "round": link.round, "link": link, "form": form}
    return render(request, "plans/rounds/revoke.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def round_close(request, pk, round_pk):
    round = get_round(request, pk, round_pk)
    may_change_round(request.user, round)
    form = SummaryForm(
        request.POST if request.method == "POST" else None,
        initial={"summary": draft_summary(round)},
    )
    if form.is_valid():
        services.close_round(round, by=request.user, **form.cleaned_data)
        messages.success(request, f"{round} is closed.")
        return redirect(round)
    context = {
        "plan": round.plan,
        "round": round,
        "form": form,
        "counts": count_answers(round),
    }
    return render(request, "plans/rounds/close.html", context)
