import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.partners.tests.factories import PostFactory
from dueregard.plans import services
from dueregard.plans.arising import links_of
from dueregard.plans.models import ActionArising, Plan, PlanDecision

from .board import board_of, meeting_of, outcome_of


@pytest.fixture
def post(marlbrook):
    return PostFactory(authority=marlbrook)


@pytest.fixture
def held(marlbrook):
    return meeting_of(board_of(marlbrook), in_days=-2, status="held")


@pytest.fixture
def arising(held, coordinator, post):
    return outcome_of(
        held,
        coordinator,
        kind="action",
        text="Visit each college",
        post=post,
        due_on=clock.today(),
    )


def make(outcome, plan, by, **changes):
    answers = {
        "text": outcome.text,
        "group": plan.groups.first(),
        "post": outcome.post,
        "due_on": outcome.due_on,
    }
    return services.make_plan_action(outcome, plan, by=by, **(answers | changes))


def test_an_action_of_the_board_goes_into_the_plan_in_force(
    arising, plan_in_force, coordinator, post
):
    action = make(arising, plan_in_force, coordinator)
    assert action.plan == plan_in_force
    assert action.arose_from.outcome == arising
    assert arising.plan_action_link.action == action
    assert action.owners.get().post == post


def test_it_takes_the_next_number_of_the_plan(arising, plan_in_force, coordinator):
    plan_in_force.actions.filter(pk=plan_in_force.actions.first().pk).update(ref="41")
    assert make(arising, plan_in_force, coordinator).ref == "42"


@pytest.mark.parametrize(
    ("is_exempt", "audience"), [(False, "partners"), (True, "restricted")]
)
def test_the_public_does_not_read_it_until_somebody_says_so(
    arising, plan_in_force, coordinator, is_exempt, audience
):
    arising.is_exempt = is_exempt
    arising.save()
    assert make(arising, plan_in_force, coordinator).audience == audience


def test_it_goes_in_once(arising, plan_in_force, coordinator):
    make(arising, plan_in_force, coordinator)
    with pytest.raises(NotNow):
        make(arising, plan_in_force, coordinator)
    assert ActionArising.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "status"), [("delivery", "held"), ("board", "called")]
)
def test_into_the_plan_in_force_only_what_the_board_decided_at_a_meeting_that_was_held(
    marlbrook, plan_in_force, coordinator, post, kind, status
):
    meeting = meeting_of(board_of(marlbrook, kind), in_days=-2, status=status)
    outcome = outcome_of(
        meeting, coordinator, kind="action", post=post, due_on=clock.today()
    )
    with pytest.raises(NotNow, match="Propose a change"):
        make(outcome, plan_in_force, coordinator)
    assert not ActionArising.objects.exists()


def test_a_draft_takes_in_an_action_of_any_group(marlbrook, plan, coordinator, post):
    meeting = meeting_of(board_of(marlbrook, "delivery"), in_days=-2, status="held")
    outcome = outcome_of(
        meeting, coordinator, kind="action", post=post, due_on=clock.today()
    )
    assert make(outcome, plan, coordinator).plan == plan


def test_only_the_coordinator_puts_it_in(arising, plan_in_force, board_member):
    with pytest.raises(NotAllowed):
        make(arising, plan_in_force, board_member)


def test_one_form_does_it(client, arising, plan_in_force, coordinator):
    client.force_login(coordinator)
    url = reverse("plans:arising", args=[plan_in_force.pk, arising.pk])
    page = client.get(url)
    assert b"Visit each college" in page.content
    answers = {
        "text": "Visit each college twice",
        "group": plan_in_force.groups.first().pk,
        "post": arising.post_id,
        "due_on_day": "1",
        "due_on_month": "2",
        "due_on_year": "2027",
    }
    answer = client.post(url, answers)
    assert answer.status_code == 302
    assert ActionArising.objects.get().action.text == "Visit each college twice"
    again = client.get(url)
    assert again.status_code == 302


def test_the_meeting_links_to_what_was_made_of_it(arising, plan_in_force, coordinator):
    [(words, url)] = links_of(arising, coordinator)
    assert words.startswith("Make this an action of")
    action = make(arising, plan_in_force, coordinator)
    [(words, url)] = links_of(arising, coordinator)
    assert url == action.get_absolute_url()


def test_a_decision_approves_a_plan_and_both_show_it(
    plan, held, coordinator, board_chair
):
    decision = outcome_of(held, coordinator, text="The plan is agreed.")
    services.submit(plan, by=coordinator, note="")
    [(words, url)] = links_of(decision, board_chair)
    assert url.endswith(f"?decision={decision.pk}")
    plan = Plan.objects.get(pk=plan.pk)
    services.approve(plan, by=board_chair, note="Agreed.", decision=decision)
    assert PlanDecision.objects.get().plan_id == plan.pk
    [(words, url)] = links_of(decision, board_chair)
    assert words.startswith("Approved")


def test_the_chair_chooses_the_decision_on_the_page(
    client, plan, held, coordinator, board_chair
):
    decision = outcome_of(held, coordinator, text="The plan is agreed.")
    services.submit(plan, by=coordinator, note="")
    client.force_login(board_chair)
    url = reverse("plans:approve", args=[plan.pk])
    assert b"The plan is agreed." in client.get(url).content
    answer = client.post(
        url, {"note": "Agreed.", "publish": "no", "decision": decision.pk}
    )
    assert answer.status_code == 302
    assert PlanDecision.objects.get().outcome == decision


def test_a_decision_of_another_authority_approves_nothing(
    plan, ashby_vale, coordinator, board_chair
):
    elsewhere = meeting_of(board_of(ashby_vale), in_days=-2, status="held")
    decision = outcome_of(elsewhere, coordinator)
    services.submit(plan, by=coordinator, note="")
    with pytest.raises(NotNow):
        services.approve(
            Plan.objects.get(pk=plan.pk), by=board_chair, note="", decision=decision
        )
    assert Plan.objects.get(pk=plan.pk).status == "submitted"
