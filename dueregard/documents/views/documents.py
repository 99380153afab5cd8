"""The list of documents, the page of one, and what can be said about it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import NotAllowed, NotNow, allows
from dueregard.submissions import submits_once
from dueregard.submissions.versions import Stale, stale_page
from dueregard.ui.paging import counted

from .. import scanner, services
from ..access import GIVERS, READERS_OF_ALL
from ..forms import AddForm, DocumentFilterForm, EditForm, VersionForm
from ..models import Document, FileVersion
from ..reads import by_tag
from ..registry import uses_of
from ..rules import may_give, may_keep, may_read_original, may_withdraw
from ..uploads import takes_evidence
from .doors import authorities_of, document_or_404

LISTED = ("title", "kind", "happened_on", "expires_on", "marking", "given_by__name")


@require_safe
def document_list(request):
    form = DocumentFilterForm(request.GET)
    visible = Document.objects.visible_to(request.user).with_state()
    found = form.filtered(visible).select_related("given_by").only(*LISTED)
    refused = FileVersion.objects.refused_to(request.user)
    context = {
        "filter_form": form,
        "page": counted(found.prefetch_related("tags"), request),
        "may_add": authorities_of(request, GIVERS).exists(),
        "summaries": authorities_of(request, READERS_OF_ALL),
        "refused": refused.select_related("document")[:5],
        "has_scanner": scanner.is_configured(),
    }
    return render(request, "documents/list.html", context)


@require_safe
def document_detail(request, pk: int):
    document = document_or_404(request, pk)
    may_change = allows(may_keep, request.user, document)
    context = {
        "document": document,
        "versions": document.versions.select_related("by"),
        "tags": document.tags_in_order,
        "uses": uses_of(document, request.user),
        "has_scanner": scanner.is_configured(),
        "may_change": may_change,
        "may_withdraw": allows(may_withdraw, request.user, document),
        "may_read_original": allows(may_read_original, request.user, document),
    }
    return render(request, "documents/detail.html", context)


@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def document_add(request):
    authorities = list(authorities_of(request, GIVERS))
    if not authorities:
        raise NotAllowed(
            "Your role does not give evidence. Ask the Prevent co-ordinator to add it."
        )
    sent = request.method == "POST"
    form = AddForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        authorities=authorities,
    )
    if form.is_valid():
        try:
            document = _add(form, request.user)
        except NotNow as refusal:
            form.add_error("evidence_file", refusal.sentence)
        else:
            messages.success(request, f"“{document}” is added.")
            return redirect(document)
    context = {"form": form, "cancel_url": reverse("documents:list")}
    return render(request, "documents/add.html", context)


def _add(form: AddForm, user) -> Document:
    authority = form.only or form.cleaned_data["authority"]
    may_give(user, authority)
    given = form.evidence()
    file, link = given.pop("file"), given.pop("link")
    given |= {"by": user, "authority": authority}
    given["marking"] = form.cleaned_data["marking"]
    if file:
        return services.receive(file, **given)
    return services.add_link(link, **given)


@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def document_add_version(request, pk: int):
    document = document_or_404(request, pk)
    may_keep(request.user, document)
    sent = request.method == "POST"
    form = VersionForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        try:
            file = form.cleaned_data["file"]
            services.add_version(document, file, by=request.user)
        except NotNow as refusal:
            form.add_error("file", refusal.sentence)
        else:
            messages.success(request, "The newer file is added.")
            return redirect(document)
    context = {"form": form, "document": document}
    context["cancel_url"] = document.get_absolute_url()
    return render(request, "documents/add_version.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def document_edit(request, pk: int):
    document = document_or_404(request, pk)
    may_keep(request.user, document)
    data = request.POST if request.method == "POST" else None
    form = EditForm(data, document=document)
    cancel_url = document.get_absolute_url()
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            services.edit(
                document, by=request.user, version=version, changes=form.changes()
            )
        except Stale as stale:
            return stale_page(request, form, stale, cancel_url=cancel_url)
        messages.success(request, "The changes are saved.")
        return redirect(document)
    context = {"form": form, "document": document, "cancel_url": cancel_url}
    return render(request, "documents/edit.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def document_withdraw(request, pk: int):
    document = document_or_404(request, pk)
    may_withdraw(request.user, document)
    if request.method == "POST":
        services.withdraw(document, by=request.user)
        messages.success(request, f"“{document}” is taken back.")
        return redirect("documents:list")
    context = {
        "document": document,
        "uses": uses_of(document, request.user),
        "cancel_url": document.get_absolute_url(),
    }
    return render(request, "documents/withdraw.html", context)


@require_safe
def evidence_summary(request, slug: str):
    authorities = authorities_of(request, (*GIVERS, *READERS_OF_ALL))
    authority = get_object_or_404(authorities, slug=slug)
    duties, sections = by_tag(authority, request.user)
    context = {
        "authority": authority,
        "tables": [
            ("The six duties", "Duty", duties),
            ("The eight sections of the toolkit", "Section", sections),
        ],
        "reads_all": request.user.holds_any(READERS_OF_ALL, authority),
    }
    return render(request, "documents/summary.html", context)
