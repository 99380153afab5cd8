"""Who was given what of a referral, and whether each has put right what was wrong."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.need_to_know import Group
from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services
from ..forms.telling import HolderToldForm
from ..models import CorrectionNotice, Referral
from ..rules_of_telling import may_correct
from ..services.correction_mail import address_of
from ..spoken import CODE_HOLDS, code_of
from .doors import Opened, opened
from .telling import worked_on

SAID = frozenset({Group.ACCOUNT})
NOTHING: frozenset[Group] = frozenset()


@require_safe
@opened(door="detail", groups=SAID)
def disclosures(request, shown: Opened):
    row = worked_on(request, shown)
    given = row.disclosures.select_related("by")
    corrections = row.corrections.select_related("by")
    page = {
        "referral": row,
        "given": shown.room.show_all(given),
        "corrections": shown.room.show_all(corrections),
        "notices": _notices(shown, row),
        "may_correct": allows(may_correct, request.user, row),
    }
    return render(request, "referrals/telling/disclosures.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=SAID)
def holder_told(request, shown: Opened, notice_pk):
    row = worked_on(request, shown)
    may_correct(request.user, row)
    notice = _notice_or_404(row, notice_pk)
    form = HolderToldForm(posted(request))

    def do():
        services.tell_holder(notice, **form.answers(), by=request.user)
        return _page_of(row), "Written down."

    return asked(
        request,
        form,
        do,
        heading="Whom did you tell?",
        caption=f"Referral {row.reference}",
        submit="Save",
        cancel_url=_page_of(row),
    )


@require_POST
@submits_once
@opened(door="detail", groups=NOTHING)
def make_code_to_correct(request, shown: Opened, notice_pk):
    row = worked_on(request, shown)
    notice = _notice_or_404(row, notice_pk)
    services.make_code_to_correct(notice, by=request.user)
    return redirect("referrals:code_to_correct", row.authority.slug, row.pk, notice.pk)


@require_safe
@opened(door="detail", groups=NOTHING)
def code_to_correct(request, shown: Opened, notice_pk):
    """The code, to be read out to whoever is on the telephone now."""
    row = worked_on(request, shown)
    may_correct(request.user, row)
    notice = _notice_or_404(row, notice_pk)
    made = [row.authority.slug, row.pk, notice.pk]
    page = {
        "referral": row,
        "code": code_of(notice),
        "opens": "what is wrong",
        "destination": notice.disclosure.destination,
        "make_url": reverse("referrals:make_code_to_correct", args=made),
        "minutes": CODE_HOLDS.seconds // 60,
        "back": _page_of(row),
    }
    return render(request, "referrals/told_code.html", page)


def _notices(shown: Opened, row: Referral) -> list[tuple[CorrectionNotice, str]]:
    """Each with the address that it was written to, "" where they are rung."""
    rows = row.notices.select_related(
        "disclosure__destination", "correction", "told_by"
    )
    notices = shown.room.show_all(rows)
    shown.room.show_all(notice.disclosure for notice in notices)
    return [(notice, address_of(notice)) for notice in notices]


def _notice_or_404(row: Referral, pk) -> CorrectionNotice:
    rows = row.notices.select_related(
        "referral__authority", "disclosure__destination", "correction"
    )
    return get_object_or_404(rows, pk=pk)


def _page_of(row: Referral) -> str:
    return reverse("referrals:disclosures", args=[row.authority.slug, row.pk])
