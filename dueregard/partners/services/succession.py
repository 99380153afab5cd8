"""Posts pass over to an authority's successor, holders and decisions with them."""

from datetime import date

from dueregard.accounts.models import Authority, Person
from dueregard.accounts.succession import pass_on_the_day

from ..models import OwnerName, Post

PASSING = "partners.pass_over"


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
