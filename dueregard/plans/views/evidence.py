from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.documents.models import Document
from dueregard.documents.uploads import takes_evidence
from dueregard.submissions import submits_once

from .. import rules, services
from ..forms.progress import AttachForm, GiveForm
from ..search import plain_words
from .actions import get_action

SHOWN = 25
LONGEST = 200


@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def evidence_add(request, pk, action_pk):
    """A file or a link on its own, without an update."""
    action = get_action(request, pk, action_pk)
    rules.may_report(request.user, action)
    is_post = request.method == "POST"
    form = GiveForm(
        request.POST if is_post else None, request.FILES if is_post else None
    )
    if form.is_valid():
        not_kept = services.give_evidence(
            action, by=request.user, given=form.evidence()
        )
        if not_kept:
            messages.warning(request, not_kept)
        else:
            messages.success(request, "Thank you. The evidence is kept.")
        return redirect(action)
    context = {"plan": action.plan, "action": action, "form": form}
    return render(request, "plans/evidence/add.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def evidence_attach(request, pk, action_pk):
    """Evidence that there is, for this action too; the newest first, or by words."""
    action = get_action(request, pk, action_pk)
    rules.may_report(request.user, action)
    words = plain_words(request.GET.get("words", ""))[:LONGEST]
    documents = _to_choose(request.user, action, words)
    shown = documents.filter(
        pk__in=list(documents.values_list("pk", flat=True)[:SHOWN])
    )
    is_post = request.method == "POST"
    form = AttachForm(
        request.POST if is_post else None, documents=documents if is_post else shown
    )
    if form.is_valid():
        document = form.cleaned_data["document"]
        services.attach_evidence(action, document, by=request.user)
        messages.success(request, f"“{document}” is evidence for this action too.")
        return redirect(action)
    return render(
        request,
        "plans/evidence/attach.html",
        {
            "plan": action.plan,
            "action": action,
            "form": form,
            "words": words,
            "total": documents.count(),
            "most": SHOWN,
        },
    )


def _to_choose(user, action, words: str):
    documents = Document.objects.visible_to(user).filter(
        authority=action.plan.authority_id
    )
    for word in words.split():
        documents = documents.filter(Q(title__icontains=word) | Q(url__icontains=word))
    return documents.exclude(evidence__action=action).order_by("-given_at", "-pk")


@require_POST
@submits_once
def evidence_detach(request, pk, action_pk, evidence_pk):
    action = get_action(request, pk, action_pk)
    rules.may_report(request.user, action)
    evidence = get_object_or_404(action.evidence.all(), pk=evidence_pk)
    services.detach_evidence(evidence, by=request.user)
    messages.success(request, "It is taken off this action. The document is kept.")
    return redirect(action)
