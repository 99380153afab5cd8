from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import person_with
from dueregard.audit.models import Entry
from dueregard.governance import services
from dueregard.governance.models import GroupMember
from dueregard.governance.warnings import warnings_of
from dueregard.reminders.models import Task
from dueregard.submissions.versions import Stale

from .factories import GroupFactory, MeetingFactory

DAY = timedelta(days=1)
Seat = GroupMember.Seat


def agree(group, by, review_in=365):
    today = clock.today()
    return services.agree_terms(
        group,
        agreed_on=today - DAY,
        review_on=today + timedelta(days=review_in),
        text="The board oversees the plan.",
        by=by,
    )


def warnings(group):
    members = list(group.members.not_ended().select_related("person"))
    return warnings_of(group, members, group.terms.first())


def test_a_group_is_added_by_the_coordinator_and_by_nobody_else(
    marlbrook, coordinator, board_chair
):
    group = services.add_group(
        marlbrook, kind="delivery", name="Delivery group", by=coordinator
    )
    assert group in marlbrook.partnership_groups.in_use()
    assert Entry.objects.filter(event="governance.group_added").exists()
    with pytest.raises(NotAllowed):
        services.add_group(marlbrook, kind="other", name="Another", by=board_chair)


def test_two_groups_in_use_cannot_have_one_name(board, coordinator):
    with pytest.raises(NotNow, match="already has a group"):
        services.add_group(
            board.authority, kind="board", name="safer marlbrook board", by=coordinator
        )


def test_a_stale_change_of_a_group_overwrites_nothing(board, coordinator):
    new = {"kind": "board", "purpose": "Oversight", "reports_to": None}
    group = services.change_group(
        board.group, version=1, by=coordinator, name="The Board", **new
    )
    with pytest.raises(Stale):
        services.change_group(group, version=1, by=coordinator, name="Another", **new)


def test_a_group_with_meetings_to_come_is_not_closed(board, meeting, coordinator):
    with pytest.raises(NotNow, match="meetings to come"):
        services.close_group(board.group, by=coordinator)


def test_closing_a_group_ends_its_seats(board, coordinator):
    services.close_group(board.group, by=coordinator)
    assert set(board.group.members.values_list("ends_on", flat=True)) == {clock.today()}
    with pytest.raises(NotNow, match="closed"):
        services.close_group(board.group, by=coordinator)


def test_new_terms_are_numbered_and_former_ones_kept(board, coordinator):
    agree(board.group, coordinator)
    assert agree(board.group, coordinator).number == 2
    assert board.group.terms.count() == 2


def test_terms_are_reviewed_after_they_are_agreed(board, coordinator):
    with pytest.raises(NotNow, match="after the day"):
        agree(board.group, coordinator, review_in=-1)


def test_a_review_that_is_near_is_owed_by_the_coordinator_until_it_is_done(
    board, coordinator
):
    agree(board.group, coordinator, review_in=20)
    task = Task.objects.get(kind="governance.terms_review")
    assert task.person == coordinator
    assert task.due_on == clock.today() + timedelta(days=20)
    agree(board.group, coordinator)
    task.refresh_from_db()
    assert task.closed_by_event == "governance.terms_agreed"


def test_a_review_a_year_away_comes_onto_the_list_a_month_before(board, coordinator):
    agree(board.group, coordinator, review_in=300)
    assert not Task.objects.exists()
    clock.set_offset(timedelta(days=271))
    coordinator.memberships.update(ends_on=clock.today() + DAY)
    services.owe_reviews()
    services.owe_reviews()
    assert Task.objects.get().person == coordinator


def test_a_group_has_one_chair_at_a_time(board, coordinator):
    with pytest.raises(NotNow, match="Ada Lovell chairs this group"):
        services.change_member(
            board.seats[board.ben],
            version=1,
            by=coordinator,
            organisation=board.seats[board.ben].organisation,
            seat=Seat.CHAIR,
            starts_on=clock.today(),
            ends_on=None,
        )


def test_a_chair_is_replaced_in_one_step(board, coordinator):
    seat = board.seats[board.ada]
    new = person_with(Role.BOARD_MEMBER, board.authority)
    services.replace_member(seat, person=new, starts_on=clock.today(), by=coordinator)
    seat.refresh_from_db()
    assert seat.ends_on == clock.today() - DAY
    assert board.group.members.current().get(seat=Seat.CHAIR).person == new


def test_nobody_sits_twice_on_a_group(board, coordinator):
    with pytest.raises(NotNow, match="already sits"):
        services.add_member(
            board.group,
            person=board.ben,
            organisation=board.authority.organisations.first(),
            starts_on=clock.today(),
            by=coordinator,
        )


def test_a_stranger_to_the_authority_gets_no_seat(board, coordinator, outsider):
    with pytest.raises(NotNow, match="has no role at Marlbrook"):
        services.add_member(
            board.group,
            person=outsider,
            organisation=board.authority.organisations.first(),
            starts_on=clock.today(),
            by=coordinator,
        )


def test_whoever_stands_in_for_a_member_leaves_with_them(board, coordinator):
    deputy = services.add_member(
        board.group,
        person=person_with(Role.BOARD_MEMBER, board.authority),
        organisation=board.authority.organisations.first(),
        deputy_for=board.seats[board.ben],
        starts_on=clock.today(),
        by=coordinator,
    )
    services.end_seat(board.seats[board.ben], ends_on=clock.today(), by=coordinator)
    deputy.refresh_from_db()
    assert deputy.ends_on == clock.today()


def test_the_page_warns_of_a_group_without_chair_or_terms(marlbrook):
    group = GroupFactory(authority=marlbrook)
    assert warnings(group) == [
        "There are no terms of reference yet.",
        "Nobody chairs this group today.",
    ]


def test_the_page_warns_of_seats_that_end_soon_and_of_people_who_left(
    board, coordinator
):
    agree(board.group, coordinator)
    assert warnings(board.group) == []
    board.seats[board.ben].ends_on = clock.today() + timedelta(days=59)
    board.seats[board.ben].save()
    board.cy.memberships.update(ended_at=clock.now())
    sentences = " ".join(warnings(board.group))
    assert "Ben Marsh’s seat ends on" in sentences
    assert "Cy Rowan has no role here any more" in sentences


def test_a_closed_group_has_a_meeting_record_still(board, coordinator):
    past = MeetingFactory(group=board.group, days=-5, status="minuted")
    services.close_group(board.group, by=coordinator)
    assert list(board.group.meetings.all()) == [past]
