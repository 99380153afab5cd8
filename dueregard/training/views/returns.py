from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import allows
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted

from ..forms.returns import NothingForm, ReturnForm
from ..models import OrganisationReturn
from ..readers import ORGANISATION_READERS
from ..returns.files import FORMATS
from ..returns.kinds import build, counted_on
from ..returns.scope import Scope, organisations_read
from ..returns.sheet import shown
from ..rules import may_keep, may_set
from ..services.returns import (
    a_year_ago,
    chase_returns,
    expected_organisations,
    leads,
    note_nothing,
    organisations_without_return,
    record_return_export,
    with_tasks,
)
from ..tabs import tabs_of
from .doors import authority_or_404

MOST_NAMED = 10
ROWS = 20


@require_safe
def returns(request, slug: str):
    """Choose a return, read its tables on the page, and take it as a file."""
    authority = authority_or_404(request, slug, ORGANISATION_READERS)
    form, kind, period, scope, of = _asked_for(request, authority)
    part = kind.part_of(request.GET.get("part", ""))
    table = part.make(scope, period)
    rows = counted(table.rows, request, size=ROWS)
    page = {
        "authority": authority,
        "filter_form": form,
        "kind": kind,
        "period": period,
        "part": part,
        "of": of,
        "counted_on": counted_on(period),
        "table": table,
        "page": rows,
        "shown": [[shown(value) for value in row] for row in rows],
        "formats": FORMATS,
        "missing": _missing(request, authority).count(),
        **tabs_of(request, authority, "training:returns"),
    }
    return render(request, "training/returns/returns.html", page)


@require_safe
def return_file(request, slug: str, form: str):
    """The whole return as a file, with the definitions of its columns."""
    authority = authority_or_404(request, slug, ORGANISATION_READERS)
    if form not in FORMATS:
        raise Http404
    _, kind, period, scope, of = _asked_for(request, authority)
    made = build(kind, period, scope, of=of, made_by=request.user)
    record_return_export(
        authority,
        kind.code,
        period.starts_on,
        period.ends_on,
        organisations=scope.organisations,
        by=request.user,
        form=form,
    )
    return FORMATS[form].write(made)


def _asked_for(request, authority: Authority):
    """The form, and what was chosen: kind, period, whose numbers, and of whom."""
    read = organisations_read(request.user, authority)
    rows = Organisation.objects.filter(authorities=authority)
    form = ReturnForm(
        request.GET,
        organisations=rows if read is None else rows.filter(pk__in=read),
    )
    kind, period, organisation = form.answers()
    scope = Scope(authority, [organisation.pk] if organisation else read)
    return form, kind, period, scope, str(organisation or authority)


@require_safe
def returns_missing(request, slug: str):
    """Organisations that have not told us about their training in the last year."""
    authority = authority_or_404(request, slug, ORGANISATION_READERS)
    expected = expected_organisations(authority)
    page = {
        "authority": authority,
        "since": a_year_ago(),
        "expected": expected.filter(_read(request, authority)).count(),
        "page": counted(with_tasks(_missing(request, authority), authority), request),
        "may_chase": allows(may_set, request.user, authority),
        **tabs_of(request, authority, "training:returns"),
    }
    return render(request, "training/returns/missing.html", page)


def _missing(request, authority: Authority) -> QuerySet[Organisation]:
    rows = organisations_without_return(authority, a_year_ago())
    return rows.filter(_read(request, authority))


def _read(request, authority: Authority) -> Q:
    """The condition on organisations of which the reader reads returns."""
    read = organisations_read(request.user, authority)
    return Q() if read is None else Q(pk__in=read)


@require_POST
@submits_once
def chase(request, slug: str):
    """Ask the organisations that were ticked, or all that have not returned."""
    authority = authority_or_404(request, slug, ORGANISATION_READERS)
    may_set(request.user, authority)
    missing = organisations_without_return(authority, a_year_ago())
    if "all" not in request.POST:
        missing = missing.filter(pk__in=_keys(request.POST.getlist("organisation")))
    chased = chase_returns(authority, missing, by=request.user)
    if chased.asked:
        number = len(chased.asked)
        noun = "organisation is" if number == 1 else "organisations are"
        messages.success(
            request,
            f"{number} {noun} asked: it stands on the lead post’s list of work.",
        )
    for organisation in chased.unreachable[:MOST_NAMED]:
        messages.warning(
            request,
            f"Nobody holds a lead post of {organisation}. Ask by telephone, or give "
            "somebody the post first.",
        )
    if not chased.asked and not chased.unreachable:
        messages.warning(request, "Select the organisations to ask.")
    return redirect("training:returns_missing", slug)


@require_safe
def return_of(request, slug: str, pk: int):
    """What is asked of one organisation, the three ways to answer, and what it sent."""
    authority, organisation = _organisation_or_404(request, slug, pk)
    declare = reverse("training:declare_headcount", args=[slug])
    told = OrganisationReturn.objects.filter(
        authority=authority, organisation=organisation
    )
    page = {
        "authority": authority,
        "organisation": organisation,
        "told": told.select_related("by")[:25],
        "newer_url": f"{declare}?organisation={organisation.pk}",
        "since": a_year_ago(),
        "may_keep": allows(may_keep, request.user, authority, organisation),
    }
    return render(request, "training/returns/of.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def nothing_to_tell(request, slug: str, pk: int):
    authority, organisation = _organisation_or_404(request, slug, pk)
    may_keep(request.user, authority, organisation)
    form = NothingForm(posted(request))
    back = reverse("training:return_of", args=[slug, pk])

    def do():
        note = form.cleaned_data["note"]
        note_nothing(authority, organisation, by=request.user, note=note)
        return back, f"It is noted that {organisation} has nothing to tell."

    return asked(
        request,
        form,
        do,
        heading="Nothing to tell",
        caption=organisation,
        lead="It then counts as having returned, and nobody asks it for 12 months.",
        submit="Save",
        cancel_url=back,
    )


def _organisation_or_404(request, slug: str, pk: int):
    """One that works with the authority, for readers of counts and whoever is asked."""
    authority = get_object_or_404(
        Authority.objects.filter(pk__in=request.user.authorities_in([Room.TRAINING])),
        slug=slug,
    )
    rows = Organisation.objects.filter(authorities=authority)
    organisation = get_object_or_404(rows, pk=pk)
    if _reads(request.user, authority, organisation) or leads(
        request.user, authority, organisation
    ):
        return authority, organisation
    raise Http404


def _reads(user: Person, authority: Authority, organisation: Organisation) -> bool:
    read = organisations_read(user, authority)
    holds = user.holds_any(ORGANISATION_READERS, authority)
    return holds and (read is None or organisation.pk in read)


def _keys(values: list[str]) -> list[int]:
    return [int(one) for one in values if one.isascii() and one.isdigit()][:1000]
