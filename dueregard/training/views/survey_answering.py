"""The link by which an organisation answers a survey. No account is needed, and opening
it changes nothing: scanners of mail open links too."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from ..forms.survey import answer_form
from ..limits import GUESSES, SENT_BY_LINK, address_of, count, is_over
from ..services import surveys as services

UNKNOWN, SPENT, TOO_OFTEN = 404, 410, 429


@login_not_required
@require_http_methods(["GET", "POST"])
@submits_once
def answer_survey(request, token: str):
    """The questions of one organisation, and what it answered so far."""
    if is_over(GUESSES, address_of(request)):
        return _no_link(request, TOO_OFTEN)
    answer = services.find_answer(token)
    if answer is None:
        count(GUESSES, address_of(request))
        return _no_link(request, UNKNOWN)
    if not answer.survey.is_open:
        return _no_link(request, SPENT)
    if request.method == "POST" and count(SENT_BY_LINK, token):
        return _no_link(request, TOO_OFTEN)
    form = answer_form(posted(request), answer)
    if form.is_valid():
        try:
            services.answer_survey(answer, answers=form.answers())
        except NotNow:  # it was closed while they wrote
            return _no_link(request, SPENT)
        return _private(redirect(f"{request.path}?sent=1"))
    page = {"answer": answer, "survey": answer.survey, "form": form}
    if request.method == "GET" and "sent" in request.GET and answer.answered_at:
        return _private(render(request, "training/surveys/thanks.html", page))
    return _private(render(request, "training/surveys/link.html", page))


def _no_link(request, status: int):
    page = {"is_too_often": status == TOO_OFTEN, "is_over": status == SPENT}
    shown = render(request, "training/surveys/link_spent.html", page, status=status)
    return _private(shown)


def _private(response):
    """Kept nowhere, found by no search engine, and told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
