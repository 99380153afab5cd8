"""Who may make a board pack, and turn what a meeting decided into the plan."""

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.governance.models import Meeting, PartnershipGroup

from .models import Plan


def may_issue(user, plan) -> None:
    """Issue the highlight report of the plan in force."""
    if not user.holds(Role.COORDINATOR, plan.authority):
        raise NotAllowed("Only a Prevent co-ordinator can issue a board pack.")
    if plan.status != Plan.Status.APPROVED:
        raise NotNow(
            f"{plan} is {plan.get_status_display().lower()}. A board pack reports on "
            "the plan in force."
        )


def may_issue_for(user, plan, meeting) -> None:
    """Issue it for this meeting: one of the plan's authority that is still to come."""
    may_issue(user, plan)
    if meeting.group.authority_id != plan.authority_id:
        raise NotNow("This meeting is of another authority.")
    if meeting.status not in (Meeting.Status.PLANNED, Meeting.Status.CALLED):
        raise NotNow(
            f"This meeting is {meeting.get_status_display().lower()}, so its pack "
            "stays as it was. Choose a meeting to come."
        )


def may_make_action(user, plan, outcome) -> None:
    """Put an action of a meeting into the plan.

    Into a draft from any meeting; into the plan in force only what its board decided,
    once the meeting was held: the board agreed to the plan, so it may add to it.
    """
    if not user.holds(Role.COORDINATOR, plan.authority):
        raise NotAllowed("Only a Prevent co-ordinator can put an action into the plan.")
    if plan.is_draft:
        return
    if plan.status != Plan.Status.APPROVED:
        raise NotNow(f"{plan} is no longer worked on. Choose another plan.")
    meeting = outcome.item.meeting
    is_board = outcome.item.group.kind == PartnershipGroup.Kind.BOARD
    held = (Meeting.Status.HELD, Meeting.Status.MINUTED)
    if not is_board or meeting is None or meeting.status not in held:
        raise NotNow(
            "Only what the board itself decided goes straight into the plan in force. "
            "Propose a change to the plan instead."
        )
