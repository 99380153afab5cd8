"""A change of rules is shown as what it would do to people, and saved after that."""

from collections.abc import Callable
from typing import Any

from django.shortcuts import render

from dueregard.access.refusals import NotNow
from dueregard.submissions.once import FIELD
from dueregard.ui.asking import Done, asked

from ..catalogue import with_words
from ..models import Requirement
from ..simulating import Simulation

NOT_ANSWERS = ("csrfmiddlewaretoken", FIELD, "step")


def tried_first(
    request,
    form: Any,
    what_if: Callable[[], tuple[Requirement | None, Simulation]],
    do: Callable[[], Done],
    **page: Any,
):
    """Show what the answers would do; save them when that has been seen.

    The page of effects carries the answers along. Its two buttons post `step`: to save,
    or to change the answers again.
    """
    step = request.POST.get("step", "")
    page = {"submit": "See what it changes", "save": "Save this rule"} | page
    if step == "save" or not form.is_valid():
        return asked(request, form, do, **page)
    if step != "change":
        try:
            rule, simulation = what_if()
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
        else:
            page |= {"simulation": simulation, "answers": _answers(request)}
            page["rule"] = with_words(rule) if rule else None
            return render(request, "training/rules/effects.html", page)
    return render(request, "ui/ask.html", {"form": form, **page})


def _answers(request) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_ANSWERS
    ]
