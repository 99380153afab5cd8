"""What stands on My work for its reader alone: what waits, and which referral it is."""

from django.urls import reverse

from dueregard.access.rooms import Room
from dueregard.reminders.registry import Line
from dueregard.vault import tenancy

from .models import Referral, Turn

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


def references(user, authority: int, ids: list[str]) -> dict[str, str]:
    """Which referral a line is about, for those of `ids` that `user` may see today.

    A held referral has it like any other: lines that differ would tell (RF 4).
    """
    with tenancy.of(authority):
        rows = Referral.objects.visible_to(user).filter(authority=authority, pk__in=ids)
        found = list(rows.values_list("pk", "reference"))
    return {str(pk): reference for pk, reference in found}
