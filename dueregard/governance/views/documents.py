from django.contrib import messages
from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard import clock
from dueregard.access.refusals import allows
from dueregard.documents import services as documents
from dueregard.documents.models import FileVersion
from dueregard.documents.uploads import takes_evidence
from dueregard.partners.tabs import tabs_of
from dueregard.partners.views.doors import authority_or_404
from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, files, posted
from dueregard.ui.paging import counted

from .. import services
from ..forms.controlled import (
    AboutForm,
    ChangeControlledForm,
    ControlForm,
    NewVersionForm,
    RecipientsForm,
)
from ..models import Acknowledgement, ControlledDocument, Recipient
from ..readers import GROUP_READERS
from ..rules import may_keep_document, may_keep_documents
from .doors import controlled_or_404


@require_safe
def controlled_documents(request, slug: str):
    authority = authority_or_404(request, slug, GROUP_READERS)
    rows = ControlledDocument.objects.visible_to(request.user).in_use()
    rows = rows.filter(authority=authority)
    page = {
        "authority": authority,
        "page": counted(_with_facts(rows), request),
        "today": clock.today(),
        "may_keep": allows(may_keep_documents, request.user, authority),
        **tabs_of(request, authority, "governance:documents"),
    }
    return render(request, "governance/documents.html", page)


def _with_facts(rows):
    """With the number of the latest version, and how many must read it and have."""
    latest = FileVersion.objects.filter(document=OuterRef("document"))
    latest = latest.order_by("-number")
    asked_for = Recipient.objects.filter(controlled=OuterRef("pk"))
    still_asked = Recipient.objects.filter(
        controlled=OuterRef(OuterRef("pk")), person=OuterRef("person")
    )
    read = Acknowledgement.objects.filter(
        Exists(still_asked), file_version=OuterRef("latest_id")
    )
    rows = rows.annotate(
        latest_id=Subquery(latest.values("pk")[:1]),
        latest_number=Subquery(latest.values("number")[:1]),
        asked=Subquery(_number(asked_for, "controlled")),
        has_read=Subquery(_number(read, "file_version")),
    )
    return rows.select_related("document", "owner").order_by("document__title", "pk")


def _number(rows, together: str):
    return rows.order_by().values(together).annotate(n=Count("pk")).values("n")


@require_safe
def controlled(request, pk: int):
    row = controlled_or_404(request, pk)
    latest = row.latest()
    read = Acknowledgement.objects.filter(
        file_version=latest, person=OuterRef("person")
    )
    rows = row.recipients.select_related("person").annotate(
        read_at=Subquery(read.values("at")[:1])
    )
    recipients = list(rows.order_by(F("read_at").asc(nulls_first=True), "person__name"))
    mine = [each for each in recipients if each.person_id == request.user.pk]
    may_keep = row.withdrawn_on is None and allows(may_keep_document, request.user, row)
    page = {
        "controlled": row,
        "latest": latest,
        "versions": row.document.versions.select_related("by"),
        "recipients": recipients,
        "has_read": sum(1 for each in recipients if each.read_at),
        "may_acknowledge": bool(mine)
        and latest is not None
        and mine[0].read_at is None
        and row.withdrawn_on is None,
        "may_keep": may_keep,
        "is_late": row.withdrawn_on is None and row.review_on <= clock.today(),
    }
    return render(request, "governance/controlled.html", page)


@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def control(request, slug: str):
    authority = authority_or_404(request, slug, GROUP_READERS)
    may_keep_documents(request.user, authority)
    form = ControlForm(posted(request), files(request), authority=authority)

    def do():
        row = _control(authority, form.cleaned_data, request.user)
        return row, f"{row} is under control. Now say who must read it."

    return asked(
        request,
        form,
        do,
        heading="Add a controlled document",
        caption=authority,
        submit="Add document",
        cancel_url=reverse("governance:documents", args=[authority.slug]),
    )


def _control(authority, answers: dict, by) -> ControlledDocument:
    document = documents.receive(
        answers["file"],
        by=by,
        authority=authority,
        title=answers["title"],
        marking=answers["marking"],
    )
    about = {name: answers[name] for name in AboutForm.base_fields}
    return services.control(document, **about, by=by)


@require_http_methods(["GET", "POST"])
@submits_once
def change_controlled(request, pk: int):
    row = controlled_or_404(request, pk)
    may_keep_document(request.user, row)
    form = ChangeControlledForm(posted(request), controlled=row)

    def do():
        services.change_controlled(row, **changes_of(form), by=request.user)
        return row, "The document is changed."

    return asked(
        request,
        form,
        do,
        heading=f"Change {row}",
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def new_version(request, pk: int):
    row = controlled_or_404(request, pk)
    may_keep_document(request.user, row)
    form = NewVersionForm(posted(request), files(request))

    def do():
        version = services.add_controlled_version(
            row, **form.cleaned_data, by=request.user
        )
        return row, f"Version {version.number} is kept, and its readers are asked."

    return asked(
        request,
        form,
        do,
        heading="Add a newer version",
        caption=row,
        lead="Everybody on the distribution list is asked to read it.",
        submit="Add version",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def recipients(request, pk: int):
    row = controlled_or_404(request, pk)
    may_keep_document(request.user, row)
    form = RecipientsForm(posted(request), controlled=row)

    def do():
        people = form.everyone()
        services.set_recipients(row, people=people, by=request.user)
        return row, f"{len(people)} on the distribution list."

    return asked(
        request,
        form,
        do,
        heading="Who must read it",
        caption=row,
        submit="Save distribution list",
        cancel_url=row.get_absolute_url(),
    )


@require_POST
@submits_once
def acknowledge(request, pk: int):
    row = controlled_or_404(request, pk)
    number = request.POST.get("number", "")
    number = int(number) if number.isascii() and number.isdigit() else 0
    services.acknowledge(row, number=number, by=request.user)
    messages.success(request, "Thank you. It is noted that you have read it.")
    return redirect(row)


@require_POST
@submits_once
def withdraw(request, pk: int):
    row = controlled_or_404(request, pk)
    services.withdraw(row, by=request.user)
    messages.success(request, f"{row} is withdrawn.")
    return redirect(row)
