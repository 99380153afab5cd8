"""Saying what one thought of a session, and reading what all did."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from ..feedback_summary import summary_of
from ..forms.feedback import FeedbackForm
from ..models import Place, Session
from ..readers import NAME_READERS
from ..services import feedback as services
from .by_link import NOT_NOW, OWN, opened_by_link
from .public_sessions import about


@login_not_required
@require_http_methods(["GET", "POST"])
@submits_once
@opened_by_link
def give(request, place: Place, token: str):
    """By the private address of who was there; what they say is kept without it."""
    form = FeedbackForm(posted(request))
    if request.method != "POST" and not services.is_asked(place):
        return redirect(OWN)
    status = 200
    if form.is_valid():
        try:
            services.give_feedback(place, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
            status = NOT_NOW
        else:
            return redirect(f"{OWN}?thanks")
    context = {**about(place.session), "form": form, "cancel_url": OWN}
    return render(request, "training/feedback/give.html", context, status=status)


@require_safe
def summary(request, pk):
    """For who reads the calendar; comments for who reads names: they may hold some."""
    sessions = Session.objects.visible_to(request.user)
    sessions = sessions.select_related("course", "authority")
    session = get_object_or_404(sessions, pk=pk)
    reads_comments = request.user.holds_any(NAME_READERS, session.authority)
    context = {
        **about(session),
        "summary": summary_of(session, with_comments=reads_comments),
        "reads_comments": reads_comments,
    }
    return render(request, "training/feedback/summary.html", context)
