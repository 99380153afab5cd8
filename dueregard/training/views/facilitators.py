from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import clock
from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted

from .. import services
from ..accrediting import WARNED_BEFORE
from ..forms.facilitator import (
    ChangeFacilitatorForm,
    FacilitatorForm,
    FacilitatorLeftForm,
)
from ..models import Facilitator
from ..readers import NAME_READERS
from ..rules import may_set
from .doors import authority_or_404, facilitator_or_404


@require_safe
def facilitators(request, slug: str):
    authority = authority_or_404(request, slug, NAME_READERS)
    rows = Facilitator.objects.visible_to(request.user).filter(authority=authority)
    page = {
        "authority": authority,
        "page": counted(
            rows.serving().select_related("organisation", "accreditation"), request
        ),
        "today": clock.today(),
        "soon": clock.today() + WARNED_BEFORE,
        "may_set": allows(may_set, request.user, authority),
    }
    return render(request, "training/sessions/facilitators.html", page)


@require_safe
def facilitator(request, pk: int):
    row = facilitator_or_404(request, pk)
    sessions = row.sessions.select_related("course")
    page = {
        "facilitator": row,
        "to_come": sessions.to_come()[:25],
        "past": sessions.filter(status="held").order_by("-starts_at")[:10],
        "today": clock.today(),
        "soon": clock.today() + WARNED_BEFORE,
        "may_set": allows(may_set, request.user, row.authority),
    }
    return render(request, "training/sessions/facilitator.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def add_facilitator(request, slug: str):
    authority = authority_or_404(request, slug, NAME_READERS)
    may_set(request.user, authority)
    form = FacilitatorForm(posted(request), authority=authority)

    def do():
        row = services.add_facilitator(authority, **form.cleaned_data, by=request.user)
        return row, f"{row} is added."

    return asked(
        request,
        form,
        do,
        heading="Add a facilitator",
        caption=authority,
        submit="Add facilitator",
        cancel_url=reverse("training:facilitators", args=[authority.slug]),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_facilitator(request, pk: int):
    row = facilitator_or_404(request, pk)
    may_set(request.user, row.authority)
    form = ChangeFacilitatorForm(posted(request), facilitator=row)

    def do():
        answers = {
            name: form.cleaned_data[name] for name in FacilitatorForm.base_fields
        }
        version = form.cleaned_data["version"]
        services.change_facilitator(row, version=version, by=request.user, **answers)
        return row, f"What is known of {answers['name']} is changed."

    return asked(
        request,
        form,
        do,
        heading=f"Change {row}",
        caption=row.authority,
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def facilitator_left(request, pk: int):
    row = facilitator_or_404(request, pk)
    may_set(request.user, row.authority)
    form = FacilitatorLeftForm(posted(request))

    def do():
        left_on = form.cleaned_data["left_on"]
        services.facilitator_left(row, left_on=left_on, by=request.user)
        return row, f"{row} runs no more sessions from that day."

    return asked(
        request,
        form,
        do,
        heading=f"{row} runs no more sessions",
        caption=row.authority,
        lead="Sessions that they ran stay theirs.",
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )
