from django.db.models import Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dueregard import clock
from dueregard.access.refusals import allows
from dueregard.accounts.models import Authority, Organisation
from dueregard.exchange.export import csv_response, xlsx_response
from dueregard.ui.paging import counted, keyset

from ..coverage.counting import People
from ..coverage.headline import ever_trained
from ..coverage.lapse import WINDOWS, lapsing_by_organisation, lapsing_places
from ..coverage.matrix import Matrix, Row, matrix_of, sheet_of
from ..coverage.sight import FEW, Sight, keeps_any, reads_names, sight_of
from ..coverage.states import IN_SCOPE
from ..coverage.trend import months_between, trend_chart, trend_of
from ..forms.coverage import (
    CourseFilterForm,
    CoverageFilterForm,
    LapsingFilterForm,
    RoleGroupFilterForm,
)
from ..models import Headcount, LearnerRole
from ..readers import COUNT_READERS, NAME_READERS
from ..rules import may_keep
from ..services.coverage import record_coverage_export
from ..services.returns import a_year_ago, organisations_without_return
from ..tabs import tabs_of
from .doors import authority_or_404

SIZE, ACROSS = 10, 5
NOBODY = 101  # sorts after every percentage
NAMES = 25


@require_safe
def matrix(request, slug: str):
    """Role groups across, organisations down: how many of how many are in date."""
    authority = authority_or_404(request, slug, COUNT_READERS)
    sight = sight_of(request.user, authority)
    asked = {} if sight.totals_only else request.GET
    form = CoverageFilterForm(asked, authority=authority)
    whole = _matrix(authority, sight, form)
    rows = _ordered(whole, form.chosen("order"))
    across = _across(request, len(whole.columns))
    shown = slice(across["first"], across["last"])
    listed = None if sight.totals_only else counted(rows, request, size=SIZE)
    page = {
        "authority": authority,
        "form": form,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "matrix": whole,
        "chart": whole.total.chart("How everybody in scope stands"),
        "shows_states": not (sight.totals_only and whole.total.holds_few(FEW)),
        "across": across,
        "labels": whole.labels[shown],
        "totals": whole.totals[shown],
        "sight": sight,
        "page": listed,
        "cells": [
            (row, list(zip(whole.columns[shown], row.cells[shown], strict=True)))
            for row in listed or []
        ],
        "may_keep": keeps_any(request.user, authority),
        "not_returned": _not_returned(authority, sight),
        "headcounts": _headcounts(authority, sight, form),
        **tabs_of(request, authority, "training:coverage"),
    }
    return render(request, "training/coverage/matrix.html", page)


def _across(request, columns: int) -> dict[str, int | None]:
    """Which columns fit on the page, and where those before and after them begin."""
    typed = request.GET.get("across", "")
    first = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    first = first if first < columns else 0
    return {
        "first": first,
        "last": min(first + ACROSS, columns),
        "before": max(first - ACROSS, 0) if first else None,
        "after": first + ACROSS if first + ACROSS < columns else None,
    }


def _matrix(authority: Authority, sight: Sight, form: CoverageFilterForm) -> Matrix:
    return matrix_of(
        authority,
        form.census,
        sight,
        form.role_groups,
        sector=form.chosen("sector") or "",
        kind=form.chosen("kind") or "",
        role_group=form.chosen("role_group"),
    )


def _ordered(matrix: Matrix, order: str | None) -> list[Row]:
    """By name; or the lowest share first, with those of nobody in scope at the end."""
    if order != "lowest":
        return matrix.rows
    return sorted(matrix.rows, key=_share)


def _share(row: Row) -> int:
    share = row.total.percent
    return NOBODY if share is None else share


def _not_returned(authority: Authority, sight: Sight) -> int:
    missing = organisations_without_return(authority, a_year_ago())
    if sight.organisations is not None:
        missing = missing.filter(pk__in=sight.organisations)
    return missing.count()


def _headcounts(
    authority: Authority, sight: Sight, form: CoverageFilterForm
) -> dict[str, int | None]:
    """People whom partners declared without names, and how many of them in date, of
    the same organisations and role group."""
    rows = Headcount.objects.current().filter(authority=authority)
    if sight.organisations is not None:
        rows = rows.filter(organisation__in=sight.organisations)
    for name in ("role_group", "organisation__sector", "organisation__kind"):
        if chosen := form.chosen(name.removeprefix("organisation__")):
            rows = rows.filter(**{name: chosen})
    return rows.order_by().aggregate(people=Sum("people"), in_date=Sum("in_date"))


