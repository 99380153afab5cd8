from datetime import date
from itertools import groupby

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard import clock

from .. import changes
from ..forms.changes import SinceForm
from .plans import get_plan

MOST = 100


@require_safe
def plan_changes(request, pk):
    """What changed since a day: the board's last meeting, unless the URL says one."""
    plan = get_plan(request, pk)
    form = SinceForm(request.GET if SinceForm.is_asked(request.GET) else None)
    day = _chosen(form) or changes.last_meeting_day(plan)
    actions = plan.actions.readable_by(request.user, plan)
    found = changes.since(plan, day, actions=actions)
    return render(
        request,
        "plans/changes.html",
        {
            "plan": plan,
            "form": form if form.is_bound else SinceForm(initial={"since": day}),
            "since": day,
            "kinds": [
                (kind.label, rows[:MOST], max(0, len(rows) - MOST))
                for kind, rows in _by_kind(found)
            ],
        },
    )


def _by_kind(found):
    for kind, rows in groupby(found, key=lambda one: one.kind):
        yield kind, list(rows)


def _chosen(form) -> date | None:
    if not form.is_valid():
        return None
    return min(form.cleaned_data["since"], clock.today())
