"""Calls for advice: one's own list, one call, and how many there were in a year."""

from collections import Counter

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.accounts.models import Authority
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted
from dueregard.vault import tenancy

from .. import services
from ..forms.concern_advice import AdviceForm
from ..models import AdviceCall, Tally
from .concerns_doors import call_opened, served_or_404


@require_safe
def advice_calls(request, slug: str):
    authority = served_or_404(request, slug)
    with tenancy.of(authority):
        rows = AdviceCall.objects.visible_to(request.user).filter(authority=authority)
        rows = rows.select_related("organisation").order_by("-asked_on", "pk")
        listed = counted(rows, request)
        for row in listed:
            row.authority = authority
        page = {
            "authority": authority,
            "page": listed,
            "years": _years(request.user, authority),
            "columns": [Tally.What(what).label for what in Tally.ABOUT_ADVICE],
        }
        return render(request, "referrals/concerns/advice_list.html", page)


def _years(user, authority: Authority) -> list[tuple[int, list[int]]]:
    """The year and how many were told what, for those who may know the numbers."""
    rows = Tally.objects.visible_to(user).filter(
        authority=authority, what__in=Tally.ABOUT_ADVICE
    )
    sums: Counter[tuple[int, str]] = Counter()
    for row in rows:
        sums[row.quarter.year, row.what] += row.number
    years = sorted({year for year, _ in sums}, reverse=True)
    return [(year, [sums[year, what] for what in Tally.ABOUT_ADVICE]) for year in years]


@require_safe
@call_opened(door="advice")
def advice_call(request, call: AdviceCall):
    page = {"call": call, "words": call.words}
    return render(request, "referrals/concerns/advice.html", page)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@submits_once
def note_advice(request, slug: str):
    authority = served_or_404(request, slug)
    form = AdviceForm(posted(request), authority=authority)
    back = reverse("referrals:advice_calls", args=[slug])

    def do():
        services.note_advice(
            authority,
            organisation=form.cleaned_data["organisation"],
            told=form.cleaned_data["told"],
            asked_on=form.cleaned_data["asked_on"],
            words=form.words(),
            by=request.user,
        )
        return back, "Noted, and counted."

    return asked(
        request,
        form,
        do,
        heading="Note a call for advice",
        caption=authority,
        lead="Somebody asked whether to refer, and was told. Only you can read this, "
        "until it is destroyed; the number stays.",
        submit="Save",
        cancel_url=back,
    )
