"""The pages of a plan, as the people of Marlbrook use them."""

import re

import pytest
from django.urls import reverse

from dueregard.plans.models import Action, Plan
from dueregard.plans.tests.factories import ActionFactory, SectionFactory


@pytest.fixture
def page(client, coordinator):
    client.force_login(coordinator)
    return client


def post(client, url, **answers):
    """Fill in the form of a page, with what it hides, and send it."""
    shown = client.get(url).content.decode()
    hidden = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown)
    )
    hidden = {name: value.replace("&quot;", '"') for name, value in hidden.items()}
    return client.post(url, hidden | answers)


PAGES = ["detail", "edit", "contents", "actions", "export", "preview", "names"]


@pytest.mark.parametrize("name", [*PAGES, "section_add", "group_add", "submit"])
def test_each_page_of_a_draft_opens(name, plan, page):
    SectionFactory(plan=plan)
    response = page.get(reverse(f"plans:{name}", args=[plan.pk]))
    assert response.status_code == 200
    assert "</html>" in response.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "action",
        "action_edit",
        "action_cancel",
        "action_split",
        "action_merge",
        "action_move",
    ],
)
def test_each_page_of_an_action_opens(name, action, page):
    url = reverse(f"plans:{name}", args=[action.plan_id, action.pk])
    assert page.get(url).status_code == 200


@pytest.mark.parametrize("name", ["action", "report", "rate"])
def test_each_page_of_a_live_action_opens(name, live_action, page):
    url = reverse(f"plans:{name}", args=[live_action.plan_id, live_action.pk])
    assert page.get(url).status_code == 200


def test_starting_a_plan(page, marlbrook):
    url = reverse("plans:start", args=[marlbrook.slug])
    answers = {
        "title": "Prevent plan",
        **dict(
            zip(
                ["starts_on_day", "starts_on_month", "starts_on_year"],
                [1, 4, 2026],
                strict=True,
            )
        ),
        **dict(
            zip(
                ["ends_on_day", "ends_on_month", "ends_on_year"],
                [31, 3, 2027],
                strict=True,
            )
        ),
    }
    response = post(page, url, **answers)
    assert response.status_code == 302, response.content.decode()
    assert Plan.objects.get().title == "Prevent plan"


def test_a_plan_cannot_end_before_it_starts(page, marlbrook):
    url = reverse("plans:start", args=[marlbrook.slug])
    response = post(
        page,
        url,
        title="Plan",
        starts_on_day=1,
        starts_on_month=4,
        starts_on_year=2026,
        ends_on_day=1,
        ends_on_month=4,
        ends_on_year=2025,
    )
    assert "The end of the plan must be after its start" in response.content.decode()
    assert not Plan.objects.exists()


def test_reporting_progress_by_its_form(live_action, page):
    url = reverse("plans:report", args=[live_action.plan_id, live_action.pk])
    response = post(
        page,
        url,
        text="Seven heads briefed.",
        status="in_progress",
        whose="mine",
        has_document="no",
    )
    assert response.status_code == 302
    update = live_action.updates.get()
    assert (update.text, update.status) == ("Seven heads briefed.", "in_progress")
    shown = page.get(live_action.get_absolute_url()).content.decode()
    assert "Seven heads briefed." in shown


def test_news_that_was_told_says_by_whom(live_action, page):
    url = reverse("plans:report", args=[live_action.plan_id, live_action.pk])
    response = post(
        page,
        url,
        text="Done.",
        status="complete",
        whose="told",
        has_document="no",
        told_by="Head of service",
        told_on_day=3,
        told_on_month=11,
        told_on_year=2026,
    )
    assert response.status_code == 302
    assert live_action.updates.get().told_by == "Head of service"


def test_a_stale_edit_shows_both_texts_and_loses_neither(action, page):
    url = reverse("plans:action_edit", args=[action.plan_id, action.pk])
    shown = page.get(url).content.decode()
    hidden = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown)
    )
    hidden = {name: value.replace("&quot;", '"') for name, value in hidden.items()}
    Action.objects.filter(pk=action.pk).update(text="Their words", version=2)
    answers = {
        "ref": "1",
        "text": "My words",
        "owners_text": "",
        "when": "none",
        "status": "not_started",
        "audience": "public",
    }
    response = page.post(url, hidden | answers)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Their words" in text
    assert "My words" in text
    assert Action.objects.get(pk=action.pk).text == "Their words"


def test_the_same_form_sent_twice_makes_one_update(live_action, page):
    url = reverse("plans:report", args=[live_action.plan_id, live_action.pk])
    shown = page.get(url).content.decode()
    hidden = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown)
    )
    answers = hidden | {"text": "Once.", "status": "in_progress", "whose": "mine"}
    answers["has_document"] = "no"
    first, second = page.post(url, answers), page.post(url, answers)
    assert first.headers["Location"] == second.headers["Location"]
    assert live_action.updates.count() == 1


def test_several_actions_are_changed_at_once(plan, page):
    keys = list(plan.actions.values_list("pk", flat=True))
    query = "&".join(f"action={key}" for key in keys)
    url = reverse("plans:change_many", args=[plan.pk])
    shown = page.get(f"{url}?{query}").content.decode()
    hidden = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown)
    )
    response = page.post(url, hidden | {"action": keys, "status": "in_progress"})
    assert response.status_code == 302
    assert set(plan.actions.values_list("status", flat=True)) == {"in_progress"}


def test_the_list_is_narrowed_and_says_so_when_nothing_is_left(plan, page):
    url = reverse("plans:actions", args=[plan.pk])
    assert "Agree who chairs" in page.get(url).content.decode()
    text = page.get(url, {"status": "complete"}).content.decode()
    assert "Agree who chairs" not in text
    assert "No action matches all of that" in text


@pytest.mark.parametrize("due", ["overdue", "30", "90", "ongoing", "none"])
def test_every_choice_of_due_date_works(due, plan, page):
    url = reverse("plans:actions", args=[plan.pk])
    assert page.get(url, {"due": due}).status_code == 200


def test_what_a_person_types_is_shown_as_text(plan, page):
    ActionFactory(plan=plan, group=plan.groups.get(), text="<script>alert(1)</script>")
    text = page.get(reverse("plans:actions", args=[plan.pk])).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
