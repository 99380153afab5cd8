from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import NotAllowed, allows
from dueregard.submissions import submits_once
from dueregard.ui.asking import asked, posted
from dueregard.ui.paging import keyset

from .. import services
from ..coverage.sight import keeps_any
from ..forms.learner import AddLearnerForm, ChangeLearnerForm
from ..forms.people import MOST, LearnerFilterForm
from ..models import Learner, LearnerRole
from ..owed import owed_by
from ..reach import organisations_kept
from ..readers import NAME_READERS
from ..rules import may_keep_learner
from ..tabs import tabs_of
from .doors import authority_or_404, learner_or_404

ORDER = ("name", "number", "pk")
SHOWN = ("name", "number", "audience", "organisation__name")


@require_safe
def learners(request, slug: str):
    """The register: everybody whose name the reader may see, found and filtered."""
    authority = authority_or_404(request, slug, NAME_READERS)
    form = LearnerFilterForm(request.GET, authority=authority, user=request.user)
    ours = Learner.objects.visible_to(request.user).kept().filter(authority=authority)
    keys = form.first(ours)
    if len(keys) > MOST:
        rows = form.filtered(ours, are_many=True)
    else:
        rows = ours.filter(pk__in=keys)
    places = LearnerRole.objects.with_state().select_related("role_group")
    places = places.only("learner", "role_group__name")
    rows = (
        rows.select_related("organisation")
        .only(*SHOWN)
        .prefetch_related(Prefetch("roles", places, to_attr="places_held"))
    )
    page = {
        "authority": authority,
        "filter_form": form,
        "page": keyset(rows, request, order=ORDER, total=len(keys)),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "may_keep": keeps_any(request.user, authority),
        **tabs_of(request, authority, "training:learners"),
    }
    return render(request, "training/people/list.html", page)


@require_safe
def learner(request, pk: int):
    """One person: how they stand and why, all they did, and what to do next."""
    row = learner_or_404(request, pk)
    may_keep = row.merged_into_id is None and allows(
        may_keep_learner, request.user, row
    )
    owed = owed_by([row]).get(row.pk, [])
    completions = row.completions.select_related("course", "superseded_by__course")
    merges = row.merges.filter(undone_at__isnull=True).select_related("other", "by")
    page = {
        "learner": row,
        "places": row.roles.with_state().select_related("role_group"),
        "asked_for": owed,
        "completions": completions,
        "merges": merges,
        "may_keep": may_keep,
    }
    return render(request, "training/people/detail.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def add_learner(request, slug: str):
    authority = authority_or_404(request, slug, NAME_READERS)
    if not organisations_kept(request.user, authority).exists():
        raise NotAllowed("Only a training lead or a co-ordinator can add people.")
    form = AddLearnerForm(posted(request), authority=authority, user=request.user)

    def do():
        row = services.add_learner(authority, **form.answers(), by=request.user)
        return row, f"{row} is in the register."

    return asked(
        request,
        form,
        do,
        template="training/people/add.html",
        heading="Add a person",
        caption=authority,
        submit="Add person",
        cancel_url=reverse("training:learners", args=[authority.slug]),
    )


@require_http_methods(["GET", "POST"])
@submits_once
def change_learner(request, pk: int):
    row = learner_or_404(request, pk)
    may_keep_learner(request.user, row)
    form = ChangeLearnerForm(posted(request), learner=row, user=request.user)

    def do():
        changed = services.change_learner(
            row,
            version=form.cleaned_data["version"],
            by=request.user,
            **form.answers(),
        )
        return changed, "The changes are saved."

    return asked(
        request,
        form,
        do,
        heading=f"Change {row}",
        caption=row.organisation,
        submit="Save",
        cancel_url=row.get_absolute_url(),
    )
