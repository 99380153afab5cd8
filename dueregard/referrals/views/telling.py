"""Whether the person was told, and what was found wrong with a referral."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dueregard.access.need_to_know import Group
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services
from ..forms.telling import CorrectionForm, MadeInErrorForm, TellingForm
from ..guards import missing
from ..models import Referral
from ..reading import works_on
from ..rules_of_telling import may_correct, may_find_error, may_tell
from .doors import Opened, opened

SAID = frozenset({Group.ACCOUNT})


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=SAID)
def told(request, shown: Opened):
    row = worked_on(request, shown)
    may_tell(request.user, row)
    form = TellingForm(posted(request))

    def do():
        if form.says_told:
            services.note_told(row, **form.told(), by=request.user)
            return row, "Written down: they were told."
        services.note_not_yet(row, **form.not_yet(), by=request.user)
        return row, "Written down, with the day on which you look at it again."

    return asked(
        request,
        form,
        do,
        template="referrals/telling/told.html",
        waits=missing("contact", row),
        tellings=shown.room.show_all(row.tellings.select_related("by")),
        heading="Were they told?",
        caption=f"Referral {row.reference}",
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=SAID)
def correct(request, shown: Opened):
    row = worked_on(request, shown)
    may_correct(request.user, row)
    form = CorrectionForm(posted(request))

    def do():
        services.correct(row, form.wrong(), by=request.user)
        return _held(row), "It stands beside what was said. Now tell who holds it."

    return asked(
        request,
        form,
        do,
        heading="Put something right",
        caption=f"Referral {row.reference}",
        lead="What was said stays as it is. This stands beside it wherever it is "
        "shown, and goes to everybody who was given something of this referral.",
        submit="Save and tell who holds it",
        cancel_url=_held(row),
    )


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="detail", groups=SAID)
def made_in_error(request, shown: Opened):
    row = worked_on(request, shown)
    may_find_error(request.user, row)
    form = MadeInErrorForm(posted(request))

    def do():
        given = form.cleaned_data
        services.find_made_in_error(
            row, given["outcome"], reason=given["reason"], by=request.user
        )
        return row, "Marked as made in error. Everybody who holds it is told."

    return asked(
        request,
        form,
        do,
        heading="Made in error",
        caption=f"Referral {row.reference}",
        lead="It is kept for a shorter time and is no earlier referral of anybody. "
        "What was said stays, with this beside it.",
        submit="Mark as made in error",
        cancel_url=row.get_absolute_url(),
    )


def worked_on(request, shown: Opened) -> Referral:
    """Not for who sent it: whom we told, and what was wrong with it, is not theirs.

    Raises:
        Http404: they see no more of it than who sent it, or not what was said.
    """
    row = shown.referral
    if not works_on(request.user, row) or Group.ACCOUNT not in shown.sight.reads:
        raise Http404
    return row


def _held(row: Referral) -> str:
    return reverse("referrals:disclosures", args=[row.authority.slug, row.pk])
