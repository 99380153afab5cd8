"""Whose calendar an address reads."""

from dueregard.accounts.models import Person
from dueregard.accounts.tokens import token_hash

from .models import CalendarFeed


def person_of(token: str) -> Person | None:
    """Who made this address, while it works and they still take part."""
    feeds = CalendarFeed.objects.live().filter(token_sha256=token_hash(token))
    feed = feeds.select_related("person").first()
    if feed is None or not feed.person.roles:
        return None
    return feed.person
