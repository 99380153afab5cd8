"""A meeting's items with all that hangs on them, in a few statements."""

from django.db.models import Prefetch

from . import registry
from .models import AgendaItem, Meeting, Outcome, Paper


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda in its order, with papers and outcomes."""
    outcomes = Outcome.objects.select_related("post__organisation").order_by("pk")
    papers = Paper.objects.select_related("document").order_by("pk")
    items = meeting.items.order_by("position", "pk").prefetch_related(
        Prefetch("outcomes", outcomes), Prefetch("papers", papers)
    )
    found = list(items)
    for item in found:
        item.meeting, item.group = meeting, meeting.group
        for outcome in item.outcomes.all():
            outcome.item = item
    return found


def with_links(items: list[AgendaItem], user) -> list[AgendaItem]:
    """With what the rooms above offer `user` beside each outcome, as `links`."""
    for item in items:
        for outcome in item.outcomes.all():
            outcome.links = registry.links_of(outcome, user)
    return items
