"""Children who were referred before it was noted when they are adults.

Their reviews at 18 have no day. What was sealed of their age is read once, by the
worker, so that they have one; the look is recorded like any other.
"""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.accounts.models import Authority
from dueregard.audit import services as audit
from dueregard.vault import tenancy
from dueregard.vault.rooms import WORKER, case_room, readable

from ..codes import AgeRoute
from ..coming_of_age import adult_by_route, adult_from
from ..models import Referral, Subject
from .retention import CHILDREN, recompute

A_NIGHT = 200  # each is a look that is recorded; the rest come the nights after


@audit.atomic
@sensitive_variables()
def date_children(authority: Authority) -> int:
    """Note when they are adults, and date their referrals anew; of how many.

    Raises:
        KeysUnavailable: the records are locked, and somebody is to be read.
    """
    with tenancy.of(authority):
        children = _undated(authority)
        referrals = _referrals_of(children)
    if not children:
        return 0
    with case_room(
        WORKER,
        authority=authority,
        purpose=Purpose.RETENTION,
        door="coming_of_age",
        groups=[Group.IDENTITY],
        subjects=[*children, *referrals],
    ):
        for child in children:
            child.adult_from = _adult_from(child)
            child.save(update_fields=["adult_from"])
        for referral in _referrals_of(children):
            if referral.joined_to is None:  # else it is dated with that one
                recompute(referral)
    return len(children)


def _undated(authority: Authority) -> list[Subject]:
    rows = Subject.objects.filter(
        authority=authority,
        age_route__in=CHILDREN,
        adult_from__isnull=True,
        data_key__destroyed_at__isnull=True,
    )
    locked = rows.select_for_update(of=("self",))
    return list(locked.order_by("created_at", "pk")[:A_NIGHT])


@sensitive_variables()
def _adult_from(child: Subject) -> date | None:
    """By their age; where it cannot be opened, by what is known in the clear. So each
    has a day, and is read once."""
    on = timezone.localdate(child.created_at)
    about = readable(child, "approximate_age") or ""
    known = adult_from(readable(child, "born_on"), about, on=on)
    return known or adult_by_route(AgeRoute(child.age_route), on=on)


def _referrals_of(children: Iterable[Subject]) -> list[Referral]:
    rows = Referral.objects.filter(subject__in=children)
    related = rows.select_related("subject", "joined_to")
    return list(related.select_for_update(of=("self",)))
