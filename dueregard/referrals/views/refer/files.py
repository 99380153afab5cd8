"""Files with the form that is being written, and reading them where they arrived."""

import io
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import store
from dueregard.access.limits import Limit, count
from dueregard.access.need_to_know import Group
from dueregard.access.refusals import NotNow
from dueregard.documents.checks import KINDS
from dueregard.documents.uploads import takes_evidence
from dueregard.documents.viewing import copy_of
from dueregard.exchange.uploads import never_on_disk
from dueregard.submissions import submits_once
from dueregard.ui.asking import files as sent_files
from dueregard.ui.asking import posted
from dueregard.vault.files import seal_to_read

from ...codes import Door
from ...forms.refer.files import FileForm
from ...models import ReferralFile
from ...services import keeping_files as services
from ...services.scanning_files import FOLDER
from ...services.writing import Writing
from ..doors import opened as opened_at
from .doors import network_of, while_writing

CLOSED = "sandbox; default-src 'none'"
GIVEN_FROM = Limit("refer-files-from", 40, timedelta(hours=1))
TOO_OFTEN = (
    "Too many files came from where you are. Send the form without this one, and say "
    "in it that you have more."
)


@login_not_required
@never_on_disk
@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
@while_writing
def files(request, writing: Writing):
    """Add a file, or take one out; nothing of a file is shown but its name and size."""
    if request.method == "POST" and "remove" in request.POST:
        services.detach(writing, request.POST["remove"])
        return redirect("refer:files")
    form = FileForm(posted(request), sent_files(request))
    if form.is_valid():
        try:
            _attach(request, writing, form.cleaned_data["file"])
            return redirect("refer:files")
        except NotNow as refusal:
            form.add_error("file", refusal.sentence)
    page = {"form": form, "writing": writing}
    return render(request, "referrals/refer/files.html", page)


@require_safe
@opened_at(door="file", groups=frozenset({Group.ACCOUNT}))
def file_download(request, opened, file):
    """A file that the virus check found clean; of a picture, without what it says of
    place and time (C-FILE5)."""
    if opened.account is None:
        raise Http404
    row = get_object_or_404(
        opened.referral.files.filter(status=ReferralFile.Status.CLEAN), pk=file
    )
    opened.room.show(row)
    seal = seal_to_read(row.data_key)
    content = b"".join(store.read(row.stored_name, FOLDER, seal=seal))
    kind = KINDS[row.content_type]
    if kind.is_picture:
        content = copy_of(io.BytesIO(content), kind.code.upper())
    response = FileResponse(
        io.BytesIO(content),
        as_attachment=True,
        filename=row.name,
        content_type=row.content_type,
    )
    response.headers["Content-Security-Policy"] = CLOSED
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def _attach(request, writing: Writing, file) -> None:
    if writing.door == Door.PUBLIC and count(GIVEN_FROM, network_of(request)):
        raise NotNow(TOO_OFTEN)
    services.attach(writing, file)
