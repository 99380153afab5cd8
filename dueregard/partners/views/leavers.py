from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from dueregard.access.refusals import NotNow
from dueregard.submissions import submits_once

from .. import services
from ..forms import LeaveForm, WhoLeavesForm
from ..leavers import handovers
from ..people import left_behind, may_leave
from ..readers import POST_READERS
from ..rules import may_keep_posts
from ..tabs import tabs_of
from .doors import authority_or_404


@require_safe
def leavers(request, slug: str):
    """Whom to hand over for: somebody chosen, or who left and still holds something."""
    authority = authority_or_404(request, slug, POST_READERS)
    may_keep_posts(request.user, authority)
    asked = "person" in request.GET
    form = WhoLeavesForm(request.GET if asked else None, authority=authority)
    if form.is_valid():
        person = form.cleaned_data["person"]
        return redirect("partners:leave", authority.slug, person.pk)
    page = {
        "authority": authority,
        "form": form,
        "left_behind": left_behind(authority)[:100],
        **tabs_of(request, authority, "partners:leavers"),
    }
    return render(request, "partners/leavers.html", page)


@require_http_methods(["GET", "POST"])
@submits_once
def leave(request, slug: str, pk: int):
    authority = authority_or_404(request, slug, POST_READERS)
    person = get_object_or_404(may_leave(authority), pk=pk)
    may_keep_posts(request.user, authority)
    data = request.POST if request.method == "POST" else None
    held = [(each, each.count(person, authority)) for each in handovers()]
    form = LeaveForm(
        data,
        authority=authority,
        leaver=person,
        posts=services.posts_of(person, authority),
        held=[(each, count) for each, count in held if count],
    )
    if form.is_valid():
        try:
            services.leave(
                person, authority=authority, **form.answers(), by=request.user
            )
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, f"All that {person} held is handed over.")
            return redirect("partners:leavers", authority.slug)
    page = {
        "authority": authority,
        "form": form,
        "leaver": person,
        "roles": person.memberships.in_force().filter(authority=authority),
        "cancel_url": reverse("partners:leavers", args=[authority.slug]),
    }
    return render(request, "partners/leave.html", page)
