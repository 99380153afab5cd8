"""The board of Marlbrook, which the tests of this room share."""

from types import SimpleNamespace

import pytest

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import person_with
from dueregard.governance.models import GroupMember
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory

from .factories import (
    AgendaItemFactory,
    GroupFactory,
    GroupMemberFactory,
    MeetingFactory,
)

Seat = GroupMember.Seat


@pytest.fixture
def board(marlbrook):
    """Chaired by Ada, minuted by Cy, with Ben as a member and a post that he holds."""
    group = GroupFactory(authority=marlbrook, name="Safer Marlbrook Board")
    ada = person_with(Role.BOARD_CHAIR, marlbrook, name="Ada Lovell")
    ben = person_with(Role.ACTION_OWNER, marlbrook, name="Ben Marsh")
    cy = person_with(Role.BOARD_MEMBER, marlbrook, name="Cy Rowan")
    seats = {
        person: GroupMemberFactory(group=group, person=person, seat=seat)
        for person, seat in (
            (ada, Seat.CHAIR),
            (ben, Seat.MEMBER),
            (cy, Seat.SECRETARY),
        )
    }
    post = PostFactory(authority=marlbrook, title="Head of community safety")
    PostHoldingFactory(post=post, person=ben)
    return SimpleNamespace(
        authority=marlbrook,
        group=group,
        ada=ada,
        ben=ben,
        cy=cy,
        seats=seats,
        post=post,
    )


@pytest.fixture
def meeting(board):
    """In a fortnight, with one item on its agenda."""
    row = MeetingFactory(group=board.group)
    AgendaItemFactory(meeting=row, title="How the plan is going")
    return row


@pytest.fixture
def held(board):
    """Called, and held today, with one item; its minutes are to be written."""
    row = MeetingFactory(group=board.group, days=0, status="held")
    AgendaItemFactory(meeting=row, title="How the plan is going")
    return row


@pytest.fixture
def files(settings, tmp_path):
    """Where documents are kept in this test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.CLAMAV_SOCKET = ""
