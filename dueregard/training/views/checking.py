"""What learners sent in: the queue of a training lead, and the answer to each."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted

from .. import services
from ..forms.own import AcceptForm, ReturnForm
from ..models import SentCertificate
from ..readers import NAME_READERS
from ..rules import may_keep_learner
from ..tabs import tabs_of
from .doors import authority_or_404

READ_WITH = (
    "learner__authority",
    "learner__organisation",
    "course",
    "document__authority",
    "sent_by",
    "decided_by",
)


@require_safe
def sent_certificates(request, slug: str):
    """Those to check, the oldest first; with `?answered=1`, those that were."""
    authority = authority_or_404(request, slug, NAME_READERS)
    rows = SentCertificate.objects.visible_to(request.user)
    rows = rows.filter(learner__authority=authority).select_related(*READ_WITH)
    answered = request.GET.get("answered") == "1"
    if answered:
        waiting = SentCertificate.Status.WAITING
        rows = rows.exclude(status=waiting).order_by("-decided_at", "-pk")
    else:
        rows = rows.waiting()
    page = {
        "authority": authority,
        "answered": answered,
        "page": counted(rows.prefetch_related("document__versions"), request),
        **tabs_of(request, authority, "training:sent_certificates"),
    }
    return render(request, "training/own/to_check.html", page)


@require_safe
def sent_certificate(request, pk: int):
    sent = _sent_or_404(request, pk)
    page = {
        "sent": sent,
        "document": sent.document,
        "file": sent.document.newest,
        "known": _known_already(sent),
        "may_decide": sent.is_waiting
        and allows(may_keep_learner, request.user, sent.learner),
    }
    return render(request, "training/own/sent.html", page)


def _known_already(sent: SentCertificate):
    """What else is held of this person and course: it may be sent twice over."""
    rows = sent.learner.completions.live().filter(course=sent.course)
    return list(rows.exclude(pk=sent.completion_id)[:5])


@require_http_methods(["GET", "POST"])
@submits_once
def accept(request, pk: int):
    sent = _sent_or_404(request, pk)
    may_keep_learner(request.user, sent.learner)
    form = AcceptForm(posted(request), sent=sent)

    def do():
        services.accept_certificate(sent, by=request.user, **form.cleaned_data)
        return _queue(
            sent
        ), f"The certificate counts. It is on {sent.learner}’s record."

    return asked(
        request,
        form,
        do,
        heading="Accept the certificate",
        caption=sent.learner,
        lead="Check what was entered against the file. Correct it where they differ.",
        submit="Accept certificate",
        cancel_url=sent.get_absolute_url(),
        template="training/own/accept.html",
        document=sent.document,
        file=sent.document.newest,
    )


@require_http_methods(["GET", "POST"])
@submits_once
def send_back(request, pk: int):
    sent = _sent_or_404(request, pk)
    may_keep_learner(request.user, sent.learner)
    form = ReturnForm(posted(request))

    def do():
        services.return_certificate(sent, by=request.user, **form.cleaned_data)
        return _queue(sent), "The certificate is sent back with your reason."

    return asked(
        request,
        form,
        do,
        heading="Send the certificate back",
        caption=sent.learner,
        lead="It does not count. They read your reason, and can send another one.",
        submit="Send back",
        cancel_url=sent.get_absolute_url(),
    )


def _queue(sent: SentCertificate) -> str:
    slug = sent.learner.authority.slug
    return reverse("training:sent_certificates", args=[slug])


def _sent_or_404(request, pk: int) -> SentCertificate:
    rows = SentCertificate.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related(*READ_WITH), pk=pk)
