"""The completed form as a file, for one destination (practice RF 12)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once
from dueregard.ui.asking import posted

from .. import services
from ..forms.routing import TakeForm
from ..printing.files import FormFile
from ..rules import may_take_form
from .doors import Opened, opened


@require_http_methods(["GET", "POST"])
@submits_once
@opened(door="file")
def take_form(request, shown: Opened):
    """What this person may read of it, and no more, is what the file holds."""
    referral = shown.referral
    may_take_form(request.user, referral)
    form = TakeForm(posted(request), authority=referral.authority)
    if form.is_valid():
        try:
            made = services.take_form(
                referral, shown.parts, **form.cleaned_data, by=request.user
            )
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return file_answer(made)
    back = reverse("referrals:delivery", args=[referral.authority.slug, referral.pk])
    page = {"form": form, "referral": referral, "cancel_url": back}
    return render(request, "referrals/delivery/take.html", page)


def file_answer(made: FormFile) -> HttpResponse:
    """The file, kept nowhere on its way."""
    return HttpResponse(
        made.content,
        content_type=made.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, made.name),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
