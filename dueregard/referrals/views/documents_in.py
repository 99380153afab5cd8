"""Bringing in the national form as a file."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dueregard.access.refusals import NotNow
from dueregard.documents.uploads import takes_evidence
from dueregard.exchange.uploads import never_on_disk
from dueregard.submissions import submits_once
from dueregard.ui.asking import files as sent_files
from dueregard.ui.asking import posted

from ..forms.documents_in import FormFileForm
from ..services import documents_in as services
from .refer.doors import go_on_with, place_or_404
from .refer.unsent import lines_of


@never_on_disk
@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def document(request, slug: str):
    """The file is read into a form that this officer checks page by page."""
    authority = place_or_404(request, slug)
    services.may_bring(request.user, authority)
    form = FormFileForm(posted(request), sent_files(request))
    if form.is_valid():
        try:
            writing, read = services.bring(
                authority, form.cleaned_data["file"], by=request.user
            )
        except NotNow as refusal:
            form.add_error("file", refusal.sentence)
        else:
            go_on_with(request, writing)
            messages.success(request, _said(read.understood, read.left))
            return redirect("refer:step", "danger")
    page = {
        "authority": authority,
        "unsent": lines_of(authority, request.user),
        "form": form,
        "cancel_url": reverse("refer:mine_of", args=[slug]),
    }
    return render(request, "referrals/documents_in/document.html", page)


def _said(understood: int, left: int) -> str:
    """Numbers only: messages are not sealed."""
    words = (
        f"{understood} answers were read from the file, which is kept with the form."
    )
    if left:
        words += f" {left} could not be placed: look for them in the file."
    return f"{words} Check each page before you send it."
