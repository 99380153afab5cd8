"""Nudging people about training: who would be told and how, then what was sent."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.refusals import allows
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Organisation
from dueregard.submissions import submits_once
from dueregard.ui.paging import counted

from .. import services
from ..coverage.sight import reads_names, sight_of
from ..coverage.states import State as Counted
from ..forms.nudge import LABELS, NudgeForm
from ..models import Course, LearnerRole, Nudge, NudgedLearner
from ..nudging import MOST, who_to_tell
from ..owed import State, rules_in_force
from ..reach import reach_of
from ..readers import COUNT_READERS, NAME_READERS
from ..rules import may_nudge
from ..services.owing import leads_today
from ..tabs import tabs_of
from .doors import authority_or_404

Way = NudgedLearner.Way
SHORT = {
    Way.MAIL: "got a mail",
    Way.LEAD: "told by their lead",
    Way.LATELY: "told lately",
    Way.NOBODY: "not reached",
}


@require_http_methods(["GET", "POST"])
@submits_once
def nudge(request, slug: str):
    """Who would be told, from the filters in the address; a post tells them."""
    authority = authority_or_404(request, slug, NAME_READERS)
    may_nudge(request.user, authority)
    is_post = request.method == "POST"
    answers = request.POST if is_post else request.GET
    in_force = rules_in_force(authority)
    form = NudgeForm(answers, authority=authority, by=request.user, in_force=in_force)
    group = form.group()
    if is_post:
        row = services.nudge(group, by=request.user)
        messages.success(request, "The mails are on their way.")
        return redirect(row)
    telling = who_to_tell(group, by=request.user, in_force=in_force)
    page = {
        "authority": authority,
        "filter_form": form,
        "telling": telling,
        "most": MOST,
        "page": counted(telling.targets, request),
        "carried": _carried(request.GET, form),
        **tabs_of(request, authority, "training:learners"),
    }
    return render(request, "training/nudges/nudge.html", page)


def _carried(query, form: NudgeForm) -> list[tuple[str, str]]:
    """The filters, to go with the post."""
    return [
        (name, value)
        for name in form.fields
        for value in query.getlist(name)
        if value and name not in form.errors
    ]


@require_safe
def nudges(request, slug: str):
    authority = authority_or_404(request, slug, NAME_READERS)
    rows = Nudge.objects.visible_to(request.user).filter(authority=authority)
    rows = rows.select_related("by", "role_group", "organisation", "course")
    shown = counted(rows, request)
    page = {
        "authority": authority,
        "page": shown,
        "rows": _counts_of(shown, request.user),
        "may_nudge": allows(may_nudge, request.user, authority),
        **tabs_of(request, authority, "training:learners"),
    }
    return render(request, "training/nudges/nudges.html", page)


def _counts_of(rows: Iterable[Nudge], user) -> list[tuple[Nudge, list[int]]]:
    """Each with how many by way, of those whose names `user` may read."""
    people = NudgedLearner.objects.filter(
        reach_of(user).condition("learner__"), nudge__in=[each.pk for each in rows]
    )
    by_way = people.order_by().values_list("nudge", "way").annotate(Count("pk"))
    found = {(nudge, way): number for nudge, way, number in by_way}
    return [(each, [found.get((each.pk, way), 0) for way in Way]) for each in rows]


@require_safe
def nudged(request, pk: int):
    rows = Nudge.objects.visible_to(request.user).select_related(
        "authority", "role_group", "organisation", "course", "by"
    )
    row = get_object_or_404(rows, pk=pk)
    people = row.people.filter(reach_of(request.user).condition("learner__"))
    ways = dict(people.order_by().values_list("way").annotate(Count("pk")))
    shown = counted(people.select_related("learner__organisation"), request)
    page = {
        "nudge": row,
        "counts": [(ways.get(way, 0), SHORT[way]) for way in Way],
        "states": [LABELS[State(each)] for each in row.states],
        "page": shown,
        "rows": _with_courses(shown, row.authority),
    }
    return render(request, "training/nudges/nudged.html", page)


def _with_courses(
    people: Iterable[NudgedLearner], authority: Authority
) -> list[tuple[NudgedLearner, str]]:
    """Each with the titles of the courses that they owed."""
    titles = dict(Course.objects.filter(authority=authority).values_list("pk", "title"))
    return [
        (each, ", ".join(titles[key] for key in each.courses if key in titles))
        for each in people
    ]


@require_safe
def to_train(request, slug: str, pk: int):
    """What an organisation's lead is asked to see to: how many people owe training,
    and whom to tell because no mail reaches them."""
    authority, organisation = _organisation_or_404(request, slug, pk)
    is_lead = leads_today(request.user, authority, organisation)
    rows = _untold(authority, organisation).select_related("learner")
    if not is_lead:
        rows = rows.filter(reach_of(request.user).condition("learner__"))
    page = {
        "authority": authority,
        "organisation": organisation,
        "rows": _counts(authority, organisation),
        "untold": _with_courses(rows[:MOST], authority),
        "is_lead": is_lead,
        "may_read_names": reads_names(request.user, authority, organisation),
    }
    return render(request, "training/nudges/to_train.html", page)


@require_POST
@submits_once
def told(request, slug: str, pk: int):
    authority, organisation = _organisation_or_404(request, slug, pk)
    count = services.say_told(authority, organisation, by=request.user)
    people = "1 person" if count == 1 else f"{count} people"
    messages.success(request, f"Thank you. It is noted that you told {people}.")
    return redirect("training:to_train", slug, pk)


def _organisation_or_404(request, slug: str, pk: int) -> tuple[Authority, Organisation]:
    """For whoever leads the organisation, or sees its numbers in coverage."""
    user = request.user
    served = Authority.objects.filter(pk__in=user.authorities_in([Room.TRAINING]))
    authority = get_object_or_404(served, slug=slug)
    organisation = get_object_or_404(authority.organisations.all(), pk=pk)
    counts = user.holds_any(COUNT_READERS, authority)
    sees = counts and sight_of(user, authority).of(organisation.pk)
    if not sees and not leads_today(user, authority, organisation):
        raise Http404
    return authority, organisation


def _counts(authority: Authority, organisation: Organisation) -> list[dict]:
    """A row for each role group where somebody owes training."""
    places = LearnerRole.objects.kept().filter(
        authority=authority, organisation=organisation
    )
    states = {
        "lapsed": Q(state=Counted.LAPSED),
        "never": Q(state__in=[Counted.NEVER, Counted.UNKNOWN]),
        "due_soon": Q(state=Counted.DUE_SOON),
    }
    rows = places.with_state().order_by().values("role_group", "role_group__name")
    counts = {name: Count("pk", filter=which) for name, which in states.items()}
    found = rows.annotate(**counts).order_by("role_group__name")
    return [row for row in found if any(row[name] for name in states)]


def _untold(authority: Authority, organisation: Organisation):
    return NudgedLearner.objects.filter(
        nudge__authority=authority,
        learner__organisation=organisation,
        way=Way.LEAD,
        told_at__isnull=True,
    ).order_by("learner__name", "learner__number", "pk")
