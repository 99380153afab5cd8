"""The private address that every mail about a place holds. No account is needed, and
opening it changes nothing: scanners of mail open links too."""

from django.shortcuts import render

from dueregard.access.private_links import TOO_OFTEN, opened_by

from ..models import Place

NOT_NOW = 409
OWN = "../"
"""From a form to the page of one's place. Written so, no token stands in the record of
forms that were sent, which keeps where each led."""


def _find(token: str) -> Place | None:
    rows = Place.objects.opened_by(token)
    rows = rows.select_related("session__course", "session__authority", "learner")
    return rows.first()


def _no_link(request, status: int, place: Place | None):
    context = {"is_too_often": status == TOO_OFTEN}
    return render(request, "training/places/no_link.html", context, status=status)


opened_by_link = opened_by(_find, no_link=_no_link)