@require_safe
def organisation(request, slug: str, pk: int):
    """One organisation: the states of each role group, and the way to the people."""
    authority = authority_or_404(request, slug, COUNT_READERS)
    sight = sight_of(request.user, authority)
    row = get_object_or_404(Organisation, pk=pk)
    if not sight.of(row.pk):
        raise Http404
    form = CoverageFilterForm(request.GET, authority=authority)
    own = Sight(frozenset([row.pk]))
    group = form.chosen("role_group")
    groups = form.role_groups
    shown = matrix_of(authority, form.census, own, groups, role_group=group)
    if not shown.rows and not row.authorities.filter(pk=authority.pk).exists():
        raise Http404
    is_today = form.census == clock.today()
    page = {
        "authority": authority,
        "organisation": row,
        "role_group": group,
        "matrix": shown,
        "chart": shown.total.chart("How they stand"),
        "cells": list(zip(shown.columns, shown.by_column, strict=True)),
        "states": IN_SCOPE,
        "reads_names": is_today and reads_names(request.user, authority, row),
        "may_nudge": is_today and allows(may_keep, request.user, authority, row),
    }
    return render(request, "training/coverage/organisation.html", page)


@require_safe
def trend(request, slug: str):
    """The last twelve months and today."""
    authority = authority_or_404(request, slug, COUNT_READERS)
    sight = sight_of(request.user, authority)
    asked = {} if sight.totals_only else request.GET
    form = RoleGroupFilterForm(asked, authority=authority)
    people = People(authority, sight.organisations, form.chosen("role_group"))
    every = months_between(people)
    months = trend_of(people, clock.today(), every=every)
    page = {
        "authority": authority,
        "filter_form": None if sight.totals_only else form,
        "hides_few": sight.totals_only,
        "months": months[::-1],
        "leaves_months_out": every > 1,
        "chart": trend_chart(months, least=FEW if sight.totals_only else 1),
    }
    return render(request, "training/coverage/trend.html", page)


@require_safe
def lapsing(request, slug: str):
    """Whose training runs out in 30, 60 and 90 days, and how many of each place."""
    authority = authority_or_404(request, slug, COUNT_READERS)
    sight = sight_of(request.user, authority)
    form = LapsingFilterForm(request.GET, authority=authority, sight=sight)
    if sight.totals_only:
        raise Http404
    today = clock.today()
    places = lapsing_places(
        authority,
        today,
        until=form.until,
        role_group=form.chosen("role_group"),
        organisation=form.chosen("organisation"),
    )
    organisations = lapsing_by_organisation(places, today, sight)
    page = {
        "authority": authority,
        "filter_form": form,
        "until": form.until,
        "windows": WINDOWS,
        "organisations": organisations[:NAMES],
        "more": len(organisations[NAMES:]),
    }
    if request.user.holds_any(NAME_READERS, authority):
        named = LearnerRole.objects.visible_to(request.user).filter(pk__in=places)
        named = named.select_related("learner", "organisation", "role_group")
        order = ("valid_until", "pk")
        page["page"] = keyset(named, request, order=order, size=NAMES)
    return render(request, "training/coverage/lapsing.html", page)


@require_safe
def trained(request, slug: str):
    """People ever trained in a course, and in each year, with the counting rule."""
    authority = authority_or_404(request, slug, COUNT_READERS)
    sight = sight_of(request.user, authority)
    form = CourseFilterForm(request.GET, authority=authority)
    course = form.chosen("course")
    page = {
        "authority": authority,
        "filter_form": form,
        "course": course,
        "sight": sight,
        "trained": ever_trained(course, sight) if course else None,
    }
    return render(request, "training/coverage/trained.html", page)


@require_safe
def export(request, slug: str, form: str):
    """The matrix, as it is filtered, as a file."""
    authority = authority_or_404(request, slug, COUNT_READERS)
    sight = sight_of(request.user, authority)
    if sight.totals_only or form not in ("csv", "xlsx"):
        raise Http404
    asked = CoverageFilterForm(request.GET, authority=authority)
    sheet = sheet_of(_matrix(authority, sight, asked))
    record_coverage_export(authority, by=request.user, form=form, day=asked.census)
    name = f"coverage-{authority.slug}-{asked.census.isoformat()}.{form}"
    if form == "csv":
        return csv_response(name, sheet.header, sheet.rows)
    return xlsx_response(name, [sheet])
