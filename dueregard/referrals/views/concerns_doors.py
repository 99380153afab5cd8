"""The doors to concerns and calls for advice: for the people named on them alone.

They are in no line of the need-to-know matrix: no role opens one. The noticer reads
their own words, a colleague reads them while asked to check; both with a purpose that
stands, and each look is noted.
"""

from collections.abc import Callable
from functools import wraps

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.vault import tenancy
from dueregard.vault.rooms import case_room

from ..models import AdviceCall, Concern

GROUPS = (Group.IDENTITY, Group.ACCOUNT)  # people name others in what they write


def authorities_of(request) -> QuerySet[Authority]:
    """Those that the reader serves, in any role, with this room on."""
    served = request.user.authorities_in([Room.REFERRALS])
    return Authority.objects.filter(pk__in=served)


def served_or_404(request, slug: str) -> Authority:
    return get_object_or_404(authorities_of(request), slug=slug)


def concern_opened(*, door: str) -> Callable:
    """Open one concern for a view `(request, concern, …)`, or answer 404."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def page(request, slug: str, pk, *args, **kwargs):
            authority = served_or_404(request, slug)
            with tenancy.of(authority):
                rows = Concern.objects.visible_to(request.user).select_related(
                    "authority", "organisation", "noticed_by", "checker"
                )
                concern = get_object_or_404(rows, pk=pk, authority=authority)
            is_own = concern.noticed_by_id == request.user.pk
            with case_room(
                request,
                authority=authority,
                purpose=Purpose.TRIAGE if is_own else Purpose.CHECK,
                door=door,
                groups=GROUPS,
                subjects=[concern],
            ):
                return view(request, concern, *args, **kwargs)

        return page

    return decorate


def call_opened(*, door: str) -> Callable:
    """As `concern_opened`, for a call for advice."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def page(request, slug: str, pk, *args, **kwargs):
            authority = served_or_404(request, slug)
            with tenancy.of(authority):
                rows = AdviceCall.objects.visible_to(request.user)
                rows = rows.select_related("authority", "organisation", "taken_by")
                call = get_object_or_404(rows, pk=pk, authority=authority)
            with case_room(
                request,
                authority=authority,
                purpose=Purpose.TRIAGE,
                door=door,
                groups=GROUPS,
                subjects=[call],
            ):
                return view(request, call, *args, **kwargs)

        return page

    return decorate
