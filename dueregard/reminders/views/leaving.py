from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.accounts.models import Person
from dueregard.submissions import submits_once
from dueregard.ui.paging import counted

from .. import services
from ..addressees import Addressees
from ..forms import HoldForm, LadderForm
from ..ladder import SOURCE, ladder_of
from ..models import Escalation
from .doors import authority_or_404


@require_safe
def leaving(request, slug: str):
    """What is about to be taken further, to whom and when."""
    authority = authority_or_404(request, slug)
    rows = Escalation.objects.visible_to(request.user).to_leave()
    rows = rows.filter(task__authority=authority).select_related(
        "task__post__organisation", "task__person", "held_by"
    )
    page = counted(rows, request)
    addressees = Addressees([row.task for row in page])
    for row in page:
        row.goes_to_words = _in_words(*addressees.of(row.task, row.step))
    context = {"authority": authority, "page": page}
    return render(request, "reminders/leaving.html", context)


def _in_words(outcome: str, people: list[Person]) -> str:
    """Who will be written to, or why the step is passed over."""
    if people:
        return ", ".join(str(person) for person in people)
    if outcome == Escalation.Outcome.LISTED:
        return ""
    return f"{Escalation.Outcome(outcome).label}: it goes straight on"


@require_http_methods(["GET", "POST"])
@submits_once
def hold(request, pk: int):
    row = _row(request, pk)
    form = HoldForm(request.POST if request.method == "POST" else None)
    back = reverse("reminders:leaving", args=[row.task.authority.slug])
    if form.is_valid():
        services.hold(row, because=form.cleaned_data["because"], by=request.user)
        messages.success(request, f"“{row.task}” is held back.")
        return redirect(back)
    page = {"form": form, "row": row, "cancel_url": back}
    return render(request, "reminders/hold.html", page)


@require_POST
@submits_once
def release(request, pk: int):
    row = _row(request, pk)
    services.release(row, by=request.user)
    messages.success(request, f"“{row.task}” goes on again.")
    return redirect("reminders:leaving", row.task.authority.slug)


def _row(request, pk: int) -> Escalation:
    rows = Escalation.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("task__authority"), pk=pk)


@require_http_methods(["GET", "POST"])
@submits_once
def ladder(request, slug: str):
    authority = authority_or_404(request, slug)
    data = request.POST if request.method == "POST" else None
    form = LadderForm(data, ladder=ladder_of(authority))
    back = reverse("reminders:team", args=[authority.slug])
    if form.is_valid():
        services.set_ladder(authority, rungs=form.rungs(), by=request.user)
        messages.success(request, "The days are saved.")
        return redirect(back)
    page = {"authority": authority, "form": form, "source": SOURCE, "cancel_url": back}
    return render(request, "reminders/ladder.html", page)
