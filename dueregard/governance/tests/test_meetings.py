from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.governance import reads, services
from dueregard.governance.models import Meeting, MeetingSeries
from dueregard.governance.series import days_of
from dueregard.governance.workflow import WORKFLOW
from dueregard.outbox.models import Job
from dueregard.reminders.models import MailPreference, Task
from dueregard.reminders.registry import appointments_of

from .factories import AgendaItemFactory, GroupFactory, MeetingFactory, OutcomeFactory

Status = Meeting.Status


def series(group, by, **changed):
    answers = {
        "every_months": 3,
        "first_on": date(2027, 1, 21),
        "starts_at_time": time(14, 0),
        "minutes_long": 90,
    }
    return services.add_series(group, by=by, **(answers | changed))


def test_a_series_puts_a_year_of_meetings_in(board, coordinator):
    row = series(board.group, coordinator)
    starts = [timezone.localtime(one) for one in _starts(row)]
    assert [one.date() for one in starts] == [
        date(2027, 1, 21),
        date(2027, 4, 15),
        date(2027, 7, 15),
        date(2027, 10, 21),
    ]
    assert {one.hour for one in starts} == {14}  # in London, in summer too


def _starts(row):
    return row.meetings.order_by("starts_at").values_list("starts_at", flat=True)


def test_a_fifth_weekday_falls_on_the_last_where_there_is_none():
    row = MeetingSeries(every_months=1, first_on=date(2027, 1, 29))
    assert days_of(row)[:3] == [date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 26)]


def test_another_year_follows_the_last_meeting(board, coordinator):
    row = series(board.group, coordinator)
    assert services.extend_series(row, by=coordinator) == 4
    assert timezone.localdate(_starts(row)[4]) == date(2028, 1, 20)


def test_the_end_of_a_series_cancels_its_planned_meetings(board, coordinator):
    soon = clock.today() + timedelta(days=20)
    row = series(board.group, coordinator, first_on=soon)
    assert services.end_series(row, by=coordinator) == 4
    assert set(row.meetings.values_list("status", flat=True)) == {Status.CANCELLED}
    with pytest.raises(NotNow, match="has ended"):
        services.extend_series(row, by=coordinator)


def test_the_minute_taker_prepares_meetings_and_a_member_does_not(board):
    assert series(board.group, board.cy).meetings.count() == 4
    with pytest.raises(NotAllowed, match="minute-taker"):
        series(board.group, board.ben)


def test_a_meeting_ends_after_it_begins(board, coordinator):
    now = clock.now()
    with pytest.raises(NotNow, match="end after it begins"):
        services.add_meeting(board.group, starts_at=now, ends_at=now, by=coordinator)


def test_calling_a_meeting_mails_each_member_once_and_gives_them_a_task(
    board, meeting, coordinator
):
    services.call(meeting, by=coordinator)
    tasks = Task.objects.filter(kind="governance.papers")
    assert {task.person for task in tasks} == {board.ada, board.ben, board.cy}
    assert {task.due_on for task in tasks} == {meeting.held_on}
    assert Job.objects.filter(kind="outbox.mail").count() == 3


def test_whoever_hears_of_tasks_as_they_come_gets_one_mail_not_two(
    board, meeting, coordinator
):
    MailPreference.objects.create(person=board.ben, rhythm="at_once")
    services.call(meeting, by=coordinator)
    ours = Job.objects.filter(key__startswith=f"meeting-{meeting.pk}-")
    assert ours.count() == 2
    assert not ours.filter(key__endswith=f"-{board.ben.pk}").exists()


def test_an_agenda_without_items_is_not_sent(board, coordinator):
    with pytest.raises(NotNow, match="at least one item"):
        services.call(MeetingFactory(group=board.group), by=coordinator)


def test_a_meeting_of_the_past_is_not_called(board, coordinator):
    late = MeetingFactory(group=board.group, days=-1)
    AgendaItemFactory(meeting=late)
    with pytest.raises(NotNow, match="is past"):
        services.call(late, by=coordinator)


def test_a_meeting_is_not_held_before_its_day(meeting, coordinator):
    with pytest.raises(NotNow, match="has not come"):
        services.hold(meeting, by=coordinator)


