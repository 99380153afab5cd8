from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.views.decorators.http import require_safe

from dueregard.ui.paging import counted

from ..forms import MyWorkFilterForm
from ..models import Task
from ..my_work import by_subject, counts_of, owed_in, parts_of, tasks_of
from ..reads import brought_to
from ..registry import waiting_for


@require_safe
def my_work(request):
    """What the reader owes; with one heading chosen, all of it in pages."""
    owed = owed_in(Task.objects.open().owed_by(request.user))
    form = MyWorkFilterForm(request.GET, owed=owed)
    context: dict[str, Any] = {
        "filter_form": form if owed else None,
        "has_filters": bool(request.GET),
        "waiting": waiting_for(request.user),
        "parts": counts_of(owed),
    }
    chosen = form.chosen(owed)
    if form.heading:
        keys = counted([each.pk for each in chosen], request)
        page = replace(keys, rows=tasks_of(keys.rows, request.user))
        context |= {"page": page, "groups": by_subject(page)}
    else:
        context["shown"] = [
            (part, _all_of(request, part.code))
            for part in parts_of(chosen, request.user)
        ]
    return render(request, "reminders/my_work.html", context)


def _all_of(request, when: str) -> str:
    kept = {
        name: request.GET[name] for name in ("kind", "about") if name in request.GET
    }
    return f"?{urlencode({**kept, 'when': when})}"


@require_safe
def brought(request):
    """Late tasks of others that were taken to the reader."""
    page = counted(
        brought_to(request.user).select_related("post__organisation"), request
    )
    return render(request, "reminders/brought.html", {"page": page})
