"""What a person with an account began and did not send: going on, or throwing away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dueregard.accounts.models import Authority, Person
from dueregard.submissions import submits_once
from dueregard.ui.asking import confirmed

from ...codes import Door
from ...services import writing as services
from ...services.writing import Writing
from .doors import go_on_with, place_or_404


@dataclass(frozen=True)
class Line:
    """One form that is not sent, without a word of it."""

    door: Door
    saved_at: datetime

    @property
    def code(self) -> str:
        return str(self.door.value)


def lines_of(authority: Authority, by: Person) -> list[Line]:
    """What `by` has not sent yet, what was saved last first."""
    rows = services.unsent(authority, by)
    return [Line(Door(row.subject), row.saved_at) for row in rows]


@require_POST
@submits_once
def go_on(request, slug: str, door: str):
    """Fill in the form by this door in this browser, where it was left."""
    authority = place_or_404(request, slug)
    go_on_with(request, _found(authority, request.user, door))
    return redirect("refer:check")


@require_http_methods(["GET", "POST"])
@submits_once
def throw_away(request, slug: str, door: str):
    authority = place_or_404(request, slug)
    writing = _found(authority, request.user, door)
    place = reverse("refer:mine_of", args=[slug])

    def do():
        services.drop(writing)
        return place, "The form is destroyed."

    return confirmed(
        request,
        do,
        heading="Throw this form away?",
        caption=writing.door.label,
        lead="What is written in it is destroyed and cannot be brought back. If "
        "somebody may be at risk, send it instead.",
        submit="Throw it away",
        keep="Keep it",
        destroys=True,
        cancel_url=place,
    )


def _found(authority: Authority, by: Any, door: str) -> Writing:
    """Raises Http404: there is no such form, or it was sent or thrown away."""
    writing = services.read(authority, by, Door(door)) if door in Door.values else None
    if writing is None:
        raise Http404
    return writing
