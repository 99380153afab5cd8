from collections.abc import Iterator
from dataclasses import replace

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from dueregard import clock
from dueregard.access.refusals import allows
from dueregard.exchange.export import csv_response
from dueregard.submissions import submits_once
from dueregard.submissions.versions import Stale, stale_page
from dueregard.ui.paging import counted

from .. import rules, services
from ..forms.measures import MeasureEditForm, MeasureForm, ValueForm
from ..measuring import Standing, standing_of, standings
from ..models import Measure
from .plans import get_plan

HEADER = [
    "Measure",
    "What is counted",
    "Unit",
    "Should go",
    "Priority",
    "Baseline",
    "Day of the baseline",
    "Target",
    "Day of the target",
    "From",
    "To",
    "Value",
    "Stands",
    "Source",
    "What to bear in mind",
    "Written down on",
]


def get_measure(request, pk, measure_pk) -> Measure:
    plan = get_plan(request, pk)
    measures = plan.measures.readable_by(request.user, plan)
    return get_object_or_404(measures.select_related("group"), pk=measure_pk)


@require_safe
def measure_list(request, pk):
    plan = get_plan(request, pk)
    measures = plan.measures.readable_by(request.user, plan)
    page = counted(measures.select_related("group").prefetch_related("values"), request)
    return render(
        request,
        "plans/measures/list.html",
        {
            "plan": plan,
            "page": replace(page, rows=standings(page.rows)),
            "may_manage": allows(rules.may_manage_actions, request.user, plan),
        },
    )


@require_safe
def measure_detail(request, pk, measure_pk):
    measure = get_measure(request, pk, measure_pk)
    user, plan = request.user, measure.plan
    return render(
        request,
        "plans/measures/detail.html",
        {
            "plan": plan,
            "measure": measure,
            "standing": standing_of(measure),
            "may_manage": allows(rules.may_manage_actions, user, plan),
            "may_measure": allows(rules.may_measure, user, plan),
        },
    )


@require_http_methods(["GET", "POST"])
@submits_once
def measure_add(request, pk):
    plan = get_plan(request, pk)
    rules.may_manage_actions(request.user, plan)
    form = MeasureForm(request.POST if request.method == "POST" else None, plan=plan)
    if form.is_valid():
        measure = services.add_measure(plan, by=request.user, **form.changes())
        messages.success(request, "The measure is added.")
        return redirect(measure)
    return render(request, "plans/measures/add.html", {"plan": plan, "form": form})


@require_http_methods(["GET", "POST"])
@submits_once
def measure_edit(request, pk, measure_pk):
    measure = get_measure(request, pk, measure_pk)
    rules.may_manage_actions(request.user, measure.plan)
    form = MeasureEditForm(
        request.POST if request.method == "POST" else None,
        plan=measure.plan,
        measure=measure,
    )
    if form.is_valid():
        try:
            services.edit_measure(
                measure,
                by=request.user,
                version=form.cleaned_data["version"],
                changes=form.changes(),
            )
        except Stale as stale:
            cancel_url = measure.get_absolute_url()
            return stale_page(request, form, stale, cancel_url=cancel_url)
        messages.success(request, "Saved.")
        return redirect(measure)
    context = {"plan": measure.plan, "measure": measure, "form": form}
    return render(request, "plans/measures/edit.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def measure_end(request, pk, measure_pk):
    measure = get_measure(request, pk, measure_pk)
    rules.may_manage_actions(request.user, measure.plan)
    if request.method == "POST":
        services.end_measure(measure, by=request.user)
        messages.success(request, "The measure has ended. Its values stay.")
        return redirect(measure)
    context = {"plan": measure.plan, "measure": measure}
    return render(request, "plans/measures/end.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def measure_value(request, pk, measure_pk):
    measure = get_measure(request, pk, measure_pk)
    rules.may_measure(request.user, measure.plan)
    form = ValueForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.add_value(measure, by=request.user, **form.cleaned_data)
        messages.success(request, "The value is written down.")
        return redirect(measure)
    context = {"plan": measure.plan, "measure": measure, "form": form}
    return render(request, "plans/measures/value.html", context)


@require_safe
def measures_export(request, pk):
    """Every value of every measure, those corrected included."""
    plan = get_plan(request, pk)
    measures = plan.measures.readable_by(request.user, plan)
    found = standings(measures.select_related("group").prefetch_related("values"))
    services.record_measures_export(plan, by=request.user, format="csv")
    name = f"{slugify(plan.title) or 'plan'}-measures-{clock.today().isoformat()}.csv"
    return csv_response(name, HEADER, _rows(found))


def _rows(found: list[Standing]) -> Iterator[list]:
    for standing in found:
        measure = standing.measure
        about = [
            measure.name,
            measure.definition,
            measure.unit,
            measure.get_direction_display(),
            str(measure.group or "The whole plan"),
            measure.baseline,
            measure.baseline_on,
            measure.target,
            measure.target_on,
        ]
        if not standing.rows:
            yield [*about, None, None, None, "Not measured yet", "", "", None]
        for row in reversed(standing.rows):
            value = row.value
            stands = "Corrected since" if row.corrected else "Yes"
            if value.value is None:
                stands += ", not measured"
            yield [
                *about,
                value.starts_on,
                value.ends_on,
                value.value,
                stands,
                value.source or measure.source,
                value.caveat or measure.caveat,
                value.at.date(),
            ]
