from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import counted

from .. import services
from ..duplicates import MOST_COMPARED, proposals, why_alike
from ..forms.merging import MergeForm, OrganisationFilterForm
from ..models import Learner, LearnerMerge
from ..reach import organisations_kept
from ..readers import NAME_READERS
from ..rules import may_keep_learner
from .doors import authority_or_404, learner_or_404

SHOWN_COMPLETIONS = 10


@require_safe
def duplicates(request, slug: str):
    """Pairs of records that may be one person, for somebody to look at."""
    authority = authority_or_404(request, slug, NAME_READERS)
    kept = organisations_kept(request.user, authority)
    if not kept.exists():
        raise Http404
    form = OrganisationFilterForm(request.GET, organisations=kept)
    people = Learner.objects.visible_to(request.user).kept()
    people = people.filter(authority=authority, organisation__in=kept)
    if organisation := form.chosen():
        people = people.filter(organisation=organisation)
    too_many = people.count() > MOST_COMPARED and not organisation
    found = [] if too_many else proposals(people)
    page = {
        "authority": authority,
        "filter_form": form,
        "too_many": too_many,
        "most": MOST_COMPARED,
        "page": counted(found, request),
        "back_url": reverse("training:learners", args=[authority.slug]),
    }
    return render(request, "training/people/duplicates.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def merge(request, pk: int, other_pk: int):
    """Two records side by side, and which goes on."""
    one, other = _pair_or_404(request, pk, other_pk)
    form = MergeForm(posted(request), one=one, other=other)

    def do():
        kept, gone = form.answers()
        because = form.cleaned_data["because"]
        services.merge(kept, gone, by=request.user, because=because)
        return kept, "The two records are one. You can take this back below."

    return asked(
        request,
        form,
        do,
        template="training/people/merge.html",
        heading="Are they one person?",
        caption=one.authority,
        pair=[_shown(one), _shown(other)],
        why=why_alike(one, other),
        apart_url=reverse("training:keep_apart", args=[one.pk, other.pk]),
        submit="Merge the two records",
        cancel_url=reverse("training:duplicates", args=[one.authority.slug]),
    )


@require_POST
@submits_once
def keep_apart(request, pk: int, other_pk: int):
    one, other = _pair_or_404(request, pk, other_pk)
    services.keep_apart(one, other, by=request.user)
    messages.success(request, f"{one} and {other} are two people.")
    return redirect("training:duplicates", one.authority.slug)


@require_POST
@submits_once
def unmerge(request, pk: int):
    mine = Learner.objects.visible_to(request.user)
    merges = LearnerMerge.objects.filter(kept__in=mine, other__in=mine)
    row = get_object_or_404(merges, pk=pk)
    other = services.unmerge(row, by=request.user)
    messages.success(request, f"{other} has a record of their own again.")
    return redirect(other)


def _pair_or_404(request, pk: int, other_pk: int) -> tuple[Learner, Learner]:
    one, other = learner_or_404(request, pk), learner_or_404(request, other_pk)
    if one == other or one.authority_id != other.authority_id:
        raise Http404
    for each in (one, other):
        may_keep_learner(request.user, each)
    return one, other


def _shown(learner: Learner) -> dict[str, Any]:
    """A record with its role groups, its newest completions, and how many it has."""
    rows = learner.completions.live().select_related("course")
    return {
        "learner": learner,
        "places": list(learner.roles.select_related("role_group")),
        "completions": list(rows[:SHOWN_COMPLETIONS]),
        "total": rows.count(),
    }
