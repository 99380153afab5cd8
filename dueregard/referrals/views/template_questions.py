"""The questions of a part of a draft: added, changed, moved, removed."""

from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, posted

from .. import services
from ..assessment_templates import NEVER_A_SCORE, Part, Question
from ..forms.templates import AsReadForm, ChangeQuestionForm, QuestionForm
from ..models import AssessmentTemplateVersion
from ..rules_of_templates import may_write_templates
from .template_doors import back_to, place, template_or_404, there_or_404, written
from .template_drafts import pressed

ASKED_IN = "referrals/templates/question.html"


@require_http_methods(["GET", "POST"])
@submits_once
def add_draft_question(request, slug: str, pk: int, part: str):
    """One question; or one after another, for whoever types in many."""
    template, draft = written(request, slug, pk)
    of = there_or_404(request, draft.as_template().part(part))
    form = QuestionForm(posted(request))

    def do():
        code = services.add_draft_question(
            template, part, **form.cleaned_data, by=request.user
        )
        if "another" in request.POST:
            return request.path, "Added. Write the next one."
        return place("draft_part", template, part, at=code), "Added."

    return asked(
        request,
        form,
        do,
        template=ASKED_IN,
        never_a_score=NEVER_A_SCORE,
        is_new=True,
        heading="Add a question",
        caption=of.title if of else draft,
        submit="Add question",
        cancel_url=back_to(template, of),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_draft_question(request, slug: str, pk: int, part: str, question: str):
    template, draft = written(request, slug, pk)
    of, one = _found(request, draft, part, question)
    form = ChangeQuestionForm(posted(request), question=one, version=draft.version)

    def do():
        services.change_draft_question(
            template, part, question, **changes_of(form), by=request.user
        )
        return place("draft_part", template, part, at=question), "Saved."

    return asked(
        request,
        form,
        do,
        template=ASKED_IN,
        never_a_score=NEVER_A_SCORE,
        heading="Change the question",
        caption=of.title if of else draft,
        submit="Save",
        cancel_url=back_to(template, of, question),
    )


@require_POST
@submits_once
def move_draft_question(request, slug: str, pk: int, part: str):
    """The button that was pressed says which question, and whether up or down."""
    template = template_or_404(request, slug, pk)
    may_write_templates(request.user, template.authority)
    way, question = pressed(request)
    if question:
        services.move_draft_question(template, part, question, way, by=request.user)
    return redirect(place("draft_part", template, part, at=question))


@require_http_methods(["GET", "POST"])
@submits_once
def remove_draft_question(request, slug: str, pk: int, part: str, question: str):
    template, draft = written(request, slug, pk)
    of, one = _found(request, draft, part, question)
    form = AsReadForm(posted(request), initial={"version": draft.version})

    def do():
        services.remove_draft_question(
            template, part, question, **form.cleaned_data, by=request.user
        )
        return place("draft_part", template, part), "The question is removed."

    return asked(
        request,
        form,
        do,
        heading="Remove the question",
        caption=one.label if one else draft,
        lead="Published versions keep it.",
        submit="Remove question",
        destroys=True,
        keep="Keep it",
        cancel_url=back_to(template, of, question),
    )


def _found(
    request, draft: AssessmentTemplateVersion, part: str, question: str
) -> tuple[Part | None, Question | None]:
    of = there_or_404(request, draft.as_template().part(part))
    return of, there_or_404(request, of.question(question) if of else None)
