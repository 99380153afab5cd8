"""How an action was rated on a past day is read by the rule from what was kept."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from dueregard import clock
from dueregard.accounts.models import Membership
from dueregard.plans import history, services
from dueregard.plans.models import Action, Plan, RatingFacts
from dueregard.plans.rag import Rag
from dueregard.plans.services.ratings import remember
from dueregard.plans.tests.factories import ActionFactory, PlanFactory
from dueregard.plans.tests.test_who_reports import report


def ago(days: int) -> date:
    clock.set_offset(clock.days_away(-days))
    return clock.today()


@pytest.fixture
def year_ago(plan, coordinator, board_chair):
    """A plan agreed 200 days ago; its first action was due 60 days ago."""
    due_on = clock.today() - timedelta(days=60)
    Membership.objects.update(starts_on=clock.today() - timedelta(days=400))
    ago(200)
    plan.actions.filter(ref="1").update(due_on=due_on)
    services.submit(plan, by=coordinator, note="")
    services.approve(plan, by=board_chair, note="")
    clock.set_offset(timedelta(0))
    return Action.objects.select_related("plan").get(plan=plan, ref="1")


def rated(action, days):
    return history.rating_on(action, clock.today() - timedelta(days=days))


def test_a_past_day_is_rated_by_the_rule_as_things_stood(year_ago, coordinator):
    assert rated(year_ago, 201) is None
    assert rated(year_ago, 200) == Rag.GREEN
    assert rated(year_ago, 90) == Rag.AMBER
    assert rated(year_ago, 59) == Rag.RED
    ago(20)
    report(year_ago, coordinator, status="complete")
    clock.set_offset(timedelta(0))
    assert (rated(year_ago, 21), rated(year_ago, 20)) == (Rag.RED, Rag.COMPLETE)
    assert rated(year_ago, 0) == Rag.COMPLETE


def test_a_persons_rating_counts_while_it_stood(year_ago, coordinator, board_chair):
    ago(30)
    services.override_rating(year_ago, by=board_chair, rating="green", reason="Agreed.")
    ago(10)
    services.withdraw_override(year_ago, by=board_chair, reason="No longer.")
    clock.set_offset(timedelta(0))
    assert [rated(year_ago, days) for days in (31, 30, 11, 10)] == [
        Rag.RED,
        Rag.GREEN,
        Rag.GREEN,
        Rag.RED,
    ]


def test_today_reads_the_same_as_the_page(year_ago, coordinator):
    report(year_ago, coordinator)
    for action in Action.objects.filter(plan=year_ago.plan_id).select_related("plan"):
        assert history.rating_on(action, clock.today()) == action.rating


@pytest.mark.parametrize(
    "change",
    [
        lambda a, by: report(a, by),
        lambda a, by: services.cancel_action(a, by=by, because="No money."),
        lambda a, by: services.edit_action(
            a, by=by, version=a.version, changes={"status": "complete"}
        ),
        lambda a, by: services.change_many(
            a.plan, [a.pk], by=by, changes={"status": "complete"}, owner=None
        ),
        lambda a, by: services.override_rating(a, by=by, rating="red", reason="x"),
    ],
    ids=["report", "cancel", "edit", "change many", "override"],
)
def test_every_service_that_changes_a_rating_keeps_what_it_was_read_from(
    year_ago, coordinator, change
):
    before = RatingFacts.objects.filter(action=year_ago).count()
    change(year_ago, coordinator)
    assert RatingFacts.objects.filter(action=year_ago).count() == before + 1
    action = Action.objects.select_related("plan").get(pk=year_ago.pk)
    newest = RatingFacts.objects.filter(action=year_ago).last()
    assert history.rating_of(newest, clock.today()) == action.rating


def test_nothing_is_kept_when_nothing_changed_or_of_a_draft(year_ago, action):
    assert remember([year_ago]) == 0
    draft = ActionFactory(plan=PlanFactory())
    assert remember([draft]) == 0
    assert not RatingFacts.objects.filter(action=draft).exists()


def test_the_database_refuses_to_change_the_past(year_ago):
    for change in (
        lambda rows: rows.update(status="complete"),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(RatingFacts.objects.filter(action=year_ago))


def test_a_whole_plan_on_a_day_is_one_statement(year_ago):
    plan = Plan.objects.get(pk=year_ago.plan_id)
    day = clock.today() - timedelta(days=90)
    with CaptureQueriesContext(connection) as asked:
        found = history.ratings_on(plan, day)
    assert len(asked) == 1
    other = plan.actions.get(ref="2")
    assert found == {year_ago.pk: Rag.AMBER, other.pk: Rag.NOT_RATED}
    assert history.ratings_on(plan, clock.today() - timedelta(days=300)) == {}


def test_a_strip_has_a_box_for_each_of_twelve_months_and_one_statement(year_ago):
    with CaptureQueriesContext(connection) as asked:
        strip = history.strip(year_ago)
    assert len(asked) == 1
    assert len(strip.boxes) == 12
    assert strip.boxes[-1].full == f"{clock.today():%B %Y}"
    assert (strip.boxes[-1].number, strip.boxes[-1].tone) == ("Red", "red")
    assert (strip.boxes[0].number, strip.boxes[0].tone) == ("Not agreed yet", "")


def test_month_ends_are_the_last_days_of_months_and_today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2028, 3, 31))
    assert history.month_ends(3) == [
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
    ]


def test_the_page_of_an_action_shows_its_strip_in_words(year_ago, coordinator, client):
    client.force_login(coordinator)
    text = client.get(year_ago.get_absolute_url()).content.decode()
    assert "Rating of action 1 over 12 months" in text
    assert "Not agreed yet" in text
    page = client.get(f"/plans/{year_ago.plan_id}/rating-history/").content.decode()
    assert "Rating of action 2 over 12 months" in page
