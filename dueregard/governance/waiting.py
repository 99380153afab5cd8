"""What waits for a group's chair without being owed by a day."""

from dueregard.access.roles import Role
from dueregard.reminders.registry import Line

from .models import GroupMember, Meeting
from .rules import CHAIRS

MAY_CHAIR = frozenset({Role.BOARD_CHAIR, Role.BOARD_MEMBER})


def minutes_to_agree(user) -> list[Line]:
    """Meetings that were held and whose minutes `user` may agree."""
    if not any(role in MAY_CHAIR for role, _ in user.roles):
        return []
    chaired = GroupMember.objects.current().filter(person=user, seat__in=CHAIRS)
    held = Meeting.objects.visible_to(user).filter(
        status=Meeting.Status.HELD, group__in=chaired.values("group")
    )
    return [
        Line(f"Minutes to agree: {meeting}", meeting.get_absolute_url())
        for meeting in held.select_related("group").order_by("starts_at")[:5]
    ]
