"""What waits for somebody on My work that must be on nobody else's list."""

from django.urls import reverse

from dueregard.access.rooms import Room
from dueregard.reminders.registry import Line

from .models import Turn

MOST = 5
LINES: dict[str, str] = {
    Turn.What.OWN: "Your own note: check it with somebody",
    Turn.What.CHECK: "Something a colleague asks you to check",
    Turn.What.ANSWER: "A colleague answered about your note",
}


def concerns(user) -> list[Line]:
    """Concerns that `user` is asked to check, noted, or has an answer about."""
    here = user.authorities_in([Room.REFERRALS])
    if not here:
        return []
    turns = Turn.objects.filter(person=user.pk, authority__in=here)
    rows = turns.order_by("since", "pk").values_list(
        "what", "since", "concern_id", "authority__slug"
    )
    return [
        Line(
            LINES[what], reverse("referrals:concern", args=[slug, concern]), since=since
        )
        for what, since, concern, slug in rows[:MOST]
    ]
