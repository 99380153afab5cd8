"""What other rooms ask of groups and meetings: when the next is, what was last held."""

from django.db.models import QuerySet

from dueregard import clock
from dueregard.accounts.models import Authority

from .models import Meeting, Outcome, PartnershipGroup

_Kind = PartnershipGroup.Kind
_Status = Meeting.Status

TAKEN_PLACE = (_Status.HELD, _Status.MINUTED)


def next_meeting(authority: Authority, kind: str = _Kind.BOARD) -> Meeting | None:
    """The next meeting of a group of `kind` that is planned or called."""
    meetings = Meeting.objects.to_come().filter(
        group__authority=authority, group__kind=kind
    )
    return meetings.select_related("group__authority").first()


def last_held(
    authority: Authority, kind: str = _Kind.BOARD, before: Meeting | None = None
) -> Meeting | None:
    """The latest meeting of a group of `kind` that took place; with `before`, the
    latest of that meeting's group before it."""
    held = Meeting.objects.filter(group__authority=authority, status__in=TAKEN_PLACE)
    if before is None:
        held = held.filter(group__kind=kind, starts_at__lte=clock.now())
    else:
        held = held.filter(group=before.group_id, starts_at__lt=before.starts_at)
    return held.select_related("group__authority").order_by("-starts_at").first()


def open_actions(group: PartnershipGroup) -> QuerySet[Outcome]:
    """Actions arising at `group` that nobody has said are done, soonest first."""
    actions = Outcome.objects.actions_arising().filter(
        item__group=group, done_on__isnull=True
    )
    return actions.select_related("post", "item__meeting").order_by("due_on", "pk")
