"""Uploading a file, its page in each of its states, and the list of files."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import Refusal
from dueregard.exchange import export, importers, reads, services
from dueregard.exchange.forms import FileForm
from dueregard.exchange.importers import Change
from dueregard.exchange.models import Upload
from dueregard.exchange.services.problems import problem_header, problem_rows
from dueregard.exchange.services.undoing import may_undo
from dueregard.exchange.uploads import takes_files
from dueregard.submissions import submits_once
from dueregard.ui.paging import counted

from .finding import importer_or_404, upload_or_404

SECONDS_BETWEEN_LOOKS = 3

PAGES: dict[str, str] = {
    Upload.Status.NEEDS_MAPPING: "exchange/unmatched.html",
    Upload.Status.READY: "exchange/preview.html",
    Upload.Status.APPLIED: "exchange/applied.html",
    Upload.Status.REFUSED: "exchange/refused.html",
    Upload.Status.UNDONE: "exchange/ended.html",
    Upload.Status.DISCARDED: "exchange/ended.html",
}

READ_ROW_BY_ROW = (Upload.Status.RECEIVED, Upload.Status.READING)
WAITS_FOR: dict[str, str] = {
    Upload.Status.RECEIVED: "Reading the file",
    Upload.Status.READING: "Reading the file",
    Upload.Status.APPLYING: "Putting the rows in",
    Upload.Status.UNDOING: "Taking the rows out",
}


@require_safe
def upload_list(request, authority, importer):
    held, kind = importer_or_404(request, authority, importer)
    uploads = Upload.objects.visible_to(request.user).filter(
        authority=held, importer=kind.code
    )
    page = counted(uploads.select_related("person"), request)
    context = {"authority": held, "importer": kind, "page": page}
    return render(request, "exchange/list.html", context)


def largest_file(importer: str, **_: str) -> int:
    """Bytes of a file of this importer's; 0 when there is no such importer."""
    try:
        return importers.get(importer).limits.file
    except KeyError:
        return 0


@takes_files(largest_file)
@require_http_methods(["GET", "POST"])
@submits_once
def upload_new(request, authority, importer):
    held, kind = importer_or_404(request, authority, importer)
    sent = request.method == "POST"
    form = FileForm(
        request.POST if sent else None, request.FILES if sent else None, importer=kind
    )
    options = kind.options_form(
        authority=held,
        user=request.user,
        data=request.POST if sent else None,
        initial=request.GET.dict(),
    )
    if all([form.is_valid(), options.is_valid()]):
        upload = services.receive(
            kind,
            authority=held,
            by=request.user,
            file=form.cleaned_data["file"],
            options=options.cleaned_data,
        )
        return redirect(upload)
    context = {"authority": held, "importer": kind, "form": form, "options": options}
    return render(request, "exchange/upload.html", context)


@require_safe
def upload_detail(request, pk):
    upload = upload_or_404(request, pk)
    if services.has_failed(upload):
        failed = {"upload": upload, "authority": upload.authority}
        return render(request, "exchange/failed.html", failed)
    if upload.is_waiting:
        return _progress(request, upload)
    context = {"upload": upload, "importer": upload.kind, "authority": upload.authority}
    if upload.status == Upload.Status.READY:
        context |= _preview(request, upload)
    if upload.status == Upload.Status.APPLIED:
        context |= _applied(request, upload)
    return render(request, PAGES[upload.status], context)


def _asked_by_browsers(view):
    """Mark a view that pages call by themselves: it does not lengthen a session."""
    view.is_background = True
    return view


@_asked_by_browsers
@require_safe
def upload_progress(request, pk):
    """What the browser asks for by itself while it waits."""
    upload = upload_or_404(request, pk)
    if upload.is_waiting and not services.has_failed(upload):
        return _progress(request, upload)
    return redirect(upload)


@require_POST
@submits_once
def upload_read_again(request, pk):
    upload = upload_or_404(request, pk)
    services.read_again(upload, by=request.user)
    return redirect(upload)


@require_safe
def upload_problems(request, pk):
    upload = upload_or_404(request, pk)
    services.record_problems_saved(upload, by=request.user)
    name = f"problems-{upload.pk}.csv"
    return export.csv_response(name, problem_header(upload), problem_rows(upload))


def _progress(request, upload: Upload) -> HttpResponse:
    by_rows = upload.status in READ_ROW_BY_ROW
    progress = {
        "done": upload.rows_checked if by_rows else 0,
        "total": upload.rows_total if by_rows else None,
        "label": WAITS_FOR[upload.status],
        "finished": False,
    }
    context = {"upload": upload, "progress": progress, "states": Upload.Status}
    response = render(request, "exchange/progress.html", context)
    url = reverse("exchange:progress", args=[upload.pk])
    response["Refresh"] = f"{SECONDS_BETWEEN_LOOKS}; url={url}"
    return response


def _preview(request, upload: Upload) -> dict:
    change = reads.shown(upload, request.GET.get("show"))
    rows = upload.kind.rows_of(upload, change or "")
    page = counted(rows, request, cap=1_000_000)
    for row in page:
        row.upload = upload
    return {
        "groups": reads.groups(upload),
        "shown": change,
        "changes": Change,
        "page": page,
        "noted": any(row.problems or row.differences for row in page),
        "outcome": reads.outcome(upload),
        "earlier": Upload.objects.same_file_as(upload).first(),
    }


def _applied(request, upload: Upload) -> dict:
    """Whether it can be undone: `why_not` is the sentence when it cannot."""
    result_url = upload.kind.result_url(upload)
    try:
        may_undo(upload, by=request.user)
    except Refusal as refusal:
        return {"result_url": result_url, "why_not": refusal.sentence}
    return {"result_url": result_url, "why_not": ""}
