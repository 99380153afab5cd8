"""Who may do what to groups, meetings, outcomes and controlled documents."""

from dueregard.access.refusals import NotAllowed
from dueregard.accounts.models import Authority, Person

from .models import ControlledDocument, GroupMember, Outcome, PartnershipGroup
from .readers import KEEPERS

Seat = GroupMember.Seat
PREPARERS = (Seat.SECRETARY,)
CHAIRS = (Seat.CHAIR, Seat.DEPUTY_CHAIR)


def may_keep_groups(user: Person, authority: Authority) -> None:
    if not user.holds_any(KEEPERS, authority):
        raise NotAllowed(
            "Only a Prevent co-ordinator can change groups and who sits on them."
        )


def may_prepare_for(user: Person, group: PartnershipGroup) -> None:
    """Put meetings in, keep the agenda, write the minutes."""
    if user.holds_any(KEEPERS, group.authority) or _sits(user, group, PREPARERS):
        return
    raise NotAllowed(
        "Only a Prevent co-ordinator or the group's minute-taker can do this."
    )


def may_prepare(user: Person, meeting) -> None:
    may_prepare_for(user, meeting.group)


def may_agree_minutes(user: Person, meeting) -> None:
    """Minutes are the group's: its chair, or the deputy, agrees them for it."""
    if not _sits(user, meeting.group, CHAIRS):
        raise NotAllowed("Only the group's chair or deputy chair can agree minutes.")


def may_say_done(user: Person, outcome: Outcome) -> None:
    """Whoever holds the post, or whoever keeps the group's papers."""
    holdings = outcome.post.holdings.current() if outcome.post else None
    if holdings is not None and holdings.filter(person=user).exists():
        return
    group = outcome.item.group
    if user.holds_any(KEEPERS, group.authority) or _sits(user, group, PREPARERS):
        return
    raise NotAllowed(
        "Only the post-holder, the minute-taker or a Prevent co-ordinator can say that "
        "this is done."
    )


def may_keep_documents(user: Person, authority: Authority) -> None:
    if not user.holds_any(KEEPERS, authority):
        raise NotAllowed("Only a Prevent co-ordinator can put documents under control.")


def may_keep_document(user: Person, controlled: ControlledDocument) -> None:
    """The co-ordinator, and whoever holds the post that owns it."""
    if user.holds_any(KEEPERS, controlled.authority):
        return
    if controlled.owner.holdings.current().filter(person=user).exists():
        return
    raise NotAllowed(
        "Only a Prevent co-ordinator or the document's owner can change it."
    )


def may_acknowledge(user: Person, controlled: ControlledDocument) -> None:
    if not controlled.recipients.filter(person=user).exists():
        raise NotAllowed("You are not on this document's distribution list.")


def _sits(user: Person, group: PartnershipGroup, seats) -> bool:
    return group.members.current().filter(person=user, seat__in=seats).exists()
