"""What passes to an authority's successor: posts with all they have, and services."""

from datetime import date

from dueregard.accounts.models import Authority, Person
from dueregard.accounts.succession import pass_on_the_day

from ..models import Area, OwnerName, Post, Service

PASSING = "partners.pass_over"
PASSING_SERVICES = "partners.pass_services"


def count_posts(authority: Authority, from_date: date) -> int:
    """How many posts will pass over, closed ones included."""
    return Post.objects.filter(authority=authority).count()


def pass_posts(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """Have every post pass over as `from_date` begins; how many there are now.

    Until that day the authority works on as before, so a job moves them.
    """
    pass_on_the_day(PASSING, authority, successor, from_date)
    return count_posts(authority, from_date)


def pass_posts_now(authority: Authority, successor: Authority) -> int:
    """Move every post of `authority` to `successor`; how many were moved.

    A title that the organisation has at the successor already is followed by the old
    authority's name. What owner names were decided to mean passes too, but a decision
    that the successor made itself on the same words stands.
    """
    theirs = Post.objects.in_use().filter(authority=successor)
    taken = set(theirs.values_list("organisation_id", "title"))
    posts = list(Post.objects.select_for_update().filter(authority=authority))
    for post in posts:
        if (post.organisation_id, post.title) in taken and not post.closed_on:
            post.title = f"{post.title} ({authority})"[:120]
        post.authority = successor
    Post.objects.bulk_update(posts, ["authority", "title"], batch_size=500)
    known = OwnerName.objects.filter(authority=successor).values("key")
    passing = OwnerName.objects.filter(authority=authority)
    passing.exclude(key__in=list(known.values_list("key", flat=True))).update(
        authority=successor
    )
    return len(posts)


def count_services(authority: Authority, from_date: date) -> int:
    """How many services will pass over, those that are no longer offered included."""
    return Service.objects.filter(authority=authority).count()


def pass_services(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """Have the directory pass over as `from_date` begins; how many are in it now."""
    pass_on_the_day(PASSING_SERVICES, authority, successor, from_date)
    return count_services(authority, from_date)


def pass_services_now(authority: Authority, successor: Authority) -> int:
    """Move every service of `authority`, with its areas; how many were moved.

    One that was for everywhere is for the old authority's area from now on. One whose
    name its provider has at the successor already is followed by the old authority's.
    """
    theirs = Service.objects.in_use().filter(authority=successor)
    taken = set(theirs.values_list("organisation_id", "name"))
    services = list(Service.objects.select_for_update().filter(authority=authority))
    if not services:
        return 0
    former = _area(successor, authority.name[:100])
    known = {
        area.pk: _area(successor, area.name)
        for area in Area.objects.filter(authority=authority)
    }
    for service in services:
        if (service.organisation_id, service.name) in taken and not service.closed_on:
            service.name = f"{service.name} ({authority})"[:200]
        service.authority = successor
        areas = [known[area.pk] for area in service.areas.all()] or [former]
        service.areas.set(areas)
    Service.objects.bulk_update(services, ["authority", "name"], batch_size=500)
    return len(services)


def _area(authority: Authority, name: str) -> Area:
    area, _ = Area.objects.get_or_create(authority=authority, name=name)
    return area
