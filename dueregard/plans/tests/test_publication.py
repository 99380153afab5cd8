"""What anyone may read, and what never reaches them."""

import pytest
from django.urls import reverse

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.plans import services
from dueregard.plans.models import (
    ActionOwner,
    Group,
    Intention,
    Plan,
    SuccessMeasure,
)
from dueregard.plans.names import names_to_check
from dueregard.plans.tests.factories import ActionFactory, SectionFactory

PRIORITY = {
    "headline": "Nine in ten front-line staff trained last year",
    "why": "People told us that they want to feel safe and to know whom to ask.",
    "aim": "Help people and places to turn down extremism.",
}


@pytest.fixture
def published(plan, coordinator, board_chair):
    """Marlbrook's plan, with a full priority, approved and published."""
    group = plan.groups.get()
    Group.objects.filter(pk=group.pk).update(**PRIORITY)
    SuccessMeasure.objects.create(group=group, text="More people ask early", position=0)
    for horizon, text in [
        ("this_year", "Visit every school"),
        ("three_years", "Settle a network of centres"),
    ]:
        Intention.objects.create(group=group, horizon=horizon, text=text, position=0)
    services.submit(plan, by=coordinator, note="")
    services.approve(plan, by=board_chair, note="", publish=True)
    return Plan.objects.get(pk=plan.pk)


def page_of(client, plan, place=None) -> str:
    args = [plan.authority.slug, *([place] if place else [])]
    name = "plans:public_priority" if place else "plans:public"
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_anyone_reads_a_published_plan_and_may_keep_it(published, client):
    response = client.get(reverse("plans:public", args=[published.authority.slug]))
    assert response.status_code == 200
    assert "public" in response.headers["Cache-Control"]
    assert not response.cookies


def test_a_priority_page_shows_every_line_of_it(published, client):
    text = page_of(client, published, 1)
    for line in [
        *PRIORITY.values(),
        "More people ask early",
        "Visit every school",
        "Settle a network of centres",
    ]:
        assert line in text


@pytest.mark.parametrize("status", [s for s in Plan.Status if s != "approved"])
def test_a_plan_that_is_not_in_force_is_not_there(published, client, status):
    changes = {"status": status}
    if status in Plan.NOT_AGREED:
        changes["published_at"] = None
    Plan.objects.filter(pk=published.pk).update(**changes)
    url = reverse("plans:public", args=[published.authority.slug])
    assert client.get(url).status_code == 404


def test_a_plan_in_force_is_not_public_until_it_is_published(plan_in_force, client):
    url = reverse("plans:public", args=[plan_in_force.authority.slug])
    assert client.get(url).status_code == 404


def test_what_is_not_public_is_counted_and_never_named(published, client):
    group = published.groups.get()
    ActionFactory(plan=published, group=group, text="Hushed one", audience="partners")
    ActionFactory(plan=published, group=group, text="Hushed two", audience="restricted")
    SectionFactory(plan=published, text="Hushed history", audience="restricted")
    text = page_of(client, published) + page_of(client, published, 1)
    assert "Hushed" not in text
    assert "2 not shown" in text
    assert "2 actions are not shown." in text


def test_words_of_an_owner_that_nobody_settled_stay_inside(published, client):
    action = published.actions.first()
    ActionOwner.objects.create(action=action, text="Robin Example")
    text = page_of(client, published, 1)
    assert "Robin Example" not in text
    assert "Owner to be confirmed" in text


def test_progress_is_public_only_when_it_is_marked_so(published, coordinator, client):
    action = published.actions.first()
    services.report_progress(
        action, by=coordinator, text="For us alone.", status="in_progress"
    )
    services.report_progress(
        action,
        by=coordinator,
        text="For everyone.",
        status="in_progress",
        is_public=True,
    )
    text = page_of(client, published, 1) + page_of(client, published)
    assert "For us alone." not in text
    assert "For everyone." in text
    assert "In progress" in text


def test_the_preview_is_what_the_public_will_see(plan, coordinator, client):
    client.force_login(coordinator)
    text = client.get(reverse("plans:preview", args=[plan.pk])).content.decode()
    assert plan.groups.get().title in text
    assert "Preview" in text


def test_a_known_persons_name_stops_publication(plan, coordinator, board_chair):
    action = plan.actions.first()
    action.text = f"Ask {coordinator.name.upper()} to brief the heads"
    action.save()
    services.submit(plan, by=coordinator, note="")
    with pytest.raises(NotNow, match="holds the name of a person"):
        services.approve(plan, by=board_chair, note="", publish=True)
    plan.refresh_from_db()
    assert plan.status == Plan.Status.SUBMITTED


def test_a_confirmed_name_may_stand_until_its_text_changes(
    plan, coordinator, board_chair
):
    action = plan.actions.first()
    action.text = f"Ask {coordinator.name} to brief the heads"
    action.save()
    finding = names_to_check(plan)[0]
    services.confirm_name(plan, finding, by=board_chair)
    assert names_to_check(plan) == []
    action.text += " again"
    action.save()
    assert len(names_to_check(plan)) == 1


def test_a_name_in_a_part_that_is_not_public_stops_nothing(plan, coordinator):
    ActionFactory(
        plan=plan,
        group=plan.groups.get(),
        text=f"Ask {coordinator.name}",
        audience="partners",
    )
    assert names_to_check(plan) == []


def test_only_the_chair_publishes_and_takes_off(
    plan_in_force, coordinator, board_chair, client
):
    with pytest.raises(NotAllowed):
        services.publish(plan_in_force, by=coordinator)
    services.publish(plan_in_force, by=board_chair)
    page_of(client, plan_in_force)
    with pytest.raises(NotAllowed):
        services.withdraw_publication(plan_in_force, by=coordinator)
    plan_in_force.refresh_from_db()
    services.withdraw_publication(plan_in_force, by=board_chair)
    url = reverse("plans:public", args=[plan_in_force.authority.slug])
    assert client.get(url).status_code == 404


def test_a_public_update_that_names_somebody_is_stopped(
    published, coordinator, board_chair
):
    with pytest.raises(NotNow, match="names"):
        services.report_progress(
            published.actions.first(),
            by=coordinator,
            text=f"Thanks to {board_chair.name}.",
            status="in_progress",
            is_public=True,
        )
    assert not published.actions.first().updates.exists()
