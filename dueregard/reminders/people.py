"""Whom tasks reach: who holds a post, who leads an organisation, who reads mail."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from dueregard.access.roles import Role
from dueregard.accounts.models import Membership, Person
from dueregard.partners.models import PostHolding

from .models import Task


def reachable() -> QuerySet[Person]:
    """People who read mail: with an address, in use, and not asleep."""
    return Person.objects.filter(
        is_active=True, dormant_on__isnull=True, email__isnull=False
    ).exclude(email="")


def serving() -> QuerySet[Person]:
    """Those of them who do something for an authority today, so that they sign in."""
    here = Membership.objects.in_force().filter(person=OuterRef("pk"))
    return reachable().filter(Exists(here))


def holders_of(posts: Iterable[int]) -> dict[int, list[Person]]:
    """Who holds each of these posts today, by post id."""
    holdings = PostHolding.objects.current().filter(
        post__in=set(posts), post__closed_on__isnull=True
    )
    found = defaultdict(list)
    for holding in holdings.select_related("person").order_by("starts_on", "pk"):
        found[holding.post_id].append(holding.person)
    return found


def debtors_of(tasks: Iterable[Task]) -> set[int]:
    """The ids of whoever owes one of these tasks today."""
    listed = list(tasks)
    people = {task.person_id for task in listed if task.person_id}
    held = holders_of(task.post_id for task in listed if task.post_id)
    return people | {person.pk for holders in held.values() for person in holders}


def leads_of(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[Person]]:
    """Who leads each (authority, organisation): the holders of its lead posts today."""
    wanted = set(pairs)
    holdings = PostHolding.objects.current().filter(
        post__is_lead=True,
        post__closed_on__isnull=True,
        post__authority__in={authority for authority, _ in wanted},
        post__organisation__in={organisation for _, organisation in wanted},
    )
    found = defaultdict(list)
    for holding in holdings.select_related("person", "post").order_by("pk"):
        key = (holding.post.authority_id, holding.post.organisation_id)
        if key in wanted:
            found[key].append(holding.person)
    return found


def coordinators_of(authorities: Iterable[int]) -> dict[int, list[Person]]:
    """The Prevent co-ordinators of each of these authorities today."""
    rows = Membership.objects.in_force().filter(
        role=Role.COORDINATOR, authority__in=set(authorities)
    )
    found = defaultdict(list)
    for row in rows.select_related("person").order_by("pk"):
        found[row.authority_id].append(row.person)
    return found


def organisations_of(tasks: Iterable[Task]) -> dict[int, int]:
    """The organisation that answers for each task that a person owes, by task id."""
    owed = [task for task in tasks if task.person_id]
    if not owed:
        return {}
    rows = Membership.objects.in_force().filter(
        Q(person__in={task.person_id for task in owed}),
        authority__in={task.authority_id for task in owed},
    )
    homes = {(row.person_id, row.authority_id): row.organisation_id for row in rows}
    return {
        task.pk: homes[key]
        for task in owed
        if (key := (task.person_id, task.authority_id)) in homes
    }
