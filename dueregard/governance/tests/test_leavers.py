from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.rooms import Room
from dueregard.partners import services as partners
from dueregard.partners.leavers import handovers
from dueregard.reminders import services as reminders
from dueregard.reminders.models import Task
from dueregard.reminders.services import Owed

from .factories import ControlledDocumentFactory, OutcomeFactory, RecipientFactory

DAY = timedelta(days=1)


@pytest.fixture
def leaver(board, held, coordinator):
    """Ben: a post with ten actions of a meeting, a seat, a task, a document to read."""
    for _ in range(10):
        OutcomeFactory(item=held.items.get(), kind="action", post=board.post)
    controlled = ControlledDocumentFactory(authority=board.authority)
    RecipientFactory(controlled=controlled, person=board.ben)
    kind = "governance.papers"
    reminders.owe(
        [
            Owed(
                kind=kind,
                subject_id="1",
                authority=board.authority,
                room=Room.PARTNERSHIP,
                title="Read the papers",
                about="Board",
                url="/",
                source="Test",
                due_on=clock.today(),
                person=board.ben,
            )
        ]
    )
    return board.ben


def to_everybody(person):
    return dict.fromkeys(handovers(), person)


def test_all_that_a_leaver_holds_passes_over_in_one_step(board, leaver, coordinator):
    done = partners.leave(
        leaver,
        authority=board.authority,
        on=clock.today(),
        posts={board.post: board.cy},
        others=to_everybody(board.cy),
        by=coordinator,
    )
    assert done["Posts"] == done["Seats on groups"] == 1
    clock.set_offset(DAY)
    assert [each.person for each in board.post.current_holdings()] == [board.cy]
    assert leaver not in {each.person for each in board.group.members.current()}
    assert not Task.objects.open().filter(person=leaver).exists()


def test_the_ten_actions_of_a_leaver_s_post_are_the_successor_s(
    board, leaver, coordinator
):
    partners.leave(
        leaver,
        authority=board.authority,
        on=clock.today() - DAY,
        posts={board.post: board.cy},
        others=to_everybody(board.cy),
        by=coordinator,
    )
    assert {
        holding.person
        for outcome in board.group.agenda_items.get().outcomes.all()
        for holding in outcome.post.current_holdings()
    } == {board.cy}


def test_a_post_may_be_left_vacant_and_a_seat_may_end(board, leaver, coordinator):
    ending = {each: None if each.may_end else board.cy for each in handovers()}
    partners.leave(
        leaver,
        authority=board.authority,
        on=clock.today(),
        posts={board.post: None},
        others=ending,
        by=coordinator,
    )
    clock.set_offset(DAY)
    assert board.post.is_vacant()
    assert board.group.members.current().count() == 2


def test_a_task_must_go_to_somebody_or_nothing_is_handed_over(
    board, leaver, coordinator
):
    with pytest.raises(NotNow, match="Select who takes over"):
        partners.leave(
            leaver,
            authority=board.authority,
            on=clock.today(),
            posts={board.post: board.cy},
            others={},
            by=coordinator,
        )
    assert [each.person for each in board.post.current_holdings()] == [leaver]
    assert board.seats[leaver] in board.group.members.filter(ends_on=None)


def test_a_post_given_to_them_meanwhile_is_not_left_behind(board, leaver, coordinator):
    with pytest.raises(NotNow, match="have changed"):
        partners.leave(
            leaver,
            authority=board.authority,
            on=clock.today(),
            posts={},
            others=to_everybody(board.cy),
            by=coordinator,
        )


def test_the_page_hands_everything_over(board, leaver, coordinator, client):
    client.force_login(coordinator)
    url = reverse("partners:leave", args=[board.authority.slug, leaver.pk])
    form = client.get(url).context["form"]
    today = clock.today()
    answers = {f"on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    answers |= {
        name: f"person-{board.cy.pk}"
        for name in form.fields
        if name.startswith(("post_", "held_"))
    }
    assert len(answers) == 7
    assert client.post(url, answers).status_code == 302
    left = {each.name: each.count(leaver, board.authority) for each in handovers()}
    assert left["Tasks"] == left["Places on distribution lists"] == 0


def test_people_who_are_gone_but_still_hold_something_are_listed(
    board, leaver, coordinator, client
):
    client.force_login(coordinator)
    url = reverse("partners:leavers", args=[board.authority.slug])
    assert list(client.get(url).context["left_behind"]) == []
    leaver.memberships.update(ended_at=clock.now())
    board.post.holdings.all().delete()
    assert list(client.get(url).context["left_behind"]) == [leaver]
