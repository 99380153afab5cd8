"""Who has to hear of what happens to referrals: by role, today."""

from collections.abc import Iterable

from django.db.models import Q

from dueregard.access.need_to_know import Scope, roles_with
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Membership, Person

from .models import Referral


def people_as(roles: Iterable[Role], authority: Authority):
    """Those who hold one of `roles` at `authority` today, in a fixed order."""
    serving = Membership.objects.in_force().filter(
        role__in=list(roles), authority=authority
    )
    rows = Person.objects.filter(pk__in=serving.values("person"), is_active=True)
    return rows.order_by("pk")


def people_reached(roles: Iterable[Role], referral: Referral):
    """As `people_as`, but those whose role reaches only what they hold. One statement:
    somebody waits while their form is sent."""
    wanted = list(roles)
    at_large = [role for role in wanted if role not in roles_with(Scope.ASSIGNED)]
    reached = people_as(at_large, referral.authority).values("pk")
    return people_as(wanted, referral.authority).filter(
        Q(pk__in=reached) | Q(pk=referral.holder_id)
    )


def those_who_see(people: Iterable[Person], referral: Referral) -> list[Person]:
    """Of `people`, whoever may open `referral` today: nobody is sent to a page that is
    not there for them."""
    return [
        person
        for person in people
        if person.is_active
        and Referral.objects.worked_on_by(person).filter(pk=referral.pk).exists()
    ]


def those_with_mail(people: Iterable[Person]) -> list[Person]:
    """Somebody without an address, or who has to wake their account, is not written
    to."""
    return [one for one in people if one.email and one.dormant_on is None]
