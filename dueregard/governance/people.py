"""Who can be asked to read what belongs to groups."""

from django.db.models import Exists, OuterRef, QuerySet

from dueregard import clock
from dueregard.accounts.models import Authority, Membership, Person

from .readers import SEATED_READERS


def can_read(authority: Authority) -> QuerySet[Person]:
    """People with a role at `authority`, now or to come, but for those who are elected
    members and nothing else: the reading room is theirs."""
    roles = Membership.objects.filter(
        person=OuterRef("pk"),
        authority=authority,
        role__in=SEATED_READERS,
        ends_on__gte=clock.today(),
        ended_at__isnull=True,
    )
    return Person.objects.filter(Exists(roles))
