from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dueregard.access.roles import CASE_ROLES
from dueregard.submissions import submits_once
from dueregard.ui.paging import counted

from .. import rules, services
from ..forms import InviteForm, PeopleFilter, RoleForm
from ..models import Authority, Invitation, Membership, Person
from ..step_up import step_up_required


@require_safe
def people(request, slug):
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    rules.may_see_people(request.user, authority)
    form = PeopleFilter(request.GET or None, authority=authority)
    memberships = authority.memberships.select_related("person", "organisation")
    if form.is_valid():
        memberships = _filtered(memberships, form.cleaned_data)
    else:
        memberships = memberships.in_force()
    context = {
        "authority": authority,
        "filter_form": form,
        "page": counted(memberships.order_by("person__name", "pk"), request),
        "may_invite": bool(rules.roles_open_to(request.user, authority)),
        "may_confirm": request.user.holds_any(rules.CONFIRMS_ROLES, authority),
    }
    return render(request, "accounts/people.html", context)


def _filtered(memberships, wanted):
    if wanted["role"]:
        memberships = memberships.filter(role=wanted["role"])
    if wanted["organisation"]:
        memberships = memberships.filter(organisation=wanted["organisation"])
    state = wanted["state"]
    if state == "in_force":
        return memberships.in_force()
    if state == "ended":
        return memberships.ended()
    if state == "suspended":
        return memberships.filter(suspended_on__isnull=False, ended_at__isnull=True)
    if state == "invited":
        waiting = Invitation.objects.filter(used_at__isnull=True)
        return memberships.filter(
            person__in=waiting.values("person"), person__last_used_on__isnull=True
        )
    return memberships


@require_safe
def person(request, pk):
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    memberships = list(
        Membership.objects.visible_to(request.user)
        .filter(person=person)
        .select_related("authority", "organisation", "person", "ended_by")
        .order_by("-ends_on", "pk")
    )
    authorities = {row.authority_id: row.authority for row in memberships}.values()
    if request.user != person:
        _may_see_one(request.user, authorities)
    context = {
        "person": person,
        "memberships": memberships,
        "endable": {row.pk for row in memberships if _may_end(request.user, row)},
        "invitation": person.invitations.first(),
        "has_joined": services.has_joined(person),
        "inviting": [
            authority
            for authority in authorities
            if rules.roles_open_to(request.user, authority) and person != request.user
        ],
        "administering": [
            authority
            for authority in authorities
            if request.user.holds("administrator", authority) and person != request.user
        ],
    }
    return render(request, "accounts/person.html", context)


def _may_see_one(user, authorities):
    """Seeing the list of one shared authority is enough."""
    for authority in authorities:
        if user.holds_any(rules.SEES_PEOPLE, authority):
            return
    rules.may_see_people(user, next(iter(authorities)))


def _may_end(user, membership):
    if membership.state == "ended":
        return False
    return membership.person_id == user.pk or membership.role in rules.roles_open_to(
        user, membership.authority
    )


@require_http_methods(["GET", "POST"])
@step_up_required
@submits_once
def invite(request, slug):
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    rules.may_invite(request.user, authority)
    posted = request.POST if request.method == "POST" else None
    form = InviteForm(posted, authority=authority, user=request.user)
    if form.is_valid() and form.cleaned_data["role"] in CASE_ROLES:
        approval = services.ask_to_invite(
            **form.cleaned_data, authority=authority, **_asking(request)
        )
        return _asked_for_role(request, approval)
    if form.is_valid():
        services.invite(**form.cleaned_data, authority=authority, by=request.user)
        messages.success(
            request, f"An invitation is on its way to {form.cleaned_data['email']}."
        )
        return redirect("accounts:people", slug)
    context = {"authority": authority, "form": form}
    return render(request, "accounts/invite.html", context)


@require_http_methods(["GET", "POST"])
@step_up_required
@submits_once
def give_role(request, slug, pk):
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    person = _colleague(authority, pk)
    rules.may_invite(request.user, authority)
    posted = request.POST if request.method == "POST" else None
    form = RoleForm(posted, authority=authority, user=request.user)
    if form.is_valid() and form.cleaned_data["role"] in CASE_ROLES:
        approval = services.ask_for_role(
            person, **form.cleaned_data, authority=authority, **_asking(request)
        )
        return _asked_for_role(request, approval)
    if form.is_valid():
        services.give_role(
            person, **form.cleaned_data, authority=authority, by=request.user
        )
        messages.success(request, f"{person} has the role.")
        return redirect(person)
    context = {"authority": authority, "person": person, "form": form}
    return render(request, "accounts/give_role.html", context)


@require_POST
@submits_once
def resend(request, slug, pk):
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    person = _colleague(authority, pk)
    services.resend(person, authority=authority, by=request.user)
    messages.success(
        request, "A new invitation is on its way. Earlier ones no longer work."
    )
    return redirect(person)


@require_POST
@submits_once
def withdraw(request, slug, pk):
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    person = _colleague(authority, pk)
    services.withdraw(person, authority=authority, by=request.user)
    messages.success(request, "The invitation no longer works.")
    return redirect(person)


@require_http_methods(["GET", "POST"])
@step_up_required
@submits_once
def reset_sign_in(request, slug, pk):
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    person = _colleague(authority, pk)
    rules.may_reset_sign_in(request.user, authority, person)
    if request.method == "POST":
        services.reset_sign_in(person, authority=authority, by=request.user)
        messages.success(request, f"{person} was signed out and invited anew.")
        return redirect(person)
    context = {"authority": authority, "person": person}
    return render(request, "accounts/reset_sign_in.html", context)


def _asking(request):
    return {"by": request.user, "session": request.session.session_key or ""}


def _asked_for_role(request, approval):
    messages.success(
        request,
        "You asked for it. They get the role, and a mail, when a second person agrees.",
    )
    return redirect(approval)


def _colleague(authority, pk):
    """A person who has served `authority`, or 404."""
    people = Person.objects.filter(memberships__authority=authority)
    return get_object_or_404(people.distinct(), pk=pk)
