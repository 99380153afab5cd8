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


def get_round(request, pk, round_pk, *, with_counts=False) -> UpdateRound:
    rounds = UpdateRound.objects.visible_to(request.user).filter(plan=pk)
    if with_counts:
        rounds = rounds.with_counts()
    rows = rounds.select_related("plan__authority", "opened_by", "closed_by")
    return get_object_or_404(rows, pk=round_pk)
