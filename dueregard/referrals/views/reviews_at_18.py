"""The record of somebody who was a child: kept on a ground, or to be destroyed."""

from django.views.decorators.http import require_http_methods

from dueregard.access.refusals import NotNow, allows
from dueregard.accounts.step_up import step_up_required
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import keeping, services
from ..forms.review_at_18 import ReviewForm
from ..rules_of_keeping import may_keep, may_review_retention
from ..services.reviews_at_18 import NOT_YET
from .legal_holds import kept_page, record_of


@require_http_methods(["GET", "POST"])
@step_up_required
@submits_once
def review_at_18(request, slug: str, pk):
    referral = record_of(request, slug, pk)
    may_review_retention(request.user, referral.authority)
    if not keeping.is_in_review(referral):
        raise NotNow(NOT_YET)
    form = ReviewForm(
        posted(request),
        may_keep=allows(may_keep, request.user, referral.authority),
        was_kept=referral.kept_past_18_on is not None,
    )

    def do():
        if form.keeps:
            services.keep_past_18(referral, **form.why(), by=request.user)
            return kept_page(referral), "It is kept. It is looked at again in a year."
        approval = services.ask_to_destroy(
            referral.authority,
            [referral.pk],
            by=request.user,
            session=request.session.session_key or "",
        )
        sentence = "You asked for it. Nothing changes before a second person agrees."
        return approval, sentence

    return asked(
        request,
        form,
        do,
        template="referrals/retention/review_at_18.html",
        referral=referral,
        heading="Is this record still needed?",
        caption=f"Referral {referral.reference}",
        submit="Save",
        cancel_url=kept_page(referral),
    )
