"""Who has to hear of what happens to referrals: by role, today."""

from collections.abc import Iterable

from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Membership, Person


def people_as(roles: Iterable[Role], authority: Authority):
    """Those who hold one of `roles` at `authority` today, in a fixed order."""
    serving = Membership.objects.in_force().filter(
        role__in=list(roles), authority=authority
    )
    rows = Person.objects.filter(pk__in=serving.values("person"), is_active=True)
    return rows.order_by("pk")


def those_with_mail(people: Iterable[Person]) -> list[Person]:
    """Somebody without an address, or who has to wake their account, is not written
    to."""
    return [one for one in people if one.email and one.dormant_on is None]
