"""One referral's keeping: until when, what holds it, and keeping it for longer."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.models import Approval
from dueregard.access.purposes import Purpose
from dueregard.access.refusals import allows
from dueregard.accounts import services as accounts
from dueregard.accounts.step_up import step_up_required
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, confirmed, posted
from dueregard.vault import tenancy
from dueregard.vault.rooms import case_room

from .. import keeping, services
from ..forms.retention import HoldForm, LiftForm, LongerForm
from ..models import LegalHold, Referral
from ..retention_rules import RetentionClass
from ..rules_of_keeping import may_keep, may_review_retention
from ..services import legal_holds
from ..services.retention import has_ended, longest_of, rules_of
from .retention import reviewers_place


@require_safe
def kept(request, slug: str, pk):
    """Dates, and the hold with its reason for whoever answers for it."""
    referral = record_of(request, slug, pk)
    authority = referral.authority
    waiting = _waiting(referral)
    may_decide = waiting is not None and allows(
        accounts.may_decide, request.user, waiting
    )
    may_hold = allows(may_keep, request.user, authority)
    with case_room(
        request,
        authority=authority,
        purpose=Purpose.RETENTION,
        door="retention",
        groups=[],
    ) as room:
        hold = _hold_of(referral)
        if hold is not None and (may_hold or may_decide):
            room.show(hold)
        page = {
            "authority": authority,
            "referral": referral,
            "kind": RetentionClass(referral.retention_class).label,
            "rule": rules_of(authority.pk)[referral.retention_class],
            "has_ended": has_ended(referral),
            "is_in_review": keeping.is_in_review(referral),
            "hold": hold,
            "reads_reason": may_hold or may_decide,
            "may_hold": may_hold,
            "may_review": allows(may_review_retention, request.user, authority),
            "waiting": waiting,
            "may_decide": may_decide,
        }
        return render(request, "referrals/retention/kept.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def place_hold(request, slug: str, pk):
    referral = record_of(request, slug, pk)
    may_keep(request.user, referral.authority)
    form = HoldForm(posted(request))

    def do():
        reason = form.cleaned_data["reason"]
        services.place_hold(referral, reason=reason, by=request.user)
        return kept_page(
            referral
        ), "Nobody can destroy it until two people lift the hold."

    return asked(
        request,
        form,
        do,
        heading="Set a legal hold",
        caption=f"Referral {referral.reference}",
        lead="It is kept whatever its date, and you are asked again in six months.",
        submit="Set the hold",
        cancel_url=kept_page(referral),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def keep_longer(request, slug: str, pk):
    referral = record_of(request, slug, pk)
    may_keep(request.user, referral.authority)
    form = LongerForm(posted(request))
    with tenancy.of(referral.authority_id):
        latest = longest_of(referral)

    def do():
        services.keep_longer(referral, **form.cleaned_data, by=request.user)
        return kept_page(referral), "It is kept until that day."

    return asked(
        request,
        form,
        do,
        heading="Keep it for longer",
        caption=f"Referral {referral.reference}",
        lead=f"Until {latest:%-d %B %Y} at most. After it only a legal hold keeps it.",
        submit="Keep it",
        cancel_url=kept_page(referral),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def review_hold(request, slug: str, pk):
    """It was looked at again, and is still needed."""
    referral = record_of(request, slug, pk)
    may_keep(request.user, referral.authority)
    hold = _standing(referral)

    def do():
        services.review_hold(hold, by=request.user)
        return kept_page(referral), "You are asked again in six months."

    return confirmed(
        request,
        do,
        heading="Is the hold still needed?",
        caption=f"Referral {referral.reference}",
        lead="If you keep it, you are asked again in six months. If it is no longer "
        "needed, go back and ask to lift it.",
        submit="Yes, keep the hold",
        cancel_url=kept_page(referral),
    )


@require_http_methods(["GET", "POST"])
@step_up_required
@submits_once
def ask_to_lift(request, slug: str, pk):
    referral = record_of(request, slug, pk)
    may_keep(request.user, referral.authority)
    hold = _standing(referral)
    form = LiftForm(posted(request))

    def do():
        services.ask_to_lift(
            hold,
            reason=form.cleaned_data["reason"],
            by=request.user,
            session=request.session.session_key or "",
        )
        return kept_page(
            referral
        ), "You asked for it. The hold stands until somebody agrees."

    return asked(
        request,
        form,
        do,
        heading="Ask to lift the legal hold",
        caption=f"Referral {referral.reference}",
        submit="Ask for it",
        cancel_url=kept_page(referral),
    )


@require_POST
@step_up_required
@submits_once
def agree_to_lift(request, slug: str, pk):
    """The second person agrees; somebody who asked for it gets a refusal."""
    referral = record_of(request, slug, pk)
    approval = get_object_or_404(_waiting_rows(referral))

    def do():
        session = request.session.session_key or ""
        accounts.agree(approval, by=request.user, session=session)
        return kept_page(referral), "The hold is lifted."

    return confirmed(
        request, do, heading="Lift the hold", cancel_url=kept_page(referral)
    )


def record_of(request, slug: str, pk) -> Referral:
    """A referral whose dates this person reviews or agrees to. Raises Http404."""
    authority = reviewers_place(request, slug)
    with tenancy.of(authority):
        rows = Referral.objects.dated_for(request.user).filter(authority=authority)
        rows = rows.select_related("authority", "subject", "joined_to")
        return get_object_or_404(rows, pk=pk)


def _standing(referral: Referral) -> LegalHold:
    with tenancy.of(referral.authority_id):
        rows = legal_holds.holds_on(referral)
        return get_object_or_404(
            rows.select_related("referral__authority", "authority")
        )


def _hold_of(referral: Referral) -> LegalHold | None:
    return legal_holds.holds_on(referral).select_related("placed_by").first()


def _waiting_rows(referral: Referral):
    return (
        Approval.objects.waiting()
        .filter(
            authority=referral.authority_id,
            kind=legal_holds.LIFT,
            items__referral=str(referral.pk),
        )
        .select_related("authority", "asked_by")
    )


def _waiting(referral: Referral) -> Approval | None:
    return _waiting_rows(referral).first()


def kept_page(referral: Referral) -> str:
    return reverse("referrals:kept", args=[referral.authority.slug, referral.pk])
