"""Who can be appointed to a post, and whose posts are to be handed over."""

from django.db.models import Exists, OuterRef, QuerySet

from dueregard import clock
from dueregard.accounts.models import Authority, Membership, Person

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
