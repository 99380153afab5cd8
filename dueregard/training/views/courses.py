from typing import Any

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import allows
from dueregard.submissions import submits_once
from dueregard.submissions.versions import changes_of
from dueregard.ui.asking import asked, confirmed, posted
from dueregard.ui.paging import counted

from .. import services
from ..catalogue import editions_with_counts, rules_that_ask, stands_for, with_facts
from ..coverage.sight import sight_of
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
from ..simulating import simulate_again, simulate_links
from ..tabs import tabs_of
from .doors import authority_or_404
from .trying import tried_first


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
    editions = editions_with_counts(row)
    sight = sight_of(request.user, row.authority)
    for edition in editions:
        edition.people = sight.total(edition.people)
    page = {
        "course": row,
        "editions": editions,
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
        services.change_course(row, **changes_of(form), by=request.user)
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

    def links() -> dict[str, list[Course]]:
        return {name: list(form.cleaned_data[name]) for name in ("needs", "satisfies")}

    def what_if():
        return None, simulate_links(row, **links())

    def do():
        version = form.cleaned_data["version"]
        services.link_course(row, version=version, by=request.user, **links())
        return row, "Saved. Everybody it concerns is counted anew."

    return tried_first(
        request,
        form,
        what_if,
        do,
        heading="What it needs, and what it counts for",
        caption=row,
        save="Save what it needs and counts for",
        cancel_url=row.get_absolute_url(),
    )


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
        lead=_retiring(row),
        submit="Retire course",
        cancel_url=row.get_absolute_url(),
    )


def _retiring(course: Course) -> str:
    words = (
        "Retire a course that nobody can do any more. What people completed stays in "
        "the register and counts for as long as its rules say."
    )
    groups = {str(rule.role_group) for rule in rules_that_ask(course)}
    if groups:
        words += (
            f" These role groups still ask for it: {', '.join(sorted(groups))}. Change "
            "their rules, or whoever has not done it never can."
        )
    return words


@require_http_methods(["GET", "POST"])
@submits_once
def bring_back_course(request, pk: int):
    row = course_or_404(request, pk)
    may_change_course(request.user, row)

    def do():
        services.bring_back_course(row, by=request.user)
        return row, f"{row} is offered again."

    return confirmed(
        request,
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
