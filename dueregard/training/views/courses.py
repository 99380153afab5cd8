from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.submissions.versions import answers_of
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted

from .. import services
from ..catalogue import editions_with_counts, rules_that_ask, stands_for, with_facts
from ..forms.course import (
    ChangeCourseForm,
    CourseFilterForm,
    CourseForm,
    EditionForm,
    LinksForm,
    RetireForm,
)
from ..models import Audience, Course
from ..readers import COUNT_READERS
from ..rules import may_change_course, may_set
from ..services.shipping import has_all_shipped
from ..simulating import simulate_again
from ..tabs import tabs_of
from .doors import authority_or_404
from .requirements import tried_first


@require_safe
def courses(request, slug: str):
    authority = authority_or_404(request, slug, COUNT_READERS)
    rows = Course.objects.visible_to(request.user).filter(authority=authority)
    providers = rows.exclude(provider="").order_by("provider")
    form = CourseFilterForm(
        request.GET,
        providers=list(providers.values_list("provider", flat=True).distinct()),
    )
    may_change = allows(may_set, request.user, authority)
    page = {
        "authority": authority,
        "filter_form": form,
        "page": counted(with_facts(form.narrow(rows)), request),
        "may_change": may_change,
        "may_ship": may_change and not has_all_shipped(authority),
        **tabs_of(request, authority, "training:courses"),
    }
    return render(request, "training/courses/courses.html", page)


@require_POST
@submits_once
def ship(request, slug: str):
    authority = authority_or_404(request, slug, COUNT_READERS)
    services.ship(authority, by=request.user)
    return redirect("training:courses", authority.slug)


@require_safe
def course(request, pk: int):
    row = course_or_404(request, pk)
    page = {
        "course": row,
        "editions": editions_with_counts(row),
        "rules": rules_that_ask(row),
        "audiences": [Audience(each).label for each in row.audiences],
        "may_change": allows(may_change_course, request.user, row),
        **stands_for(row),
    }
    return render(request, "training/courses/course.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def add_course(request, slug: str):
    authority = authority_or_404(request, slug, COUNT_READERS)
    may_set(request.user, authority)
    form = CourseForm(posted(request))

    def do():
        row = services.add_course(authority, **form.cleaned_data, by=request.user)
        return row, f"{row} is added."

    return asked(
        request,
        form,
        do,
        heading="Add a course",
        caption=authority,
        submit="Add course",
        cancel_url=reverse("training:courses", args=[authority.slug]),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_course(request, pk: int):
    row = course_or_404(request, pk)
    may_change_course(request.user, row)
    form = ChangeCourseForm(posted(request), course=row)

    def do():
        answers = {name: form.cleaned_data[name] for name in answers_of(form)}
        version = form.cleaned_data["version"]
        services.change_course(row, version=version, by=request.user, **answers)
        return row, "The course is changed."

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
def link_course(request, pk: int):
    row = course_or_404(request, pk)
    may_change_course(request.user, row)
    form = LinksForm(posted(request), course=row)

    def do():
        services.link_course(row, **_links(form.cleaned_data), by=request.user)
        return row, "Saved. Everybody it concerns is counted anew."

    return asked(
        request,
        form,
        do,
        heading="What it needs, and what it counts for",
        caption=row,
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )


def _links(answers: dict) -> dict:
    links = {name: list(answers[name]) for name in ("needs", "satisfies")}
    return links | {"version": answers["version"]}


@require_http_methods(["GET", "POST"])
@submits_once
def retire_course(request, pk: int):
    row = course_or_404(request, pk)
    may_change_course(request.user, row)
    form = RetireForm(posted(request))

    def do():
        day = form.cleaned_data["retired_on"]
        services.retire_course(row, retired_on=day, by=request.user)
        return row, f"{row} is retired. What was completed still counts."

    return asked(
        request,
        form,
        do,
        heading=f"Retire {row}",
        lead="Retire a course that nobody can do any more. What people completed stays "
        "in the register and counts for as long as its rules say.",
        submit="Retire course",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def bring_back_course(request, pk: int):
    row = course_or_404(request, pk)
    may_change_course(request.user, row)
    form = Form(posted(request))

    def do():
        services.bring_back_course(row, by=request.user)
        return row, f"{row} is offered again."

    return asked(
        request,
        form,
        do,
        heading=f"Bring {row} back",
        lead="It can be chosen for rules and sessions again.",
        submit="Bring back",
        cancel_url=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def add_edition(request, pk: int):
    row = course_or_404(request, pk)
    may_change_course(request.user, row)
    form = EditionForm(posted(request), course=row)
    page: dict[str, Any] = {
        "heading": "Add an edition",
        "caption": row,
        "submit": "Add edition",
        "cancel_url": row.get_absolute_url(),
    }

    def what_if():
        again = form.cleaned_data["seen_again_by"]
        return None, simulate_again(row, again, form.cleaned_data["released_on"])

    def do():
        services.add_edition(row, **form.cleaned_data, by=request.user)
        return row, "The edition is added."

    if form.is_valid() and form.cleaned_data.get("seen_again_by"):
        return tried_first(request, form, what_if, do, save="Add edition", **page)
    return asked(request, form, do, **page)


def course_or_404(request, pk: int) -> Course:
    courses = Course.objects.visible_to(request.user).select_related("authority")
    return get_object_or_404(courses, pk=pk)
