from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.roles import Role
from dueregard.access.rooms import CASE_ROOMS, Room
from dueregard.submissions import submits_once
from dueregard.submissions.versions import Stale, answers_of, stale_page

from .. import rules, services
from ..forms import AuthorityForm, RoomsForm, SuccessorForm
from ..models import Authority
from ..step_up import step_up_required


@require_safe
def authorities(request):
    mine = list(Authority.objects.visible_to(request.user).select_related("county"))
    if len(mine) == 1:
        return redirect(mine[0])
    return render(request, "accounts/authorities.html", {"authorities": mine})


@require_safe
def authority(request, slug):
    authority = get_object_or_404(
        Authority.objects.visible_to(request.user)
        .select_related("county", "successor")
        .prefetch_related("rooms"),
        slug=slug,
    )
    context = {
        "authority": authority,
        "rooms": [(room.label, authority.has_room(room)) for room in Room],
        "districts": authority.districts.all(),
        "may_change": request.user.holds(Role.ADMINISTRATOR, authority),
        "may_see_people": request.user.holds_any(rules.SEES_PEOPLE, authority),
    }
    return render(request, "accounts/authority.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def authority_edit(request, slug):
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    rules.may_change_authority(request.user, authority)
    posted = request.POST if request.method == "POST" else None
    form = AuthorityForm(posted, instance=authority)
    if form.is_valid():
        try:
            services.change_authority(
                authority,
                by=request.user,
                version=form.cleaned_data["version"],
                changes={name: form.cleaned_data[name] for name in answers_of(form)},
            )
        except Stale as stale:
            return stale_page(
                request, form, stale, cancel_url=authority.get_absolute_url()
            )
        messages.success(request, "The changes are saved.")
        return redirect(authority)
    context = {"authority": authority, "form": form}
    return render(request, "accounts/authority_edit.html", context)


@require_http_methods(["GET", "POST"])
@submits_once
def rooms(request, slug):
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    rules.may_change_authority(request.user, authority)
    posted = request.POST if request.method == "POST" else None
    on = list(authority.rooms.values_list("room", flat=True))
    form = RoomsForm(posted, on=on)
    if form.is_valid():
        services.set_rooms(authority, rooms=form.cleaned_data["rooms"], by=request.user)
        messages.success(request, "The rooms are set.")
        return redirect(authority)
    asked_for = [Room(room) for room in sorted(CASE_ROOMS) if room not in on]
    context = {"authority": authority, "form": form, "asked_for": asked_for}
    return render(request, "accounts/rooms.html", context)


@require_http_methods(["GET", "POST"])
@step_up_required
@submits_once
def successor(request, slug):
    """Two steps on one address: the counts of what would pass over, then the act."""
    authority = get_object_or_404(Authority.objects.visible_to(request.user), slug=slug)
    rules.may_change_authority(request.user, authority)
    posted = request.POST if request.method == "POST" else None
    form = SuccessorForm(posted, authority=authority, user=request.user)
    context = {"authority": authority, "form": form}
    if not form.is_valid():
        return render(request, "accounts/successor.html", context)
    heir, from_date = form.cleaned_data["successor"], form.cleaned_data["from_date"]
    if "go" in request.POST:
        lines = services.succeed(authority, heir, from_date, by=request.user)
        passed = ", ".join(f"{line.name.lower()}: {line.passed}" for line in lines)
        messages.success(request, f"{heir} takes over. Passed over: {passed}.")
        return redirect(authority)
    context |= {
        "successor": heir,
        "from_date": from_date,
        "lines": services.rehearse_succession(authority, from_date),
    }
    return render(request, "accounts/successor_check.html", context)
