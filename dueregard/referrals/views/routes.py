"""Doors to where a referral has got to: no word about the person is read here."""

from collections.abc import Callable
from functools import wraps

from django.shortcuts import get_object_or_404

from dueregard.accounts.models import Authority
from dueregard.vault import tenancy

from ..models import DESTINATION_READERS, Delivery, Destination, Referral
from ..rules import may_follow
from .doors import authority_of, found


def followed(view: Callable) -> Callable:
    """Make a view `(request, referral, …)` of one that its reader may see today."""

    @wraps(view)
    def page(request, slug: str, pk, *args, **kwargs):
        authority = authority_of(request, slug)
        with tenancy.of(authority):
            referral, _ = found(request.user, pk)
            may_follow(request.user, referral)
            return view(request, referral, *args, **kwargs)

    return page


def delivery_or_404(referral: Referral, pk) -> Delivery:
    rows = deliveries_of(referral)
    return get_object_or_404(rows, pk=pk)


def deliveries_of(referral: Referral):
    rows = referral.deliveries.select_related(
        "destination", "acknowledged_by", "authority"
    )
    return rows.order_by("destination__kind", "created_at", "id")


def place_of(request, slug: str) -> Authority:
    """The authority whose destinations somebody reads. The room need not be on: they
    are set up and tested before it is switched on (practice AC 1)."""
    here = request.user.authorities_as(DESTINATION_READERS)
    return get_object_or_404(Authority.objects.filter(pk__in=here), slug=slug)


def destination_or_404(request, slug: str, pk: int) -> Destination:
    rows = Destination.objects.visible_to(request.user).filter(authority__slug=slug)
    return get_object_or_404(rows.select_related("authority", "assured_by"), pk=pk)
