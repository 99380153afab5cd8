from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import NotAllowed, allows
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted

from ..forms.headcount import CheckForm, DeclareForm, HeadcountFilterForm
from ..models import Headcount, SampledCheck
from ..reach import organisations_kept
from ..readers import ORGANISATION_READERS
from ..rules import may_keep, may_set
from ..services.headcounts import check_sample, declare
from ..services.returns import a_year_ago
from ..tabs import tabs_of
from .doors import authority_or_404


@require_safe
def headcounts(request, slug: str):
    """What partners declared without names, apart from coverage by person."""
    authority = authority_or_404(request, slug, ORGANISATION_READERS)
    form = HeadcountFilterForm(request.GET, authority=authority)
    rows = Headcount.objects.visible_to(request.user).filter(authority=authority)
    shown = form.filtered(rows.current().with_last_check(), a_year_ago())
    page = {
        "authority": authority,
        "filter_form": form,
        "page": counted(shown.select_related("organisation", "role_group"), request),
        "a_year_ago": a_year_ago(),
        "may_declare": organisations_kept(request.user, authority).exists(),
        **tabs_of(request, authority, "training:headcounts"),
    }
    return render(request, "training/headcounts/headcounts.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def declare_headcount(request, slug: str):
    authority = authority_or_404(request, slug, ORGANISATION_READERS)
    if not organisations_kept(request.user, authority).exists():
        raise NotAllowed(
            "Only whoever keeps an organisation's training records can declare its "
            "headcounts."
        )
    form = DeclareForm(
        posted(request), user=request.user, authority=authority, **_begun(request)
    )

    def do():
        row = declare(authority, by=request.user, **form.cleaned_data)
        return row, f"Headcount of {row.organisation}, {row.role_group}, is declared."

    return asked(
        request,
        form,
        do,
        heading="Declare a headcount",
        caption=authority,
        lead="For an organisation that does not share names. The numbers stand apart "
        "and are never counted as people in the register.",
        submit="Declare headcount",
        cancel_url=reverse("training:headcounts", args=[slug]),
    )


def _begun(request) -> dict[str, str]:
    """The organisation and role group that the address names, to begin with."""
    names = ("organisation", "role_group")
    return {name: request.GET[name] for name in names if name in request.GET}


@require_safe
def headcount(request, pk: int):
    row = _headcount_or_404(request, pk)
    same = Headcount.objects.filter(
        authority=row.authority,
        organisation=row.organisation,
        role_group=row.role_group,
    )
    checks = SampledCheck.objects.filter(headcount__in=same)
    page = {
        "headcount": row,
        "earlier": same.exclude(pk=row.pk).select_related("by")[:25],
        "checks": checks.select_related("by", "headcount")[:25],
        "a_year_ago": a_year_ago(),
        "newer_url": _newer_url(row),
        "may_declare": row.replaced_by_id is None
        and allows(may_keep, request.user, row.authority, row.organisation),
        "may_check": row.replaced_by_id is None
        and row.in_date > 0
        and allows(may_set, request.user, row.authority),
    }
    return render(request, "training/headcounts/headcount.html", page)


def _newer_url(row: Headcount) -> str:
    """Where a newer headcount is declared, with what is known filled in."""
    url = reverse("training:declare_headcount", args=[row.authority.slug])
    return f"{url}?organisation={row.organisation_id}&role_group={row.role_group_id}"


@require_http_methods(["GET", "POST"])
@submits_once
def check_headcount(request, pk: int):
    row = _headcount_or_404(request, pk)
    may_set(request.user, row.authority)
    form = CheckForm(posted(request), headcount=row)

    def do():
        check = check_sample(row, by=request.user, **form.cleaned_data)
        return row, f"Check noted: {check}."

    return asked(
        request,
        form,
        do,
        heading="Check a sample of certificates",
        caption=row,
        submit="Save check",
        cancel_url=row.get_absolute_url(),
    )


def _headcount_or_404(request, pk: int) -> Headcount:
    rows = Headcount.objects.visible_to(request.user).with_last_check()
    rows = rows.select_related("authority", "organisation", "role_group", "by")
    return get_object_or_404(rows, pk=pk)
