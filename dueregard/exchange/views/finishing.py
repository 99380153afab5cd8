"""Confirming, undoing and throwing away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.exchange import reads, services
from dueregard.exchange.forms import VersionForm
from dueregard.exchange.models import Upload
from dueregard.exchange.services.undoing import may_undo
from dueregard.exchange.workflow import WORKFLOW
from dueregard.submissions import submits_once

from .finding import upload_or_404


@require_http_methods(["GET", "POST"])
@submits_once
def upload_confirm(request, pk):
    upload = upload_or_404(request, pk)
    WORKFLOW.check(upload, "confirm", by=request.user)
    form = VersionForm(
        request.POST if request.method == "POST" else None, upload=upload
    )
    if form.is_valid():
        services.confirm(upload, by=request.user, version=form.cleaned_data["version"])
        return redirect(upload)
    context = {
        "upload": upload,
        "form": form,
        "outcome": reads.outcome(upload),
        "cancel_url": upload.get_absolute_url(),
    }
    return render(request, "exchange/confirm.html", context)


@require_POST
@submits_once
def upload_check_again(request, pk):
    upload = upload_or_404(request, pk)
    services.check_again(upload, by=request.user)
    return redirect(upload)


@require_POST
@submits_once
def upload_put_back(request, pk):
    upload = upload_or_404(request, pk)
    services.put_back(upload, by=request.user)
    return redirect(upload)


@require_POST
@submits_once
def upload_stop_undoing(request, pk):
    upload = upload_or_404(request, pk)
    services.stop_undoing(upload, by=request.user)
    messages.success(request, f"{upload} stays in.")
    return redirect(upload)


@require_http_methods(["GET", "POST"])
@submits_once
def upload_undo(request, pk):
    upload = upload_or_404(request, pk)
    may_undo(upload, by=request.user)
    form = upload.kind.undo_form(
        upload, data=request.POST if request.method == "POST" else None
    )
    if form.is_valid():
        services.undo(upload, by=request.user, **form.cleaned_data)
        if upload.status == Upload.Status.UNDONE:
            messages.success(request, f"The import of {upload} is undone.")
        return redirect(upload)
    context = {"upload": upload, "form": form, "cancel_url": upload.get_absolute_url()}
    return render(request, "exchange/undo.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def upload_discard(request, pk):
    upload = upload_or_404(request, pk)
    if request.method == "POST":
        services.discard(upload, by=request.user)
        messages.success(request, f"{upload} is thrown away. Nothing was put in.")
        return redirect("exchange:list", upload.authority.slug, upload.importer)
    context = {"upload": upload, "cancel_url": upload.get_absolute_url()}
    return render(request, "exchange/discard.html", context)
