"""Getting the plan or round that an address names, for those who may see rounds."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from ...access import DRAFT_READERS
from ...models import Plan, UpdateRound
from ..plans import get_plan


def get_plan_of_rounds(request, pk) -> Plan:
    """The plan, for people of its own authority who may see who has answered."""
    plan = get_plan(request, pk)
    if not request.user.holds_any(DRAFT_READERS, plan.authority):
        raise Http404
    return plan


def get_round(request, pk, round_pk) -> UpdateRound:
    """The round as this person may see it, with its plan and authority."""
    rounds = UpdateRound.objects.visible_to(request.user).filter(plan=pk)
    return get_object_or_404(rounds.select_related("plan__authority"), pk=round_pk)


def get_counted_round(request, pk, round_pk) -> UpdateRound:
    """As `get_round`, for a page that shows the round: counted, with only the names
    of who opened and closed it."""
    rounds = UpdateRound.objects.visible_to(request.user).filter(plan=pk).with_counts()
    shown = rounds.select_related("plan__authority", "opened_by", "closed_by").only(
        *(field.name for field in UpdateRound._meta.concrete_fields),
        "plan__title",
        "plan__status",
        "plan__marking",
        "plan__authority__name",
        "plan__authority__slug",
        "opened_by__name",
        "closed_by__name",
    )
    return get_object_or_404(shown, pk=round_pk)
