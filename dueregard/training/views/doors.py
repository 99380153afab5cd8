"""Getting the authority, or the row, that a page is about, or 404."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority

from ..models import Completion, Facilitator, Learner, Place, Session


def authorities_of(request, roles: Iterable[str]) -> QuerySet[Authority]:
    """Authorities that the reader serves in one of `roles`, with this room on."""
    served = request.user.authorities_as(roles, Room.TRAINING)
    return Authority.objects.filter(pk__in=served)


def authority_or_404(request, slug: str, roles: Iterable[str]) -> Authority:
    return get_object_or_404(authorities_of(request, roles), slug=slug)


def session_or_404(request, pk: int) -> Session:
    sessions = Session.objects.visible_to(request.user)
    sessions = sessions.select_related("authority", "course", "facilitator")
    return get_object_or_404(sessions, pk=pk)


def facilitator_or_404(request, pk: int) -> Facilitator:
    facilitators = Facilitator.objects.visible_to(request.user).select_related(
        "authority", "organisation", "accreditation"
    )
    return get_object_or_404(facilitators, pk=pk)


def place_or_404(request, pk: int) -> Place:
    """A place at a session that the reader may see, of somebody whose name they may."""
    places = Place.objects.visible_to(request.user).filter(
        session__in=Session.objects.visible_to(request.user)
    )
    places = places.select_related("session__authority", "session__course", "learner")
    return get_object_or_404(places, pk=pk)


def learner_or_404(request, pk: int) -> Learner:
    rows = Learner.objects.visible_to(request.user)
    rows = rows.select_related("authority", "organisation", "merged_into", "person")
    return get_object_or_404(rows, pk=pk)


def completion_or_404(request, pk: int) -> Completion:
    rows = Completion.objects.visible_to(request.user).select_related(
        "learner__authority",
        "learner__organisation",
        "course",
        "superseded_by__course",
        "recorded_by",
        "ended_by",
        "evidence",
        "upload",
        "session",
    )
    return get_object_or_404(rows, pk=pk)
