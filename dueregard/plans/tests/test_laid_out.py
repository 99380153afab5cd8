"""The plan laid out for paper, over time, and the districts of a county together."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.plans import services
from dueregard.plans.county import districts_of
from dueregard.plans.models import Action, Plan
from dueregard.plans.tests.factories import ActionFactory, GroupFactory, PlanFactory
from dueregard.ui.timeline_chart import Item, Timeline


@pytest.fixture
def page(client, coordinator):
    client.force_login(coordinator)
    return client


def shown(page, name, *args, query=""):
    answer = page.get(reverse(f"plans:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_action_stands_under_each_of_its_owners(page, plan_in_force, live_action):
    live_action.owners.create(text="Police", position=0)
    live_action.owners.create(text="College", position=1)
    html = shown(page, "by_owner", plan_in_force.pk)
    assert html.index("College") < html.index("Police") < html.index("Nobody named")
    assert html.count("Brief every head teacher") == 2


def test_a_list_for_paper_keeps_its_filters(page, plan_in_force, live_action):
    Action.objects.filter(pk=live_action.pk).update(status="complete")
    html = shown(page, "by_priority", plan_in_force.pk, query="?status=complete")
    assert "Brief every head teacher" in html
    assert "Agree who chairs" not in html
    assert "OFFICIAL" in html


@pytest.mark.parametrize("name", ["by_owner", "by_priority", "timeline"])
def test_a_longer_list_asks_no_more_of_the_database(name, page, plan_in_force):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            shown(page, name, plan_in_force.pk)
        return len(captured)

    group = plan_in_force.groups.get()
    statements()
    few = statements()
    for number in range(25):
        action = ActionFactory(plan=plan_in_force, group=group, ref=f"n{number}")
        action.owners.create(text=f"Team {number}", position=0)
    assert statements() == few


@pytest.mark.parametrize("name", ["by_owner", "by_priority", "timeline"])
def test_no_list_shows_a_restricted_action_to_who_may_not_read_it(
    name, client, plan_in_force, live_action, training_lead
):
    Action.objects.filter(pk=live_action.pk).update(audience="restricted")
    client.force_login(training_lead)
    assert "Brief every head teacher" not in shown(client, name, plan_in_force.pk)


def test_a_large_plan_is_drawn_one_priority_at_a_time(page, plan_in_force):
    second = GroupFactory(plan=plan_in_force, title="Train everyone", position=99)
    for number in range(61):
        ActionFactory(plan=plan_in_force, group=second, ref=f"n{number}")
    first = shown(page, "timeline", plan_in_force.pk)
    assert "Brief every head teacher" in first
    assert first.count("<figure") == 1
    other = shown(page, "timeline", plan_in_force.pk, query=f"?priority={second.pk}")
    assert "Agree who chairs" not in other


def drawn(**item):
    facts = {"label": "1", "words": "Brief", "url": "/", "when": "", "rating": "green"}
    return Timeline(
        "Actions",
        starts_on=date(2026, 4, 1),
        ends_on=date(2027, 3, 31),
        today=date(2026, 9, 30),
        items=[Item(**facts | item)],
    )


def test_a_bar_runs_from_start_to_due_within_the_plan():
    whole = drawn(starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31)).drawn[0]
    half = drawn(starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 30)).drawn[0]
    late = drawn(starts_on=date(2025, 1, 1), ends_on=date(2030, 1, 1)).drawn[0]
    assert half.width == pytest.approx(whole.width / 2, abs=1)
    assert (late.x, late.width) == (whole.x, whole.width)


def test_an_action_without_any_date_has_a_shape_and_no_bar():
    assert drawn().drawn[0].width == 0
    assert drawn(is_open=True).drawn[0].width > 0


def test_today_is_drawn_only_within_the_period():
    assert drawn().today_x is not None
    after = Timeline(
        "Past", date(2020, 4, 1), date(2021, 3, 31), date(2026, 9, 30), items=[]
    )
    assert after.today_x is None


@pytest.fixture
def district_plan(ashby_vale, factories):
    plan = PlanFactory(authority=ashby_vale, title="Ashby Vale plan")
    ActionFactory(plan=plan, ref="1", text="Meet the college")
    ActionFactory(plan=plan, ref="2", text="Secret step", audience="restricted")
    Plan.objects.filter(pk=plan.pk).update(
        status="approved", approved_on=date(2026, 4, 1)
    )
    return Plan.objects.get(pk=plan.pk)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ELECTED_MEMBER])
def test_a_countys_people_see_their_districts_plans_in_force(
    role, client, factories, fernshire, district_plan
):
    client.force_login(factories.person_with(role, fernshire))
    html = shown(client, "county", "fernshire")
    assert "Ashby Vale" in html
    assert district_plan.get_absolute_url() in html
    assert client.get(district_plan.get_absolute_url()).status_code == 200


def test_restricted_actions_of_a_district_are_not_counted_for_the_county(
    factories, fernshire, district_plan
):
    person = factories.person_with(Role.COORDINATOR, fernshire)
    district = districts_of(fernshire, person)[0]
    assert district.tally.total == 1


def test_a_districts_draft_is_never_shown_to_its_county(
    client, factories, fernshire, ashby_vale
):
    draft = PlanFactory(authority=ashby_vale)
    client.force_login(factories.person_with(Role.COORDINATOR, fernshire))
    html = shown(client, "county", "fernshire")
    assert "No plan in force" in html
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_district_sees_nothing_upward(client, factories, outsider, fernshire):
    client.force_login(outsider)
    answer = client.get(reverse("plans:county", args=["fernshire"]))
    assert answer.status_code == 404


def test_a_county_sees_no_proposed_version_of_a_district(
    client, factories, fernshire, ashby_vale, district_plan
):
    writer = factories.person_with(Role.COORDINATOR, ashby_vale)
    version = services.open_version(district_plan, by=writer, why="Asked for")
    client.force_login(factories.person_with(Role.COORDINATOR, fernshire))
    assert client.get(version.get_absolute_url()).status_code == 404
    html = shown(client, "versions", district_plan.pk)
    assert version.get_absolute_url() not in html


def test_many_districts_are_counted_in_as_few_statements_as_one(
    factories, fernshire, district_plan
):
    person = factories.person_with(Role.COORDINATOR, fernshire)

    def statements():
        with CaptureQueriesContext(connection) as captured:
            districts_of(fernshire, person)
        return len(captured)

    statements()
    few = statements()
    for number in range(5):
        district = factories.AuthorityFactory(
            name=f"District {number}", kind="district", county=fernshire
        )
        plan = PlanFactory(authority=district, status="approved")
        ActionFactory(plan=plan)
    assert statements() == few
    assert len(districts_of(fernshire, person)) == 6
