"""However an answer comes, the round has it, and it can be taken back."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.partners.services import end_holding
from dueregard.partners.tests.factories import PostHoldingFactory
from dueregard.plans import services
from dueregard.plans.models import Action, RoundAction, RoundLink
from dueregard.plans.tests.rounds import mails_to, opened
from dueregard.plans.tests.rounds import people as people_of
from dueregard.reminders.models import Task

pytestmark = pytest.mark.django_db
SAID = {"text": "Half are briefed.", "status": "in_progress"}


@pytest.fixture
def people(plan_in_force, coordinator):
    found = people_of(plan_in_force)
    found.round = opened(found.plan, coordinator)
    found.link = RoundLink.objects.get(person=found.officer)
    found.asked = found.round.asked.get(action=found.one)
    return found


def state_of(asked) -> str:
    return RoundAction.objects.get(pk=asked.pk).state


def owes(post) -> bool:
    return Task.objects.open().filter(post=post).exists()


def test_an_ordinary_update_answers_the_round_and_closes_the_task(people, coordinator):
    update = services.report_progress(people.one, by=people.officer, **SAID)
    asked = RoundAction.objects.get(pk=people.asked.pk)
    assert (asked.state, asked.update, asked.answered_by) == (
        "returned",
        update,
        people.officer,
    )
    assert not owes(people.sergeant)
    assert owes(people.head)


def test_an_answer_by_link_says_so_and_the_addressee_is_told(people):
    update, _ = services.report_in_round(
        people.asked, by=people.officer, by_link=people.link, **SAID
    )
    assert (update.by, update.by_link) == (people.officer, people.link)
    assert len(mails_to(people.officer, "An answer was sent")) == 1
    entry = Entry.objects.get(event="round.answered_by_link")
    assert entry.facts == {"link_id": people.link.pk}


def test_declining_says_why_and_closes_the_task(people):
    services.decline(
        people.asked, by=people.officer, because="On leave.", by_link=people.link
    )
    asked = RoundAction.objects.get(pk=people.asked.pk)
    assert (asked.state, asked.declined_because) == ("declined", "On leave.")
    assert not owes(people.sergeant)
    assert "leave" not in str(Entry.objects.get(event="round.declined").facts)


def test_a_later_update_takes_the_place_of_nothing_to_report(people):
    services.decline(people.asked, by=people.officer, because="On leave.")
    services.report_progress(people.one, by=people.officer, **SAID)
    asked = RoundAction.objects.get(pk=people.asked.pk)
    assert (asked.state, asked.declined_because) == ("returned", "")


def test_two_people_who_answer_one_action_are_not_both_first(people):
    other = PostHoldingFactory(post=people.sergeant).person
    services.report_in_round(people.asked, by=people.officer, **SAID)
    with pytest.raises(NotNow, match="answered for this action already"):
        services.report_in_round(people.asked, by=other, **SAID)
    assert people.one.updates.count() == 1


def test_a_link_does_not_answer_for_another_action(people):
    theirs = people.round.asked.get(action=people.two)
    with pytest.raises(NotNow, match="does not answer for this action any more"):
        services.report_in_round(theirs, by=people.officer, by_link=people.link, **SAID)


def test_who_left_the_post_does_not_answer_by_the_old_link(people):
    yesterday = clock.today() - timedelta(days=1)
    people.sergeant.holdings.update(ends_on=yesterday)
    with pytest.raises(NotNow, match="does not answer for this action any more"):
        services.report_in_round(
            people.asked, by=people.officer, by_link=people.link, **SAID
        )


def test_ending_a_holding_takes_the_leavers_link_back(people, coordinator):
    holding = people.sergeant.holdings.get()
    yesterday = clock.today() - timedelta(days=1)
    end_holding(holding, ends_on=yesterday, by=coordinator)
    people.link.refresh_from_db()
    assert people.link.revoked_because.startswith("They no longer answer")
    assert RoundLink.objects.live().get().person == people.teacher


@pytest.mark.parametrize("spoil", ["expire", "revoke", "close", "supersede"])
def test_a_spent_link_answers_nothing(people, coordinator, spoil):
    if spoil == "expire":
        clock.set_offset(timedelta(days=60))
    elif spoil == "revoke":
        services.revoke_link(people.link, by=coordinator, because="Wrong person.")
    elif spoil == "close":
        services.close_round(people.round, by=coordinator, summary="Over.")
    else:
        type(people.plan).objects.update(status="superseded")
    with pytest.raises(NotNow, match="does not work any more"):
        services.report_in_round(
            people.asked, by=people.officer, by_link=people.link, **SAID
        )
    assert not people.one.updates.exists()


def test_taking_an_update_back_puts_status_and_debt_back(people):
    earlier = services.report_progress(people.one, by=people.officer, **SAID)
    clock.set_offset(timedelta(hours=1))
    later = services.report_progress(
        people.one, by=people.officer, text="Done.", status="complete"
    )
    services.withdraw_update(later, by=people.officer, reason="Too early.")
    action = Action.objects.get(pk=people.one.pk)
    assert (action.status, state_of(people.asked)) == ("in_progress", "returned")
    services.withdraw_update(earlier, by=people.officer)
    action.refresh_from_db()
    assert (action.status, action.last_update_on) == ("not_started", None)
    assert state_of(people.asked) == "owed"
    assert owes(people.sergeant)
    assert action.updates.count() == 2
    assert action.updates.public().count() == 0


def test_taking_an_old_update_back_leaves_newer_news_alone(people):
    old = services.report_progress(people.one, by=people.officer, **SAID)
    clock.set_offset(timedelta(hours=1))
    new = services.report_progress(
        people.one, by=people.officer, text="Done.", status="complete"
    )
    services.withdraw_update(old, by=people.officer)
    assert Action.objects.get(pk=people.one.pk).status == "complete"
    assert RoundAction.objects.get(pk=people.asked.pk).update == new


def test_a_status_changed_by_hand_since_is_left_alone(people):
    update = services.report_progress(people.one, by=people.officer, **SAID)
    Action.objects.filter(pk=people.one.pk).update(status="on_hold")
    services.withdraw_update(update, by=people.officer)
    assert Action.objects.get(pk=people.one.pk).status == "on_hold"


def test_an_update_is_taken_back_once_and_by_its_giver(people, coordinator):
    update, _ = services.report_in_round(
        people.asked, by=people.officer, by_link=people.link, **SAID
    )
    with pytest.raises(NotAllowed):
        services.withdraw_update(update, by=coordinator)
    services.withdraw_update(update, by=people.officer)
    with pytest.raises(NotNow, match="taken back already"):
        services.withdraw_update(update, by=people.officer)


def test_nothing_to_report_can_be_taken_back(people):
    services.decline(people.asked, by=people.officer, because="On leave.")
    services.withdraw_decline(people.asked, by=people.officer)
    assert state_of(people.asked) == "owed"
    assert owes(people.sergeant)


def test_what_cannot_be_entered_is_said_row_by_row(people, coordinator):
    theirs = people.round.asked.get(action=people.two)
    Action.objects.filter(pk=people.two.pk).update(status="cancelled")
    told = {"told_by": "Sergeant", "told_on": clock.today()}
    refused = services.enter_answers(
        people.round,
        {people.asked.pk: SAID | told, theirs.pk: SAID | told},
        by=coordinator,
    )
    assert refused == {theirs.pk: "This action is cancelled."}
    update = people.one.updates.get()
    assert (update.by, update.told_by) == (coordinator, "Sergeant")


def test_the_same_rows_sent_again_are_saved_once(people, coordinator):
    rows = {people.asked.pk: SAID}
    assert services.enter_answers(people.round, rows, by=coordinator) == {}
    assert services.enter_answers(people.round, rows, by=coordinator) == {}
    assert people.one.updates.count() == 1


def test_closing_keeps_the_counts_and_closes_the_tasks(people, coordinator):
    services.report_progress(people.one, by=people.officer, **SAID)
    services.close_round(people.round, by=coordinator, summary="Half came back.")
    facts = Entry.objects.get(event="round.closed").facts
    assert (facts["returned"], facts["owed"], facts["declined"]) == (1, 1, 0)
    assert not Task.objects.open().filter(kind="plans.update").exists()
    with pytest.raises(NotNow, match="is closed"):
        services.close_round(people.round, by=coordinator, summary="Again.")
    assert opened(people.plan, coordinator).number == 2


def test_an_update_after_the_round_leaves_its_counts_alone(people, coordinator):
    services.close_round(people.round, by=coordinator, summary="Nothing came.")
    services.report_progress(people.one, by=people.officer, **SAID)
    assert state_of(people.asked) == "owed"


def test_a_plan_that_ends_takes_its_round_along(people, board_chair):
    services.close(people.plan, by=board_chair, note="The year is over.")
    people.round.refresh_from_db()
    assert not people.round.is_open
    assert "no longer in force" in people.round.summary
    assert not owes(people.sergeant)


def test_nothing_is_owed_on_a_cancelled_action(people, coordinator):
    services.cancel_action(people.one, by=coordinator, because="No money.")
    asked = RoundAction.objects.get(pk=people.asked.pk)
    assert (asked.state, asked.declined_because) == (
        "declined",
        "The action was cancelled.",
    )
    assert not owes(people.sergeant)
    assert owes(people.head)


def test_chasing_sends_one_fresh_link_and_ends_the_older(people):
    clock.set_offset(timedelta(days=2))
    task = Task.objects.get(post=people.sergeant)
    assert services.chase_by_link(task, people.officer)
    assert services.chase_by_link(task, people.officer)
    links = RoundLink.objects.filter(person=people.officer)
    assert links.count() == 2
    assert links.live().count() == 1
    people.link.refresh_from_db()
    assert people.link.revoked_at is not None
    assert len(mails_to(people.officer, "still waiting")) == 1


def test_somebody_without_an_address_is_not_chased_by_link(people):
    people.officer.email = None
    people.officer.save()
    task = Task.objects.get(post=people.sergeant)
    assert not services.chase_by_link(task, people.officer)
