"""Who comes in, and for which authority."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from dueregard.accounts.models import Authority
from dueregard.accounts.rooms import authorities_with

from ..models import ROOMS, Document


def in_room(view: Callable) -> Callable:
    """404 for whoever serves no authority with a room on that uses documents."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.user.is_authenticated and not ROOMS & request.user.rooms():
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def authorities_of(request, roles: Iterable[str]) -> QuerySet[Authority]:
    """Authorities that the reader serves in one of `roles`, with such a room on."""
    on = authorities_with(*ROOMS)
    return Authority.objects.filter(on, pk__in=request.user.authorities_as(roles))


def document_or_404(request, pk: int) -> Document:
    documents = Document.objects.visible_to(request.user)
    return get_object_or_404(documents.select_related("authority", "given_by"), pk=pk)
