import pytest

from dueregard.access.roles import CASE_ROLES, Role
from dueregard.access.rooms import Room
from dueregard.governance.models import AgendaItem, Meeting, Outcome, PartnershipGroup

from .factories import AgendaItemFactory, GroupMemberFactory, OutcomeFactory

READS_MEETINGS = {
    Role.COORDINATOR,
    Role.BOARD_MEMBER,
    Role.BOARD_CHAIR,
    Role.DATA_PROTECTION_OFFICER,
    Role.AUDITOR,
}
READS_NO_GROUP = {Role.ELECTED_MEMBER, Role.ADMINISTRATOR, *CASE_ROLES}


@pytest.mark.parametrize("role", Role)
def test_each_role_reads_groups_and_meetings_as_the_table_says(
    role, board, meeting, request
):
    person = request.getfixturevalue(role.value)
    item = AgendaItemFactory(meeting=None, group=board.group)
    reads = role in READS_MEETINGS
    assert Meeting.objects.visible_to(person).exists() == reads
    assert (item in AgendaItem.objects.visible_to(person)) == reads
    groups = PartnershipGroup.objects.visible_to(person)
    assert groups.exists() == (role not in READS_NO_GROUP)


@pytest.mark.parametrize("role", ["training_lead", "administrator", "elected_member"])
def test_a_seat_opens_the_group_s_meetings_but_not_to_an_elected_member(
    role, board, meeting, request
):
    person = request.getfixturevalue(role)
    GroupMemberFactory(group=board.group, person=person)
    seen = Meeting.objects.visible_to(person).exists()
    assert seen == (role != "elected_member")


def test_another_authority_sees_nothing(board, meeting, outsider):
    OutcomeFactory(item=meeting.items.get())
    for model in (PartnershipGroup, Meeting, AgendaItem, Outcome):
        assert not model.objects.visible_to(outsider).exists()


def test_a_switched_off_room_hides_everything(board, meeting, coordinator):
    OutcomeFactory(item=meeting.items.get())
    board.authority.rooms.filter(room=Room.PARTNERSHIP).delete()
    for model in (PartnershipGroup, Meeting, AgendaItem, Outcome):
        assert not model.objects.visible_to(coordinator).exists()


def test_a_post_holder_reads_the_action_that_they_owe_and_not_the_meeting(
    board, meeting, action_owner
):
    board.post.holdings.update(person=action_owner)
    item = meeting.items.get()
    owed = OutcomeFactory(item=item, kind="action", post=board.post)
    OutcomeFactory(item=item)
    assert list(Outcome.objects.visible_to(action_owner)) == [owed]
    assert not Meeting.objects.visible_to(action_owner).exists()