def test_what_was_left_goes_to_the_next_meeting_or_back_to_wait(board, coordinator):
    today = MeetingFactory(group=board.group, days=0, status="called")
    taken, left, later = (AgendaItemFactory(meeting=today) for _ in range(3))
    OutcomeFactory(item=taken)
    following = MeetingFactory(group=board.group, days=90)
    services.hold(today, left=[left], to=following, by=coordinator)
    services.put_on([later], meeting=None, by=coordinator)
    assert list(following.items.all()) == [left]
    assert list(board.group.agenda_items.waiting()) == [later]
    assert list(today.items.all()) == [taken]


def test_an_item_that_was_taken_stays_where_it_was(board, coordinator):
    today = MeetingFactory(group=board.group, days=0, status="called")
    taken = AgendaItemFactory(meeting=today, discussion="The board heard of it.")
    with pytest.raises(NotNow, match="stays there"):
        services.hold(today, left=[taken], by=coordinator)
    today.refresh_from_db()
    assert today.status == Status.CALLED


def test_holding_a_meeting_takes_its_papers_off_every_list(board, coordinator):
    row = MeetingFactory(group=board.group, days=1)
    AgendaItemFactory(meeting=row)
    services.call(row, by=coordinator)
    clock.set_offset(timedelta(days=1))
    services.hold(row, by=coordinator)
    assert not Task.objects.open().exists()


def test_a_called_meeting_is_cancelled_with_a_reason_and_members_are_told(
    board, meeting, coordinator
):
    services.call(meeting, by=coordinator)
    services.cancel(meeting, because="Snow.", by=coordinator)
    assert meeting.moves.last().note == "Snow."
    assert meeting.status == Status.CANCELLED
    assert not Task.objects.open().exists()
    assert Job.objects.filter(key__contains="cancelled").count() == 3
    assert board.group.agenda_items.waiting().count() == 1


def test_minutes_are_agreed_by_the_chair_once_somebody_noted_who_came(
    board, held, coordinator
):
    with pytest.raises(NotAllowed, match="chair or deputy chair"):
        services.agree_minutes(held, by=coordinator)
    with pytest.raises(NotNow, match="who came"):
        services.agree_minutes(held, by=board.ada)
    came = {board.seats[board.ada]: services.Came("present")}
    services.note_attendance(held, who=came, by=coordinator)
    services.agree_minutes(held, by=board.ada)
    assert held.status == Status.MINUTED


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("name", WORKFLOW.moves)
@pytest.mark.parametrize("who", ["coordinator", "chair", "minute_taker", "member"])
def test_a_move_is_open_to_its_people_in_its_state_alone(
    status, name, who, board, coordinator
):
    person = {
        "coordinator": coordinator,
        "chair": board.ada,
        "minute_taker": board.cy,
        "member": board.ben,
    }[who]
    row = MeetingFactory(group=board.group, status=status)
    may = who == "chair" if name == "agree_minutes" else who in PREPARE
    open_now = name in [move.name for move in WORKFLOW.open_to(person, row)]
    assert open_now == (may and WORKFLOW.moves[name].source == status)


PREPARE = {"coordinator", "minute_taker"}


def test_the_next_and_the_last_meeting_of_the_board_are_found(board, meeting):
    MeetingFactory(group=GroupFactory(authority=board.authority, kind="delivery"))
    older = MeetingFactory(group=board.group, days=-90, status="minuted")
    last = MeetingFactory(group=board.group, days=-5, status="held")
    MeetingFactory(group=board.group, days=-1, status="cancelled")
    assert reads.next_meeting(board.authority) == meeting
    assert reads.last_held(board.authority) == last
    assert reads.last_held(board.authority, before=last) == older
    assert reads.last_held(board.authority, before=older) is None


def test_meetings_stand_in_the_calendar_of_members_under_a_plain_title(board, meeting):
    (found,) = [one for one in appointments_of(board.ben) if "meeting" in one.uid]
    assert found.title == "Meeting"
    assert found.starts == meeting.starts_at
    board.seats[board.ben].ends_on = clock.today() - timedelta(days=1)
    board.seats[board.ben].save()
    assert appointments_of(board.ben) == []


def test_a_changed_time_is_told_again_to_members_of_a_called_meeting(
    board, meeting, coordinator
):
    services.call(meeting, by=coordinator)
    later = meeting.starts_at + timedelta(days=1)
    services.change_meeting(
        meeting,
        version=1,
        by=coordinator,
        starts_at=later,
        ends_at=later + timedelta(hours=1),
    )
    assert Job.objects.filter(kind="outbox.mail").count() == 6
    due = set(Task.objects.open().values_list("due_on", flat=True))
    assert due == {timezone.localdate(later)}
