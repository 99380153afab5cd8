from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from dueregard import clock
from dueregard.access.refusals import allows
from dueregard.exchange.export import Sheet, csv_response, xlsx_response
from dueregard.ui.paging import counted

from ..forms.survey import WaitingFilterForm
from ..models import Survey, SurveyAnswer
from ..readers import ORGANISATION_READERS
from ..rules import may_set
from ..services.surveys import record_survey_export
from ..survey_questions import (
    QUESTIONS,
    charts_of,
    header_of,
    quotes_of,
    row_of,
    said_in,
)
from ..tabs import tabs_of
from .doors import authority_or_404

FILES = ("csv", "xlsx")


@require_safe
def surveys(request, slug: str):
    authority = authority_or_404(request, slug, ORGANISATION_READERS)
    rows = Survey.objects.visible_to(request.user).filter(authority=authority)
    page = {
        "authority": authority,
        "page": counted(_with_counts(rows), request),
        "today": clock.today(),
        "may_set": allows(may_set, request.user, authority),
        **tabs_of(request, authority, "training:surveys"),
    }
    return render(request, "training/surveys/surveys.html", page)


def _with_counts(rows):
    has_answered = Q(answers__answered_at__isnull=False)
    return rows.annotate(
        asked=Count("answers"), answered=Count("answers", filter=has_answered)
    )


@require_safe
def survey(request, pk: int):
    """What was answered: counts, charts, and each organisation's turn."""
    row = survey_or_404(request, pk)
    form = WaitingFilterForm(request.GET)
    turns = _turns(request, row)
    given = turns.exclude(answered_at__isnull=True)
    said = list(given.values_list("organisation__name", "answers"))
    page = {
        "survey": row,
        "authority": row.authority,
        "today": clock.today(),
        "filter_form": form,
        "page": counted(form.filtered(turns), request),
        "charts": charts_of(row, [answers for _, answers in said]),
        "words": quotes_of(row, said),
        "answered": len(said),
        **_asked(turns),
        "may_set": allows(may_set, request.user, row.authority),
    }
    return render(request, "training/surveys/survey.html", page)


def _turns(request, survey: Survey) -> QuerySet[SurveyAnswer]:
    """Those of the survey that the reader may see."""
    turns = SurveyAnswer.objects.visible_to(request.user).filter(survey=survey)
    return turns.select_related("organisation")


def _asked(turns: QuerySet[SurveyAnswer]) -> dict[str, int]:
    nowhere = Q(email="", answered_at__isnull=True)
    return turns.aggregate(asked=Count("pk"), no_address=Count("pk", filter=nowhere))


@require_safe
def survey_answer(request, pk: int, answer_pk: int):
    """What one organisation said."""
    answer = answer_or_404(request, pk, answer_pk)
    page = {
        "survey": answer.survey,
        "answer": answer,
        "said": said_in(answer),
        "may_set": allows(may_set, request.user, answer.survey.authority),
    }
    return render(request, "training/surveys/answer.html", page)


@require_safe
def survey_file(request, pk: int, form: str):
    """Every organisation and what it said, a row each."""
    row = survey_or_404(request, pk)
    if form not in FILES:
        raise Http404
    record_survey_export(row, by=request.user, form=form)
    turns = _turns(request, row).iterator(2000)
    rows = (row_of(answer, QUESTIONS[row.kind]) for answer in turns)
    name = f"{slugify(row.title) or 'survey'}-{clock.today().isoformat()}.{form}"
    header = header_of(row)
    if form == "csv":
        return csv_response(name, header, rows)
    return xlsx_response(name, [Sheet("Answers", header, rows, [30] * len(header))])


def survey_or_404(request, pk: int) -> Survey:
    rows = Survey.objects.visible_to(request.user)
    rows = rows.select_related("authority", "opened_by", "closed_by")
    return get_object_or_404(rows, pk=pk)


def answer_or_404(request, pk: int, answer_pk: int) -> SurveyAnswer:
    rows = SurveyAnswer.objects.visible_to(request.user).filter(survey=pk)
    rows = rows.select_related("survey__authority", "organisation", "entered_by")
    return get_object_or_404(rows, pk=answer_pk)
