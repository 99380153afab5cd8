"""The reading room: the plan in plain words, for people who oversee it from afar.

It shows what anyone may read and totals beside it: never a draft, a name or a case.
"""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from dueregard.accounts.models import Authority

from ..access import APPROVED_READERS
from ..models import Plan
from ..reading_room import room_of


@require_safe
def rooms(request):
    """The reading room of the only authority that somebody serves, or a choice."""
    plans = Plan.objects.visible_to(request.user).in_force().select_related("authority")
    own = plans.filter(authority__in=request.user.authorities_as(APPROVED_READERS))
    found = list(own.order_by("authority__name"))
    if len(found) == 1:
        return redirect("plans:reading_room", found[0].authority.slug)
    return render(request, "plans/reading_rooms.html", {"plans": found})


@require_safe
def room(request, slug):
    visible = Authority.objects.filter(
        pk__in=request.user.authorities_as(APPROVED_READERS)
    )
    authority = get_object_or_404(visible, slug=slug)
    plans = Plan.objects.visible_to(request.user).in_force()
    plan = plans.filter(authority=authority).select_related("authority").first()
    context = {"authority": authority, "plan": plan}
    if plan:
        context |= room_of(plan)
    return render(request, "plans/reading_room.html", context)
