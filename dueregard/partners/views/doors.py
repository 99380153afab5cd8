"""Getting the authority that a page is about, or 404."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.accounts.rooms import authorities_with


def authorities_of(request, roles: Iterable[str]) -> QuerySet[Authority]:
    """Authorities that the reader serves in one of `roles`, with this room on."""
    served = request.user.authorities_as(roles)
    return Authority.objects.filter(authorities_with(Room.PARTNERSHIP), pk__in=served)


def authority_or_404(request, slug: str, roles: Iterable[str]) -> Authority:
    return get_object_or_404(authorities_of(request, roles), slug=slug)
