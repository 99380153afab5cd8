"""Assessments of a referral, read in the order in which they were finished; and what
its author's page lists while one is written. Never a number."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.need_to_know import Group
from dueregard.access.refusals import allows
from dueregard.drafts import services as drafts
from dueregard.drafts.models import Draft
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services
from ..assessment_templates import NEVER_A_SCORE, Part
from ..forms.templates import BeginAssessmentForm
from ..models import Assessment, Referral
from ..reading import works_on
from ..rules_of_assessing import may_assess
from ..services.assessing import (
    DRAFT,
    WRITTEN_IN,
    Answers,
    draft_subject,
    is_complete,
    template_of,
)
from ..showing_assessments import read_parts
from ..templates_offered import offered_at
from .doors import Opened, opened

ACCOUNT = frozenset({Group.ACCOUNT})
NOTHING: frozenset[Group] = frozenset()


@require_safe
@opened(door="detail", groups=NOTHING)
def assessments(request, shown: Opened):
    """Who finished one, and when. What they say is a page each."""
    row = shown.referral
    must_work_on(request, shown)
    rows = list(row.assessments.select_related("written_by", "own_version"))
    page = {
        "referral": row,
        "finished": [(each, template_of(each)) for each in rows if each.finished_at],
        "begun": [(each, template_of(each)) for each in rows if not each.finished_at],
        "may_write": _may_begin(request.user, row),
        "never_a_score": NEVER_A_SCORE,
    }
    return render(request, "referrals/assessments/list.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=NOTHING)
def start_assessment(request, shown: Opened):
    row = shown.referral
    may_assess(request.user, row)
    offers = offered_at(row.authority_id)
    form = BeginAssessmentForm(posted(request), offers=offers)

    def do():
        made = services.start_assessment(row, **form.cleaned_data, by=request.user)
        return address_of(
            "assessment", made
        ), "Begun. Write it in as many visits as you need."

    return asked(
        request,
        form,
        do,
        template="referrals/assessments/start.html",
        offers=offers,
        never_a_score=NEVER_A_SCORE,
        heading="Start an assessment",
        caption=f"Referral {row.reference}",
        submit="Start",
        cancel_url=_list(row),
    )


@require_safe
@opened(door="detail", groups=ACCOUNT)
def assessment(request, shown: Opened, assessment):
    """A finished one to read; one's own, that is not finished, to go on with."""
    must_work_on(request, shown)
    row = _found(request, shown, assessment)
    shown.room.show(row)
    form = template_of(row)
    page = {
        "referral": shown.referral,
        "assessment": row,
        "template": form,
        "never_a_score": NEVER_A_SCORE,
        "list_url": _list(shown.referral),
    }
    if row.finished_at is None:
        page |= {"parts": parts_to_write(row, request.user)}
        return render(request, "referrals/assessments/write.html", page)
    page |= {"parts": read_parts(row, form)}
    return render(request, "referrals/assessments/read.html", page)


@dataclass(frozen=True)
class ToWrite:
    """A part as the author's page lists it. Whether it is done, never how many."""

    part: Part
    url: str
    is_done: bool
    is_begun: bool
    is_typed: bool

    @property
    def state(self) -> str:
        if self.is_typed:
            return "Typed, not saved"
        if self.is_done:
            return "Complete"
        return "Begun" if self.is_begun else "Not begun"


def parts_to_write(row: Assessment, author) -> list[ToWrite]:
    """The parts as they were saved, and whether something typed waits to be saved."""
    answers: Answers = row.answers
    return [
        ToWrite(
            part,
            address_of("assess_part", row, part.code),
            is_complete(part, answers),
            any(code in answers for code in codes_of(part)),
            typed_of(row, author, part.code) is not None,
        )
        for part in template_of(row).parts
    ]


def _found(request, shown: Opened, pk) -> Assessment:
    """A finished one, or one's own; what others have not finished is nobody's."""
    rows = shown.referral.assessments.select_related("written_by", "own_version")
    row = get_object_or_404(rows, pk=pk)
    if row.finished_at is None and row.written_by_id != request.user.pk:
        raise Http404
    return row


def must_work_on(request, shown: Opened) -> None:
    """Whoever sent the referral reads their own words, not what was made of them."""
    if not works_on(request.user, shown.referral):
        raise Http404
    if Group.ACCOUNT not in shown.sight.reads:
        raise Http404


def _may_begin(user, row: Referral) -> bool:
    return row.status in WRITTEN_IN and allows(may_assess, user, row)


def typed_of(row: Assessment, author, part: str) -> Draft | None:
    """What its author typed in a part and did not save."""
    subject = draft_subject(row, part)
    return drafts.newest(DRAFT, authority=row.authority_id, by=author, subject=subject)


def codes_of(part: Part) -> list[str]:
    return [question.code for question in part.questions]


def _list(row: Referral) -> str:
    return reverse("referrals:assessments", args=[row.authority.slug, row.pk])


def address_of(name: str, row: Assessment, *more: str) -> str:
    referral = row.referral
    where = [referral.authority.slug, referral.pk, row.pk, *more]
    return reverse(f"referrals:{name}", args=where)
