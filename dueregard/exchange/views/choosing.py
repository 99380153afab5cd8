"""What a person says of a file before it goes in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.access.refusals import NotNow
from dueregard.exchange import services
from dueregard.exchange.forms import DecisionsForm, MappingForm, RestForm
from dueregard.exchange.importers import Change, Decision
from dueregard.exchange.models import Upload
from dueregard.exchange.workflow import WORKFLOW
from dueregard.submissions import submits_once
from dueregard.ui.paging import counted

from .finding import upload_or_404


@require_http_methods(["GET", "POST"])
@submits_once
def upload_columns(request, pk):
    upload = upload_or_404(request, pk)
    WORKFLOW.check(upload, "map", by=request.user)
    form = MappingForm(
        request.POST if request.method == "POST" else None, upload=upload
    )
    if form.is_valid():
        services.match_columns(
            upload,
            by=request.user,
            mapping=form.mapping(),
            version=form.cleaned_data["version"],
        )
        return redirect(upload)
    context = {"upload": upload, "form": form, "cancel_url": upload.get_absolute_url()}
    return render(request, "exchange/columns.html", context)


@require_POST
@submits_once
def upload_map_again(request, pk):
    upload = upload_or_404(request, pk)
    services.map_again(upload, by=request.user)
    return redirect("exchange:columns", upload.pk)


@require_http_methods(["GET", "POST"])
@submits_once
def upload_doubtful(request, pk):
    upload = _ready_or_refuse(request, pk)
    rows = upload.rows.filter(change=Change.UNCERTAIN).order_by("ordinal")
    page = counted(rows, request, size=10)
    form = DecisionsForm(
        request.POST if request.method == "POST" else None,
        upload=upload,
        rows=page.rows,
    )
    if form.is_valid():
        services.decide(
            upload,
            by=request.user,
            decisions=form.decisions(),
            version=form.cleaned_data["version"],
        )
        if page.next_url:
            return redirect(reverse("exchange:doubtful", args=[pk]) + page.next_url)
        messages.success(request, "Your choices are saved.")
        return redirect(upload)
    context = {"upload": upload, "form": form, "page": page, "decisions": Decision}
    return render(request, "exchange/doubtful.html", context)


@require_POST
@submits_once
def upload_rest(request, pk):
    upload = _ready_or_refuse(request, pk)
    form = RestForm(request.POST, upload=upload)
    if form.is_valid():
        services.decide_all(
            upload,
            by=request.user,
            decision=Decision(form.cleaned_data["decision"]),
            version=form.cleaned_data["version"],
        )
        messages.success(request, "Your choice is saved.")
        return redirect(upload)
    messages.error(request, "Select whether the rest goes in")
    return redirect("exchange:doubtful", upload.pk)


def _ready_or_refuse(request, pk: int) -> Upload:
    upload = upload_or_404(request, pk)
    if upload.status != Upload.Status.READY:
        raise NotNow("Rows can be chosen only while the import waits to be confirmed.")
    return upload
