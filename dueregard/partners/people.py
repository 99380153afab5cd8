"""Who can be appointed to a post, and whose posts are to be handed over."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from dueregard import clock
from dueregard.accounts.models import Authority, Membership, Person

from .leavers import handovers
from .models import PostHolding


def people_of(authority: Authority) -> QuerySet[Person]:
    """Whoever has a role at `authority`, now or to come, or holds one of its posts."""
    roles = Membership.objects.filter(
        person=OuterRef("pk"),
        authority=authority,
        ends_on__gte=clock.today(),
        ended_at__isnull=True,
    )
    holdings = PostHolding.objects.not_ended().filter(
        person=OuterRef("pk"), post__authority=authority
    )
    return Person.objects.filter(Exists(roles) | Exists(holdings))


def leavers_of(authority: Authority) -> QuerySet[Person]:
    """Whoever holds a post of `authority` though every role they had there ended."""
    holdings = PostHolding.objects.of_leavers().filter(post__authority=authority)
    return Person.objects.filter(pk__in=holdings.values("person"))


def left_behind(authority: Authority) -> QuerySet[Person]:
    """Whoever holds anything at `authority` (a post, or what another room registered in
    `leavers`) though every role they had there ended."""
    still = Q(pk__in=PostHolding.objects.of_leavers().values("person")) & Q(
        post_holdings__post__authority=authority
    )
    for handover in handovers():
        still |= Q(pk__in=handover.holders(authority))
    roles = Membership.objects.filter(person=OuterRef("pk"), authority=authority)
    kept = roles.filter(ends_on__gte=clock.today(), ended_at__isnull=True)
    return Person.objects.filter(still, Exists(roles), ~Exists(kept)).distinct()


def may_leave(authority: Authority) -> QuerySet[Person]:
    """Whoever has a role or post at `authority`, or left and still holds something."""
    here, gone = people_of(authority), left_behind(authority)
    return Person.objects.filter(
        Q(pk__in=here.values("pk")) | Q(pk__in=gone.values("pk"))
    )
