"""My training: for whoever is signed in. `views.linked` is the same by a link."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.documents import services as documents
from dueregard.documents.models import FileVersion
from dueregard.documents.uploads import takes_evidence
from dueregard.documents.views.files import served
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, files, posted

from .. import own, services
from ..forms.own import SendForm
from ..models import Learner, SentCertificate

SAVE_IT_FIRST = (
    "The Home Office e-learning forgets who did it about 30 minutes after it ends. "
    "Download the certificate before you close it, or take a picture of the screen, "
    "then send it here."
)


@require_safe
def my_training(request):
    records = own.records_of(own.mine(request.user).order_by("organisation__name"))
    return render(request, "training/own/mine.html", {"records": records})


@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def send(request, pk: int):
    learner = get_object_or_404(own.mine(request.user), pk=pk)
    form = SendForm(posted(request), files(request), learner=learner)

    def do():
        services.send_certificate(learner, **form.cleaned_data, by=request.user)
        return reverse("training:mine"), (
            "Thank you. Your certificate is kept. It counts when it has been checked."
        )

    return asked(
        request,
        form,
        do,
        heading="Send in a certificate",
        caption=learner.organisation,
        lead=SAVE_IT_FIRST,
        submit="Send certificate",
        cancel_url=reverse("training:mine"),
    )


@require_POST
@submits_once
def take_back(request, pk: int):
    sent = sent_of(own.mine(request.user), pk)
    services.withdraw_certificate(sent, by=request.user)
    messages.success(request, "The certificate is taken back.")
    return redirect("training:mine")


@require_safe
def own_file(request, pk: int):
    version = newest_file(own.mine(request.user), pk)
    documents.note_download(version, by=request.user)
    return served(version, version.viewing_name or version.stored_name)


def sent_of(learners: Iterable[Learner], pk: int) -> SentCertificate:
    """What one of `learners` sent in, or 404."""
    sent = SentCertificate.objects.filter(learner__in=[each.pk for each in learners])
    return get_object_or_404(sent.select_related("learner__authority"), pk=pk)


def newest_file(learners: Iterable[Learner], pk: int) -> FileVersion:
    """The newest file of document `pk`, if it is a certificate of theirs; or 404."""
    document = get_object_or_404(own.files_of(learners), pk=pk)
    version = document.versions.select_related("document__authority").first()
    if version is None:
        raise Http404
    return version
