from datetime import date

import pytest
from django.urls import reverse

from dueregard.plans.models import Action, Plan

from .factories import ActionFactory


@pytest.fixture
def late(plan):
    """An action long overdue in a plan that the board has not agreed."""
    group = plan.groups.get()
    return ActionFactory(
        plan=plan, group=group, ref="71", due_on=date(2020, 1, 1), red_from=date.min
    )


def refs(client, plan, **asked) -> set[str]:
    page = client.get(reverse("plans:actions", args=[plan.pk]), asked).context["page"]
    return {action.ref for action in page}


@pytest.mark.parametrize(
    ("ratings", "is_found"),
    [(["not_rated"], True), (["red"], False), (["not_rated", "red"], True)],
)
def test_no_action_of_a_draft_is_rated(late, coordinator, client, ratings, is_found):
    client.force_login(coordinator)
    assert (late.ref in refs(client, late.plan, rag=ratings)) is is_found


@pytest.mark.parametrize(
    ("ratings", "is_found"), [(["red"], True), (["not_rated", "amber"], False)]
)
def test_ratings_of_an_agreed_plan_narrow_its_list(
    late, coordinator, client, ratings, is_found
):
    Plan.objects.filter(pk=late.plan_id).update(status=Plan.Status.APPROVED)
    client.force_login(coordinator)
    assert (late.ref in refs(client, late.plan, rag=ratings)) is is_found


def test_a_narrowed_list_keeps_the_order_and_words_of_the_whole(
    late, coordinator, client
):
    client.force_login(coordinator)
    url = reverse("plans:actions", args=[late.plan_id])
    whole = client.get(url, {"sort": "due"}).context["page"].rows
    everything = [status.value for status in Action.Status]
    narrowed = client.get(url, {"sort": "due", "status": everything})
    assert narrowed.context["page"].rows == whole
    assert [action.owner_words for action in whole] == [
        action.owner_words for action in narrowed.context["page"]
    ]
