from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from dueregard import clock
from dueregard.submissions import submits_once

from .. import rules, services
from ..forms import ConfirmRolesForm, EndRoleForm
from ..models import Authority, Membership
from ..services.quarters import to_confirm


@require_http_methods(["GET", "POST"])
@submits_once
def end_role(request, pk):
    membership = get_object_or_404(
        Membership.objects.visible_to(request.user).select_related(
            "person", "authority", "organisation"
        ),
        pk=pk,
    )
    rules.may_end(request.user, membership)
    posted = request.POST if request.method == "POST" else None
    form = EndRoleForm(posted, membership=membership)
    if form.is_valid():
        services.end_role(membership, **form.cleaned_data, by=request.user)
        messages.success(request, f"The role ends on {membership.ends_on:%-d %B %Y}.")
        if membership.person_id == request.user.pk:
            return redirect("accounts:my_account")
        return redirect(membership.person)
    context = {"membership": membership, "form": form}
    return render(request, "accounts/end_role.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def confirm_roles(request, slug):
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    rules.may_confirm_roles(request.user, authority)
    memberships = (
        to_confirm(authority, clock.today())
        .exclude(person=request.user)
        .select_related("person", "organisation")
    )
    posted = request.POST if request.method == "POST" else None
    form = ConfirmRolesForm(posted, memberships=memberships)
    if form.is_valid():
        chosen = list(form.cleaned_data["memberships"])
        count = services.confirm_roles(authority, memberships=chosen, by=request.user)
        messages.success(request, f"{count} confirmed until the next quarter.")
        return redirect("accounts:people", slug)
    context = {"authority": authority, "form": form, "waiting": memberships.exists()}
    return render(request, "accounts/confirm_roles.html", context)
