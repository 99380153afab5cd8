"""What the police say of going ahead, and social care beside the referral."""

from django.http import Http404
from django.views.decorators.http import require_http_methods

from dueregard.access.need_to_know import Group
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services
from ..forms.moves import AcknowledgedForm, MarkForm, ParallelForm
from ..rules import TRIAGE, may_mark, may_note_step
from ..services.limits import MARK_REVIEW, limits_of
from ..services.parallel import ADULTS, CHILDREN
from .doors import Opened, opened

KINDS = {"children": True, "adults": False}


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=frozenset({Group.POLICE_MARKS}))
def mark(request, shown: Opened):
    row = shown.referral
    may_mark(request.user, row)
    form = MarkForm(
        posted(request),
        is_police=request.user.holds_any(TRIAGE, row.authority),
        review_after=limits_of(row.authority_id)[MARK_REVIEW].working_days,
    )

    def do():
        given = form.cleaned_data
        services.set_mark(
            row,
            given["mark"],
            told=form.told(),
            is_shared=given["is_shared"],
            review_on=given["review_on"],
            by=request.user,
        )
        return row, "Saved."

    return asked(
        request,
        form,
        do,
        template="referrals/mark.html",
        marks=shown.marks,
        heading="May others go ahead?",
        caption=f"Referral {row.reference}",
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=frozenset({Group.CHARACTERISTICS}))
def parallel(request, shown: Opened, kind: str):
    """Is social care told? Asked of every child's referral (practice RF 6)."""
    row, to_children = shown.referral, _kind(kind)
    may_note_step(request.user, row)
    form = ParallelForm(posted(request))

    def do():
        services.answer_parallel(
            row, to_children=to_children, **form.answers(), by=request.user
        )
        return row, "Saved."

    return asked(
        request,
        form,
        do,
        heading=CHILDREN if to_children else ADULTS,
        caption=f"Referral {row.reference}",
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=frozenset())
def acknowledged(request, shown: Opened, kind: str):
    row, to_children = shown.referral, _kind(kind)
    may_note_step(request.user, row)
    form = AcknowledgedForm(posted(request))

    def do():
        services.acknowledge_parallel(
            row, to_children=to_children, **form.cleaned_data, by=request.user
        )
        return row, "Saved."

    return asked(
        request,
        form,
        do,
        heading="Social care has it",
        caption=f"Referral {row.reference}",
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


def _kind(kind: str) -> bool:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]
