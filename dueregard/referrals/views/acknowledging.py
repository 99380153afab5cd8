"""Where a referral has got to, and saying that a side has it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted

from .. import services
from ..forms.routing import AcceptedForm, AcknowledgeForm, AskAreaForm, ReportedForm
from ..models import Destination, Referral
from ..residence import SOURCE, rule_of
from ..rules import (
    may_acknowledge,
    may_ask_area,
    may_report_delivery,
    may_take_form,
)
from ..sides import Side, sides_of
from ..spoken import CODE_HOLDS, code_of
from .routes import deliveries_of, delivery_or_404, followed

Kind, Way = Destination.Kind, Destination.Way


@require_safe
@followed
def delivery(request, referral: Referral):
    """Both sides at once: what each said, by when it is due, and what one may do."""
    user = request.user
    shown = sides_of(referral, deliveries_of(referral))
    page = {
        "referral": referral,
        "authority": referral.authority,
        "sides": [(side, _may_do(user, side)) for side in shown],
        "rule": rule_of(referral.residence),
        "source": SOURCE,
        "may_report": allows(may_report_delivery, user, referral),
        "may_take_form": allows(may_take_form, user, referral),
        "may_ask_area": referral.is_open and allows(may_ask_area, user, referral),
    }
    return render(request, "referrals/delivery/sides.html", page)


def _may_do(user, side: Side) -> dict[str, bool]:
    """Which acts the page offers for one side."""
    sent = side.delivery
    if sent is None:
        return {}
    waits = sent.acknowledged_at is None
    may_report = allows(may_report_delivery, user, sent.referral)
    elsewhere = sent.destination.kind == Kind.OTHER_AREA
    return {
        "acknowledge": waits and allows(may_acknowledge, user, sent),
        "report": waits and may_report and not elsewhere,
        "code": may_report and sent.way == Way.LINK and not sent.accepted_on,
        "accepted": may_report and elsewhere and not sent.accepted_on,
    }


@require_http_methods(["GET", "POST"])
@submits_once
@followed
def acknowledge_delivery(request, referral: Referral, delivery_pk):
    sent = delivery_or_404(referral, delivery_pk)
    may_acknowledge(request.user, sent)
    form = AcknowledgeForm(posted(request), delivery=sent)

    def do():
        services.acknowledge_delivery(sent, **form.cleaned_data, by=request.user)
        return _page_of(referral), "Noted: you have this referral."

    return asked(
        request,
        form,
        do,
        heading="Say that you have this referral",
        lead=f"You answer for {sent.destination}: somebody there has it, and sees to "
        "it. It is written down with your name.",
        caption=f"Referral {referral.reference}",
        submit="We have it",
        cancel_url=_page_of(referral),
    )


@require_http_methods(["GET", "POST"])
@submits_once
@followed
def report_delivery(request, referral: Referral, delivery_pk):
    sent = delivery_or_404(referral, delivery_pk)
    may_report_delivery(request.user, referral)
    form = ReportedForm(posted(request), delivery=sent)

    def do():
        services.report_delivery(sent, **form.cleaned_data, by=request.user)
        return _page_of(referral), f"Noted: {sent.destination} has this referral."

    return asked(
        request,
        form,
        do,
        heading="They told you that they have it",
        lead=f"Somebody at {sent.destination} rang or wrote to you.",
        caption=f"Referral {referral.reference}",
        submit="Save",
        cancel_url=_page_of(referral),
    )


@require_POST
@submits_once
@followed
def make_code(request, referral: Referral, delivery_pk):
    sent = delivery_or_404(referral, delivery_pk)
    services.make_code(sent, by=request.user)
    return redirect("referrals:code", referral.authority.slug, referral.pk, sent.pk)


@require_safe
@followed
def code(request, referral: Referral, delivery_pk):
    """The code, to be read out to whoever is on the telephone now."""
    sent = delivery_or_404(referral, delivery_pk)
    may_report_delivery(request.user, referral)
    made = reverse(
        "referrals:make_code", args=[referral.authority.slug, referral.pk, sent.pk]
    )
    page = {
        "referral": referral,
        "code": code_of(sent),
        "opens": "the form",
        "destination": sent.destination,
        "minutes": CODE_HOLDS.seconds // 60,
        "make_url": made,
        "back": _page_of(referral),
    }
    return render(request, "referrals/told_code.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
@followed
def ask_area(request, referral: Referral):
    may_ask_area(request.user, referral)
    form = AskAreaForm(posted(request), authority=referral.authority)

    def do():
        given: Destination = form.cleaned_data["destination"]
        services.ask_area(referral, given, by=request.user)
        return _page_of(referral), f"The form is on its way to {given}."

    return asked(
        request,
        form,
        do,
        heading="Ask another area to take this referral",
        caption=f"Referral {referral.reference}",
        submit="Send the form",
        lead="This area holds the referral until the other one accepts it in writing.",
        cancel_url=_page_of(referral),
    )


@require_http_methods(["GET", "POST"])
@submits_once
@followed
def accept_by_area(request, referral: Referral, delivery_pk):
    sent = delivery_or_404(referral, delivery_pk)
    may_report_delivery(request.user, referral)
    form = AcceptedForm(posted(request))

    def do():
        services.note_acceptance(sent, **form.cleaned_data, by=request.user)
        messages.info(request, "You can pass the referral on to them now.")
        return _page_of(referral), f"Noted: {sent.destination} accepts it."

    return asked(
        request,
        form,
        do,
        heading="They accepted it in writing",
        caption=f"Referral {referral.reference}",
        submit="Save",
        cancel_url=_page_of(referral),
    )


def _page_of(referral: Referral) -> str:
    return reverse("referrals:delivery", args=[referral.authority.slug, referral.pk])
