from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.governance import reads, registry, services
from dueregard.governance.models import Outcome
from dueregard.partners.tests.factories import PostFactory
from dueregard.reminders.models import Task

from .factories import MeetingFactory, OutcomeFactory

IN_A_MONTH = timedelta(days=30)


@pytest.fixture
def item(held):
    return held.items.get()


@pytest.fixture
def action(board, item, coordinator):
    return services.add_outcome(
        item,
        kind="action",
        text="Brief the head teachers.",
        post=board.post,
        due_on=clock.today() + IN_A_MONTH,
        by=coordinator,
    )


def test_who_came_is_noted_for_every_member_at_once(
    board, held, coordinator, action_owner
):
    Came = services.Came
    who = {
        board.seats[board.ada]: Came("present"),
        board.seats[board.ben]: Came("deputy", deputy=action_owner),
        board.seats[board.cy]: Came("apologies", deputy=action_owner),
    }
    services.note_attendance(held, who=who, by=coordinator)
    rows = {row.member.person: row for row in held.attendance.all()}
    assert rows[board.ben].deputy == action_owner
    assert rows[board.cy].deputy is None
    services.note_attendance(
        held, who={board.seats[board.cy]: Came("absent")}, by=coordinator
    )
    assert held.attendance.get(member=board.seats[board.cy]).state == "absent"
    assert held.attendance.count() == 3


def test_who_came_is_not_noted_of_a_meeting_that_was_not_called(board, coordinator):
    planned = MeetingFactory(group=board.group)
    with pytest.raises(NotNow, match="agenda is sent"):
        services.note_attendance(planned, who={}, by=coordinator)


def test_an_action_of_a_meeting_is_owed_by_its_post_until_it_is_done(
    board, action, item
):
    task = Task.objects.get(kind="governance.action")
    assert task.post == board.post
    assert list(reads.open_actions(board.group)) == [action]
    services.say_done(action, done_on=clock.today(), note="Briefed.", by=board.ben)
    task.refresh_from_db()
    assert task.closed_by_event == "governance.action_done"
    assert list(reads.open_actions(board.group)) == []


def test_an_action_is_done_once(board, action):
    services.say_done(action, done_on=clock.today(), note="Briefed.", by=board.ben)
    with pytest.raises(NotNow, match="done already"):
        services.say_done(action, done_on=clock.today(), note="Again.", by=board.ben)


def test_an_action_is_not_done_on_a_day_to_come(board, action):
    with pytest.raises(NotNow, match="in the future"):
        tomorrow = clock.today() + timedelta(days=1)
        services.say_done(action, done_on=tomorrow, note="Briefed.", by=board.ben)


def test_somebody_else_does_not_say_that_an_action_is_done(action, training_lead):
    with pytest.raises(NotAllowed):
        services.say_done(action, done_on=clock.today(), note="", by=training_lead)


def test_an_action_without_a_post_is_refused(item, coordinator):
    with pytest.raises(NotNow, match="needs a post"):
        services.add_outcome(item, kind="action", text="Do it.", by=coordinator)


def test_a_decision_has_neither_post_nor_day(board, item, coordinator):
    row = services.add_outcome(
        item,
        kind="decision",
        text="Agreed.",
        reasons="It is needed.",
        post=board.post,
        due_on=clock.today(),
        by=coordinator,
    )
    assert (row.post, row.due_on) == (None, None)
    assert list(Outcome.objects.decisions()) == [row]


def test_an_action_given_to_another_post_leaves_the_first_one_s_list(
    board, action, coordinator
):
    other = PostFactory(authority=board.authority)
    services.change_outcome(action, version=1, post=other, by=coordinator)
    assert Task.objects.open().get(kind="governance.action").post == other


def test_agreed_minutes_take_no_further_outcome(board, coordinator):
    agreed = MeetingFactory(group=board.group, days=-1, status="minuted")
    row = OutcomeFactory(item__meeting=agreed)
    for attempt in (
        lambda: services.add_outcome(
            row.item, kind="decision", text="", by=coordinator
        ),
        lambda: services.change_outcome(row, version=1, text="", by=coordinator),
        lambda: services.remove_outcome(row, by=coordinator),
        lambda: services.write_discussion(
            row.item, discussion="", version=1, by=coordinator
        ),
    ):
        with pytest.raises(NotNow, match="agreed"):
            attempt()


def test_an_outcome_struck_out_is_owed_no_more(action, coordinator):
    services.remove_outcome(action, by=coordinator)
    assert not Task.objects.open().exists()
    assert not Outcome.objects.exists()


def test_a_room_above_puts_its_links_beside_an_outcome(
    monkeypatch, action, coordinator
):
    monkeypatch.setattr(registry, "_outcome_links", {})
    registry.register_outcome_links(lambda outcome, user: [("Plan it", "/plans/1/")])
    assert registry.links_of(action, coordinator) == [("Plan it", "/plans/1/")]
