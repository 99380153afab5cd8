from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard.ui.paging import counted

from .. import history
from .plans import get_plan


@require_safe
def rating_history(request, pk):
    """Every action with its ratings of the last twelve months, to read or to print."""
    plan = get_plan(request, pk)
    actions = plan.actions.readable_by(request.user, plan).order_by("position", "pk")
    page = counted(actions, request)
    strips = history.strips(page.rows)
    return render(
        request,
        "plans/rating_history.html",
        {
            "plan": plan,
            "page": page,
            "rows": [(action, strips[action.pk]) for action in page],
        },
    )
