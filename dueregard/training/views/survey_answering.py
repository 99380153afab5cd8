"""The link by which an organisation answers a survey. No account is needed, and opening
it changes nothing: scanners of mail open links too."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dueregard.access.private_links import SPENT, TOO_OFTEN, opened_by
from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from ..forms.survey import answer_form
from ..models import SurveyAnswer
from ..services import surveys as services


def _no_link(request, status: int, answer: SurveyAnswer | None):
    page = {"is_too_often": status == TOO_OFTEN, "is_over": status == SPENT}
    return render(request, "training/surveys/link_spent.html", page, status=status)


@login_not_required
@require_http_methods(["GET", "POST"])
@submits_once
@opened_by(
    services.find_answer,
    is_live=lambda answer: answer.survey.is_open,
    no_link=_no_link,
)
def answer_survey(request, answer: SurveyAnswer, token: str):
    """The questions of one organisation, and what it answered so far."""
    form = answer_form(posted(request), answer)
    if form.is_valid():
        try:
            services.answer_survey(answer, answers=form.answers())
        except NotNow:  # it was closed while they wrote
            return _no_link(request, SPENT, answer)
        return redirect(f"{request.path}?sent=1")
    page = {"answer": answer, "survey": answer.survey, "form": form}
    if request.method == "GET" and "sent" in request.GET and answer.answered_at:
        return render(request, "training/surveys/thanks.html", page)
    return render(request, "training/surveys/link.html", page)
