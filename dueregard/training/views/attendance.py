"""Noting who was at a session, and who in the register they are."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services
from ..forms.attendance import AttendanceForm, HeadsForm
from ..forms.matching import MatchForm
from ..models import Learner, Place, Session
from ..proposing import proposals_for
from ..rules import may_run
from ..services.attendance import Noted
from .doors import session_or_404

AT_A_TIME = 10


@require_http_methods(["GET", "POST"])
@submits_once
def attendance(request, pk: int):
    row = _begun_or_refused(request, pk)
    if row.counts_heads_only:
        return redirect("training:count_heads", row.pk)
    places = row.places.exclude(status=Place.Status.CANCELLED)
    places = places.select_related("organisation").order_by("name", "pk")
    form = AttendanceForm(posted(request), session=row, places=list(places))

    def do():
        given = form.cleaned_data
        noted = services.note_attendance(
            row,
            came=given.get("came", []),
            walk_ins=given["walk_ins"],
            version=given["version"],
            by=request.user,
        )
        place = reverse("training:match", args=[row.pk]) if noted.unsettled else row
        return place, _said(noted)

    return asked(
        request,
        form,
        do,
        heading="Note the attendance",
        caption=row,
        submit="Save attendance",
        cancel_url=row.get_absolute_url(),
    )


def _said(noted: Noted) -> str:
    sentences = [
        f"Attendance is noted. Present: {noted.attended}. "
        f"Completions made: {noted.completions}."
    ]
    if noted.refused:
        names = ", ".join(place.name for place in noted.refused[:5])
        sentences.append(f"Not counted yet: {names}. The session’s page says why.")
    if noted.unsettled:
        sentences.append(f"Still to match with the register: {noted.unsettled}.")
    return " ".join(sentences)


def _begun_or_refused(request, pk: int) -> Session:
    row = session_or_404(request, pk)
    may_run(request.user, row)
    if row.status == Session.Status.CANCELLED:
        raise NotNow("This session was cancelled, so nobody was there.")
    if not row.has_begun:
        raise NotNow("The session has not begun yet. Come back once it has.")
    return row


@require_http_methods(["GET", "POST"])
@submits_once
def count_heads(request, pk: int):
    row = _begun_or_refused(request, pk)
    if not row.counts_heads_only:
        return redirect("training:attendance", row.pk)
    form = HeadsForm(posted(request), session=row)

    def do():
        version = form.cleaned_data["version"]
        total = services.count_heads(
            row, rows=form.answers(), version=version, by=request.user
        )
        return row, f"{total} people were there, without names."

    return asked(
        request,
        form,
        do,
        heading="How many were there",
        caption=row,
        lead="One row for each organisation and role group. Leave the others empty.",
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def match(request, pk: int):
    """The next few who were there and are not matched with the register yet."""
    row = session_or_404(request, pk)
    may_run(request.user, row)
    waiting = row.places.unsettled().select_related("organisation")
    places = list(waiting.order_by("name", "pk")[:AT_A_TIME])
    if not places:
        return redirect(row)
    learners = Learner.objects.visible_to(request.user)
    form = MatchForm(
        posted(request),
        session=row,
        places=places,
        proposals=proposals_for(row, places, learners),
        learners=learners,
    )

    def do():
        decisions = form.answers()
        made = services.settle(row, decisions, by=request.user)
        left = waiting.count()
        more = left and len(decisions) == len(places)
        place = reverse("training:match", args=[row.pk]) if more else row
        return place, f"Completions made: {made}. Still to match: {left}."

    return asked(
        request,
        form,
        do,
        heading="Who in the register were they?",
        caption=row,
        lead="Nobody is matched unless you say so. Whoever is left for later counts as "
        "present, and nobody’s training record changes.",
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@require_POST
@submits_once
def count_again(request, pk: int):
    row = session_or_404(request, pk)
    made = services.count_again(row, by=request.user)
    messages.success(request, f"Completions made: {made}.")
    return redirect(row)
