from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.submissions import submits_once
from dueregard.submissions.versions import Stale, answers_of, stale_page
from dueregard.ui.paging import counted

from .. import rules, services
from ..forms import OrganisationEditForm, OrganisationForm, OrganisationSuccessorForm
from ..models import Authority, Organisation


@require_safe
def organisations(request, slug):
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    rows = authority.organisations.select_related("parent", "successor")
    context = {
        "authority": authority,
        "page": counted(rows.order_by("name", "pk"), request),
        "may_change": request.user.holds_any(rules.KEEPS_ORGANISATIONS, authority),
    }
    return render(request, "accounts/organisations.html", context)


@require_safe
def organisation(request, pk):
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user).select_related(
            "parent", "successor"
        ),
        pk=pk,
    )
    authorities = Authority.objects.visible_to(request.user)
    ours = organisation.authorities.filter(pk__in=authorities.values("pk"))
    context = {
        "organisation": organisation,
        "authorities": ours,
        "children": Organisation.objects.visible_to(request.user).filter(
            parent=organisation
        ),
        "may_change": _keeps_all(request.user, organisation),
    }
    return render(request, "accounts/organisation.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def organisation_add(request, slug):
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    rules.may_keep_organisations(request.user, authority)
    posted = request.POST if request.method == "POST" else None
    form = OrganisationForm(posted, user=request.user)
    if form.is_valid():
        organisation = services.add_organisation(
            authority, by=request.user, **form.cleaned_data
        )
        messages.success(request, f"{organisation} was added.")
        return redirect("accounts:organisations", slug)
    context = {"authority": authority, "form": form}
    return render(request, "accounts/organisation_add.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def organisation_edit(request, pk):
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user), pk=pk
    )
    authority = _first_kept(request.user, organisation)
    posted = request.POST if request.method == "POST" else None
    form = OrganisationEditForm(posted, instance=organisation, user=request.user)
    if form.is_valid():
        try:
            services.change_organisation(
                organisation,
                authority=authority,
                by=request.user,
                version=form.cleaned_data["version"],
                changes={name: form.cleaned_data[name] for name in answers_of(form)},
            )
        except Stale as stale:
            return stale_page(
                request, form, stale, cancel_url=organisation.get_absolute_url()
            )
        messages.success(request, "The changes are saved.")
        return redirect(organisation)
    context = {"organisation": organisation, "form": form}
    return render(request, "accounts/organisation_edit.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def organisation_successor(request, pk):
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user), pk=pk
    )
    authority = _first_kept(request.user, organisation)
    posted = request.POST if request.method == "POST" else None
    form = OrganisationSuccessorForm(
        posted, organisation=organisation, user=request.user
    )
    if form.is_valid():
        services.succeed_organisation(
            organisation, **form.cleaned_data, authority=authority, by=request.user
        )
        messages.success(request, f"{organisation.successor} takes over.")
        return redirect(organisation)
    context = {"organisation": organisation, "form": form}
    return render(request, "accounts/organisation_successor.html", context)


def _keeps_all(user, organisation):
    return all(
        user.holds_any(rules.KEEPS_ORGANISATIONS, authority)
        for authority in organisation.authorities.all()
    )


def _first_kept(user, organisation):
    """The authority whose chain records the change; refuses whoever may not make it."""
    authorities = list(organisation.authorities.all())
    for authority in authorities:
        rules.may_keep_organisations(user, authority)
    return authorities[0]
