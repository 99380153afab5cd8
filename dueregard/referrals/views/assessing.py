"""Writing an assessment: part by part, by one author, in as many visits as it takes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.access.refusals import NotNow
from dueregard.drafts import services as drafts
from dueregard.drafts.autosave import is_autosave, number_of, tab_of
from dueregard.submissions import submits_once
from dueregard.submissions.versions import Stale
from dueregard.ui.asking import asked, posted
from dueregard.vault import tenancy
from dueregard.vault.rooms import own_words

from .. import services
from ..assessment_templates import NEVER_A_SCORE, Part
from ..forms.assessing import PartForm, SummaryForm, flat
from ..models import Assessment, Referral
from ..rules_of_assessing import may_write_on
from ..services.assessing import (
    DRAFT,
    IS_FINISHED,
    SUMMARY,
    Answers,
    draft_subject,
    template_of,
)
from .assessments import (
    ACCOUNT,
    NOTHING,
    address_of,
    codes_of,
    must_work_on,
    parts_to_write,
    typed_of,
)
from .doors import Opened, authority_of, found, opened


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
@submits_once
def assess_part(request, slug: str, pk, assessment, part: str):
    """The questions of one part; the page saves what is typed by itself."""
    if is_autosave(request):
        return _keep_typed(request, slug, pk, assessment, part)
    return _assess_part(request, slug, pk, assessment, part)


@opened(door="change", groups=ACCOUNT)
def _assess_part(request, shown: Opened, assessment, part: str):
    row = _written_by(request, shown, assessment)
    of = _part_or_404(row, part)
    answers: Answers = row.answers
    typed = _typed(request, row, part)
    form = PartForm(
        posted(request), part=of, answers=answers, version=row.version, typed=typed
    )

    def do():
        kept = {
            code: given for code, given in answers.items() if code not in codes_of(of)
        }
        try:
            services.save_answers(
                row,
                by=request.user,
                version=form.cleaned_data["version"],
                answers=kept | form.answers(),
                part=part,
            )
        except Stale:
            form.name_in_full()
            raise
        return address_of(
            "assessment", row
        ), "Saved. Only you read it until you finish it."

    return asked(
        request,
        form,
        do,
        template="referrals/assessments/part.html",
        part=of,
        never_a_score=NEVER_A_SCORE,
        heading=of.title,
        **_of_writing(request, row, part, typed),
    )


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
@submits_once
def finish_assessment(request, slug: str, pk, assessment):
    """The overall view, with which it is finished and stays as it is."""
    if is_autosave(request):
        return _keep_typed(request, slug, pk, assessment, SUMMARY)
    return _finish_assessment(request, slug, pk, assessment)


@opened(door="change", groups=ACCOUNT)
def _finish_assessment(request, shown: Opened, assessment):
    row = _written_by(request, shown, assessment)
    answers: Answers = row.answers
    typed = _typed(request, row, SUMMARY)
    form = SummaryForm(posted(request), version=row.version, typed=typed)
    to_write = parts_to_write(row, request.user)

    def do():
        services.finish_assessment(
            row,
            by=request.user,
            version=form.cleaned_data["version"],
            answers=answers,
            summary=form.cleaned_data["summary"],
        )
        return address_of("assessment", row), "Finished. It stays as it is from now on."

    return asked(
        request,
        form,
        do,
        template="referrals/assessments/finish.html",
        parts=[each for each in to_write if each.is_typed or not each.is_done],
        heading="Finish the assessment",
        submit="Finish",
        **_of_writing(request, row, SUMMARY, typed),
    )


@require_POST
@submits_once
@opened(door="change", groups=NOTHING)
def discard_typed(request, shown: Opened, assessment, part: str):
    """Throw away what was typed in a part and not saved; what was saved stays."""
    row = _written_by(request, shown, assessment)
    subject = draft_subject(row, part)
    drafts.drop(DRAFT, authority=row.authority_id, by=request.user, subject=subject)
    messages.success(request, "What you had typed and not saved is gone.")
    return redirect(address_of("assessment", row))


def _of_writing(request, row: Assessment, part: str, typed) -> dict[str, Any]:
    """What the pages that are typed in share."""
    return {
        "caption": f"Referral {row.referral.reference}",
        "cancel_url": address_of("assessment", row),
        "typed": typed,
        "discard_url": address_of("discard_typed", row, part),
        "tab": tab_of(request),
        "number": number_of(request),
    }


def _keep_typed(request, slug: str, pk, assessment, part: str) -> HttpResponse:
    """Keep what is in the boxes as a draft of its author: opens and reads nothing."""
    authority = authority_of(request, slug)
    with tenancy.of(authority):
        referral, _ = found(request.user, pk)
        row = get_object_or_404(_own(request, referral), pk=assessment)
        may_write_on(request.user, row)
    names = [SUMMARY] if part == SUMMARY else list(flat(_part_or_404(row, part), {}))
    drafts.save_draft(
        DRAFT,
        {name: request.POST.get(name, "") for name in names},
        authority=authority,
        by=request.user,
        tab=tab_of(request),
        number=number_of(request),
        subject=draft_subject(row, part),
    )
    return HttpResponse(status=204)


def _typed(request, row: Assessment, part: str) -> dict[str, str] | None:
    """What this person typed and did not save; it comes back on a page of its own."""
    draft = typed_of(row, request.user, part)
    if draft is None:
        return None
    with own_words(row.authority_id, [draft]):
        return draft.content


def _written_by(request, shown: Opened, pk) -> Assessment:
    """An assessment that this person writes; what is finished is only read."""
    must_work_on(request, shown)
    rows = shown.referral.assessments.select_related("own_version")
    row = get_object_or_404(rows, pk=pk)
    may_write_on(request.user, row)
    if row.finished_at is not None:
        raise NotNow(IS_FINISHED)
    return shown.room.show(row)


def _own(request, referral: Referral):
    rows = referral.assessments.select_related("own_version")
    return rows.filter(written_by=request.user, finished_at=None)


def _part_or_404(row: Assessment, code: str) -> Part:
    found_part = template_of(row).part(code)
    if found_part is None:
        raise Http404
    return found_part
