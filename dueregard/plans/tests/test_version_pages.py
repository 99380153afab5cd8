"""The pages on which a version is proposed, read and decided, as people use them."""

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.plans import services
from dueregard.plans.models import PlanVersion
from dueregard.plans.tests.factories import SectionFactory
from dueregard.plans.tests.test_pages import post
from dueregard.plans.waiting import plans_to_decide, versions_to_decide


@pytest.fixture
def page(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def version(plan_in_force, coordinator):
    return services.open_version(plan_in_force, by=coordinator, why="The board asked.")


def url(name, version, *more):
    return reverse(f"plans:{name}", args=[version.plan_id, version.pk, *more])


def test_proposing_with_no_version_open_opens_one_and_comes_back(page, live_action):
    wanted = reverse("plans:propose_action", args=[live_action.plan_id, live_action.pk])
    asked = page.get(wanted)
    assert asked.status_code == 302
    answer = post(page, asked.url, why="The board asked.")
    assert answer.url == wanted
    assert page.get(wanted).status_code == 200


def test_going_on_elsewhere_than_here_is_refused(page, plan_in_force):
    opening = reverse("plans:version_open", args=[plan_in_force.pk])
    answer = post(page, f"{opening}?then=https://elsewhere.example/", why="Asked")
    assert answer.url == plan_in_force.versions.proposed().get().get_absolute_url()


def test_a_change_goes_from_proposal_to_the_plan(
    page, client, version, live_action, board_chair
):
    answer = post(
        page,
        reverse("plans:propose_action", args=[version.plan_id, live_action.pk]),
        ref="1",
        text="Brief every school leader",
        timescale_text="",
        reason="Not only head teachers",
    )
    assert answer.url == version.get_absolute_url()
    shown = page.get(answer.url).content.decode()
    assert "out:" in shown
    assert "Not only head teachers" in shown
    post(page, url("version_submit", version), note="")
    client.force_login(board_chair)
    assert "Approve version" in client.get(version.get_absolute_url()).content.decode()
    answer = post(client, url("version_approve", version), note="Agreed.")
    assert answer.status_code == 302
    live_action.refresh_from_db()
    assert live_action.text == "Brief every school leader"


def test_the_same_words_are_answered_with_a_mistake(page, version, live_action):
    answer = post(
        page,
        reverse("plans:propose_action", args=[version.plan_id, live_action.pk]),
        ref="1",
        text=live_action.text,
        timescale_text="",
        reason="None",
    )
    assert "Change at least one of the answers" in answer.content.decode()


def test_a_second_proposal_for_the_same_action_shows_both_texts(
    page, version, live_action, coordinator
):
    address = reverse("plans:propose_action", args=[version.plan_id, live_action.pk])
    answers = {"ref": "1", "timescale_text": "", "reason": "Mine"}
    opened = page.get(address).content.decode()
    assert "submission" in opened
    services.propose_change(
        version,
        live_action,
        by=coordinator,
        seen=1,
        words={"ref": "1", "text": "Theirs", "timescale_text": ""},
        reason="Theirs",
    )
    stale = page.post(address, {**answers, "text": "Mine", "version": 1, "base": ""})
    shown = stale.content.decode()
    assert stale.status_code == 409
    assert "Theirs" in shown
    assert "Mine" in shown


def test_a_priority_and_a_section_can_be_proposed_otherwise(page, version):
    plan = version.plan
    group, section = plan.groups.get(), SectionFactory(plan=plan)
    answer = post(
        page,
        reverse("plans:propose_group", args=[plan.pk, group.pk]),
        number=group.number,
        title="Know the risk",
        measures="Fewer incidents\nMore reports",
        reason="Shorter",
    )
    assert answer.status_code == 302
    answer = post(
        page,
        reverse("plans:propose_section", args=[plan.pk, section.pk]),
        number=section.number,
        heading=section.heading,
        text="Three towns.",
        audience="public",
        reason="One more",
    )
    assert answer.status_code == 302
    assert version.changes.count() == 2
    assert "More reports" in page.get(version.get_absolute_url()).content.decode()


def test_a_new_action_can_be_proposed_and_changed_before_it_is_decided(page, version):
    group = version.plan.groups.get()
    answers = {
        "ref": "",
        "text": "Open a helpline",
        "when": "by",
        "due_on_day": "31",
        "due_on_month": "1",
        "due_on_year": "2027",
        "audience": "public",
        "reason": "Asked for",
    }
    answer = post(
        page, reverse("plans:propose_new", args=[version.plan_id, group.pk]), **answers
    )
    assert answer.status_code == 302
    change = version.changes.get()
    assert change.after["due_on"] == "2027-01-31"
    edit = url("change_edit", version, change.pk)
    assert post(page, edit, **answers | {"text": "Open two"}).status_code == 302
    assert version.changes.get().after["text"] == "Open two"
    assert post(page, url("change_take_out", version, change.pk)).status_code == 302
    assert not version.changes.standing().exists()


def test_dropping_an_action_is_proposed_with_a_reason(page, version, live_action):
    answer = post(
        page,
        reverse("plans:propose_drop", args=[version.plan_id, live_action.pk]),
        reason="The college does it",
    )
    assert answer.status_code == 302
    assert version.changes.get().kind == "drop_action"


def test_the_plans_page_says_that_a_version_is_under_way(page, version):
    shown = page.get(version.plan.get_absolute_url()).content.decode()
    assert "being written" in shown
    assert version.get_absolute_url() in shown


def test_people_who_read_no_drafts_do_not_find_a_proposal(
    client, version, training_lead
):
    client.force_login(training_lead)
    assert client.get(version.get_absolute_url()).status_code == 404
    shown = client.get(version.plan.get_absolute_url()).content.decode()
    assert "being written" not in shown


def test_sending_the_decision_twice_decides_once(
    client, version, live_action, coordinator, board_chair
):
    services.propose_drop(
        version, live_action, by=coordinator, seen=1, reason="No need"
    )
    services.submit_version(version, by=coordinator, note="")
    client.force_login(board_chair)
    address = url("version_approve", version)
    first = post(client, address, note="Agreed.")
    assert first.status_code == 302
    assert client.get(address).status_code == 409
    assert PlanVersion.objects.get(pk=version.pk).moves.count() == 2


def test_two_approved_versions_are_compared_in_words(
    page, version, live_action, coordinator, board_chair
):
    services.propose_change(
        version,
        live_action,
        by=coordinator,
        seen=1,
        words={"ref": "1", "text": "Brief all", "timescale_text": ""},
        reason="Short",
    )
    services.submit_version(version, by=coordinator, note="")
    services.approve_version(version, by=board_chair, note="Agreed.")
    address = reverse("plans:version_compare", args=[version.plan_id])
    assert "out:" in page.get(address).content.decode()
    same = page.get(f"{address}?old={version.pk}&new={version.pk}").content.decode()
    assert "They say the same" in same
    assert page.get(f"{address}?old=²").status_code == 200


def test_my_work_tells_the_chair_what_waits_for_a_decision(
    version, live_action, coordinator, board_chair
):
    services.propose_drop(
        version, live_action, by=coordinator, seen=1, reason="No need"
    )
    assert list(versions_to_decide(board_chair)) == []
    services.submit_version(version, by=coordinator, note="")
    line = next(versions_to_decide(board_chair))
    assert line.text == f"Decide on version 2 of {version.plan}"
    assert line.since == clock.today()
    assert list(versions_to_decide(coordinator)) == []


def test_my_work_tells_the_chair_of_a_plan_that_was_sent(
    plan, coordinator, board_chair
):
    services.submit(plan, by=coordinator, note="")
    assert [line.text for line in plans_to_decide(board_chair)] == [f"Decide on {plan}"]
    assert list(plans_to_decide(coordinator)) == []


def test_the_public_page_shows_the_approved_words_at_once_and_no_proposal(
    client, version, live_action, coordinator, board_chair
):
    services.publish(version.plan, by=board_chair)
    address = reverse("plans:public_priority", args=["marlbrook", 1])
    services.propose_change(
        version,
        live_action,
        by=coordinator,
        seen=1,
        words={"ref": "1", "text": "Brief every school leader", "timescale_text": ""},
        reason="Quiet",
    )
    services.submit_version(version, by=coordinator, note="")
    assert "school leader" not in client.get(address).content.decode()
    services.approve_version(version, by=board_chair, note="Agreed.")
    assert "school leader" in client.get(address).content.decode()
