from django.db.models import Count, OuterRef, Q, Subquery
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import allows
from dueregard.documents import services as documents
from dueregard.documents.uploads import takes_evidence
from dueregard.partners.tabs import tabs_of
from dueregard.partners.views.doors import authority_or_404
from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, confirmed, files, posted
from dueregard.ui.paging import counted

from .. import reads, services
from ..forms.group import ChangeGroupForm, GroupForm, TermsForm
from ..models import GroupMember, Meeting, PartnershipGroup, TermsOfReference
from ..readers import GROUP_READERS
from ..rules import may_keep_groups, may_prepare_for
from ..warnings import warnings_of
from .doors import group_or_404


@require_safe
def groups(request, slug: str):
    authority = authority_or_404(request, slug, GROUP_READERS)
    shown = PartnershipGroup.objects.visible_to(request.user).in_use()
    meetings = Meeting.objects.visible_to(request.user).to_come()
    page = {
        "authority": authority,
        "page": counted(_with_facts(shown.filter(authority=authority)), request),
        "meetings": meetings.filter(group__authority=authority).select_related("group")[
            :6
        ],
        "may_keep": allows(may_keep_groups, request.user, authority),
        **tabs_of(request, authority, "governance:groups"),
    }
    return render(request, "governance/groups.html", page)


def _with_facts(groups):
    """With the chair's name, the number of seats, and when the terms are reviewed."""
    chairs = GroupMember.objects.current().filter(
        group=OuterRef("pk"), seat=GroupMember.Seat.CHAIR
    )
    terms = TermsOfReference.objects.filter(group=OuterRef("pk")).order_by("-number")
    seats = GroupMember.objects.current().in_own_right().filter(group=OuterRef("pk"))
    counted_seats = seats.order_by().values("group").annotate(n=Count("pk"))
    return groups.annotate(
        chair=Subquery(chairs.values("person__name")[:1]),
        review_on=Subquery(terms.values("review_on")[:1]),
        seats=Subquery(counted_seats.values("n")),
    )


@require_safe
def group(request, pk: int):
    row = group_or_404(request, pk)
    members = list(row.members.not_ended().select_related("person", "organisation"))
    terms = list(row.terms.select_related("document"))
    meetings = Meeting.objects.visible_to(request.user).filter(group=row)
    may_keep = allows(may_keep_groups, request.user, row.authority)
    page = {
        "group": row,
        "terms": terms[0] if terms else None,
        "former_terms": terms[1:],
        "members": [each for each in members if each.deputy_for_id is None],
        "deputies": [each for each in members if each.deputy_for_id],
        "to_come": meetings.to_come()[:12],
        "past": meetings.filter(~Q(status__in=["planned", "called"]))[:6],
        "series": row.series.filter(ended_on__isnull=True),
        "reads_meetings": meetings.exists(),
        "open_actions": reads.open_actions(row).count(),
        "waiting": row.agenda_items.waiting().count(),
        "warnings": warnings_of(row, members, terms[0] if terms else None),
        "may_keep": may_keep and row.closed_on is None,
        "may_prepare": row.closed_on is None
        and allows(may_prepare_for, request.user, row),
    }
    return render(request, "governance/group.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def add_group(request, slug: str):
    authority = authority_or_404(request, slug, GROUP_READERS)
    may_keep_groups(request.user, authority)
    form = GroupForm(posted(request), authority=authority)

    def do():
        row = services.add_group(authority, **form.cleaned_data, by=request.user)
        return row, f"{row} is added. Now say who sits on it."

    return asked(
        request,
        form,
        do,
        heading="Add a group",
        caption=authority,
        submit="Add group",
        cancel_url=reverse("governance:groups", args=[authority.slug]),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_group(request, pk: int):
    row = group_or_404(request, pk)
    may_keep_groups(request.user, row.authority)
    form = ChangeGroupForm(posted(request), group=row)

    def do():
        services.change_group(row, **changes_of(form), by=request.user)
        return row, "The group is changed."

    return asked(
        request,
        form,
        do,
        heading=f"Change {row}",
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def close_group(request, pk: int):
    row = group_or_404(request, pk)
    may_keep_groups(request.user, row.authority)

    def do():
        services.close_group(row, by=request.user)
        slug = row.authority.slug
        return reverse("governance:groups", args=[slug]), f"{row} is closed."

    return confirmed(
        request,
        do,
        heading=f"Close {row}",
        lead="Close a group that meets no more. Its meetings, decisions and minutes "
        "are kept; its members’ seats end today.",
        submit="Close group",
        cancel_url=row.get_absolute_url(),
    )


@takes_evidence
@require_http_methods(["GET", "POST"])
@submits_once
def agree_terms(request, pk: int):
    row = group_or_404(request, pk)
    may_keep_groups(request.user, row.authority)
    form = TermsForm(posted(request), files(request))

    def do():
        _agree(row, form.cleaned_data, request.user)
        return row, "The terms of reference are noted."

    return asked(
        request,
        form,
        do,
        heading="Terms of reference",
        caption=row,
        submit="Save terms of reference",
        cancel_url=row.get_absolute_url(),
    )


def _agree(row: PartnershipGroup, answers: dict, by) -> None:
    document = None
    if answers["how"] == "file":
        document = documents.receive(
            answers["file"],
            by=by,
            authority=row.authority,
            title=f"Terms of reference of {row}"[:200],
            happened_on=answers["agreed_on"],
            tags=["partnership", "section_1"],
        )
    services.agree_terms(
        row,
        agreed_on=answers["agreed_on"],
        review_on=answers["review_on"],
        text=answers["text"] or "",
        document=document,
        by=by,
    )
