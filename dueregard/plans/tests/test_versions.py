"""A change to the words of an approved plan: proposed, shown in words, decided."""

import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Person
from dueregard.accounts.tests.factories import MembershipFactory
from dueregard.audit.models import Entry
from dueregard.plans import services
from dueregard.plans.models import Action, Plan, PlanVersion, ProposedChange
from dueregard.plans.proposed_names import names_in_version
from dueregard.plans.tests.factories import GroupFactory, SectionFactory
from dueregard.plans.versions import changes_of, compare_versions, latest_changes
from dueregard.plans.words import words_of
from dueregard.submissions.versions import Stale

NOT_YET = ProposedChange.NOT_YET


@pytest.fixture
def version(plan_in_force, coordinator):
    return services.open_version(plan_in_force, by=coordinator, why="The board asked.")


def propose(version, subject, by, seen=NOT_YET, **words):
    return services.propose_change(
        version,
        subject,
        by=by,
        seen=seen,
        words=words_of(subject) | words,
        reason="Clearer",
    )


def new_action(group, **fields):
    return {
        "group": group.pk,
        "ref": "9",
        "text": "Open a helpline",
        "timescale_text": "",
        "owners_text": "",
        "audience": "public",
        "starts_on": None,
        "due_on": "2027-01-31",
        "is_ongoing": False,
        "review_every_months": 3,
    } | fields


def decide(version, coordinator, board_chair):
    services.submit_version(version, by=coordinator, note="")
    return services.approve_version(version, by=board_chair, note="Agreed.")


def test_approval_of_the_plan_keeps_its_words_as_version_one(plan_in_force):
    first = plan_in_force.versions.get()
    assert (first.number, first.status) == (1, "approved")
    assert [one["ref"] for one in first.snapshot["actions"]] == ["1", "2"]


def test_a_plan_approved_before_there_were_versions_gets_its_first_on_demand(
    plan_in_force, coordinator
):
    plan_in_force.versions.all().delete()
    second = services.open_version(plan_in_force, by=coordinator, why="Late")
    assert second.number == 2
    assert plan_in_force.versions.get(number=1).snapshot["actions"]


def test_nothing_changes_until_the_chair_approves(
    version, live_action, coordinator, board_chair
):
    propose(version, live_action, coordinator, text="Brief every school leader")
    services.submit_version(version, by=coordinator, note="")
    live_action.refresh_from_db()
    assert live_action.text == "Brief every head teacher on the referral pathway"
    services.approve_version(version, by=board_chair, note="Agreed.")
    live_action.refresh_from_db()
    assert live_action.text == "Brief every school leader"


def test_approval_puts_every_kind_of_change_in_place_at_once(
    plan_in_force, coordinator, board_chair, live_action
):
    plan = plan_in_force
    group, section = plan.groups.first(), SectionFactory(plan=plan)
    version = services.open_version(plan, by=coordinator, why="All of it")
    other = plan.actions.get(ref="2")
    propose(version, live_action, coordinator, ref="1a")
    propose(version, group, coordinator, title="Know the risk", measures=["Fewer"])
    propose(version, section, coordinator, text="Three towns.")
    services.propose_drop(version, other, by=coordinator, seen=NOT_YET, reason="Done")
    services.propose_action(
        version, by=coordinator, fields=new_action(group), reason="Asked for"
    )
    decide(version, coordinator, board_chair)
    live_action.refresh_from_db()
    other.refresh_from_db()
    group.refresh_from_db()
    section.refresh_from_db()
    added = plan.actions.get(ref="9")
    assert (live_action.ref, other.status) == ("1a", "cancelled")
    assert other.cancelled_because == "Done"
    assert (group.title, section.text) == ("Know the risk", "Three towns.")
    assert group.success_measures.get().text == "Fewer"
    assert (added.text, str(added.due_on)) == ("Open a helpline", "2027-01-31")
    assert added.red_from is not None
    version.refresh_from_db()
    assert version.snapshot["groups"][0]["measures"] == ["Fewer"]


def test_two_actions_can_swap_their_numbers(
    version, plan_in_force, coordinator, board_chair
):
    one, two = plan_in_force.actions.order_by("ref")
    propose(version, one, coordinator, ref="2")
    propose(version, two, coordinator, ref="1")
    decide(version, coordinator, board_chair)
    assert plan_in_force.actions.get(pk=one.pk).ref == "2"
    assert plan_in_force.actions.get(pk=two.pk).ref == "1"


def test_approval_names_the_place_that_changed_meanwhile_and_changes_nothing(
    version, plan_in_force, live_action, coordinator, board_chair
):
    other = plan_in_force.actions.get(ref="2")
    propose(version, other, coordinator, text="Agree the chair")
    propose(version, live_action, coordinator, text="Brief every school leader")
    Action.objects.filter(pk=live_action.pk).update(text="Something else")
    services.submit_version(version, by=coordinator, note="")
    with pytest.raises(NotNow, match="What action 1 says has changed"):
        services.approve_version(version, by=board_chair, note="Agreed.")
    other.refresh_from_db()
    assert other.text == "Agree who chairs the board"


def test_approval_is_refused_when_a_dropped_action_is_complete_by_now(
    version, live_action, coordinator, board_chair
):
    services.propose_drop(
        version, live_action, by=coordinator, seen=NOT_YET, reason="No need"
    )
    Action.objects.filter(pk=live_action.pk).update(status="complete")
    services.submit_version(version, by=coordinator, note="")
    with pytest.raises(NotNow, match="Action 1 is complete by now"):
        services.approve_version(version, by=board_chair, note="")


def test_approval_is_refused_when_the_number_of_a_new_action_is_taken(
    version, plan_in_force, live_action, coordinator, board_chair
):
    propose(version, live_action, coordinator, ref="2")
    services.submit_version(version, by=coordinator, note="")
    with pytest.raises(NotNow, match="Two actions would be number 2"):
        services.approve_version(version, by=board_chair, note="")


def test_only_one_version_is_under_way(version, plan_in_force, coordinator):
    with pytest.raises(NotNow, match="Version 2 is under way"):
        services.open_version(plan_in_force, by=coordinator, why="Another")


def test_a_version_is_proposed_of_the_plan_in_force_only(plan, coordinator):
    with pytest.raises(NotNow, match="A version is proposed of the plan in force"):
        services.open_version(plan, by=coordinator, why="Too early")


def test_a_version_of_a_plan_that_was_replaced_cannot_be_approved(
    version, live_action, coordinator, board_chair
):
    propose(version, live_action, coordinator, text="Other words")
    services.submit_version(version, by=coordinator, note="")
    Plan.objects.filter(pk=version.plan_id).update(status="superseded")
    with pytest.raises(NotNow, match="the plan in force"):
        services.approve_version(version, by=board_chair, note="")


def test_the_chair_cannot_decide_on_what_they_proposed_themselves(
    version, live_action, coordinator, board_chair, marlbrook
):
    MembershipFactory(person=board_chair, role=Role.COORDINATOR, authority=marlbrook)
    board_chair = Person.objects.get(pk=board_chair.pk)
    propose(version, live_action, board_chair, text="Other words")
    services.submit_version(version, by=coordinator, note="")
    with pytest.raises(NotAllowed, match="someone else must decide"):
        services.approve_version(version, by=board_chair, note="")


def test_an_empty_version_cannot_be_sent_to_the_chair(version, coordinator):
    with pytest.raises(NotNow, match="at least one change"):
        services.submit_version(version, by=coordinator, note="")


def test_what_is_with_the_chair_cannot_be_changed_until_it_is_taken_back(
    version, live_action, coordinator
):
    change = propose(version, live_action, coordinator, text="Other words")
    services.submit_version(version, by=coordinator, note="")
    with pytest.raises(NotNow, match="with the chair"):
        services.take_out(change, by=coordinator)
    version.refresh_from_db()
    services.take_back_version(version, by=coordinator, note="A slip")
    services.take_out(change, by=coordinator)
    assert not version.changes.standing().exists()


def test_two_people_who_propose_for_one_action_overwrite_nobody(
    version, live_action, coordinator
):
    propose(version, live_action, coordinator, text="First")
    with pytest.raises(Stale):
        propose(version, live_action, coordinator, text="Second")
    change = version.changes.get()
    assert change.after["text"] == "First"
    propose(version, live_action, coordinator, seen=change.version, text="Second")
    assert version.changes.get().after["text"] == "Second"


def test_a_change_that_was_taken_out_meanwhile_is_not_put_back_in_silence(
    version, live_action, coordinator
):
    change = propose(version, live_action, coordinator, text="First")
    services.take_out(change, by=coordinator)
    with pytest.raises(Stale):
        propose(version, live_action, coordinator, seen=change.version, text="Mine")


def test_the_same_words_are_no_change(version, live_action, coordinator):
    with pytest.raises(NotNow, match="the words as they stand"):
        propose(version, live_action, coordinator)


def test_a_thing_of_another_plan_cannot_be_changed(version, coordinator):
    stranger = GroupFactory()
    with pytest.raises(NotNow, match="not part of the plan"):
        propose(version, stranger, coordinator, title="Other")


def test_a_withdrawn_version_leaves_the_plan_as_it_was_and_makes_room(
    version, live_action, plan_in_force, coordinator
):
    propose(version, live_action, coordinator, text="Other words")
    services.withdraw_version(version, by=coordinator, note="Not needed")
    assert services.open_version(plan_in_force, by=coordinator, why="Again").number == 3
    live_action.refresh_from_db()
    assert live_action.text.startswith("Brief every head")


def test_approving_twice_applies_once(version, live_action, coordinator, board_chair):
    group = live_action.group
    services.propose_action(
        version, by=coordinator, fields=new_action(group), reason="Asked for"
    )
    decide(version, coordinator, board_chair)
    with pytest.raises(NotNow):
        services.approve_version(version, by=board_chair, note="Again")
    assert Action.objects.filter(text="Open a helpline").count() == 1


def test_a_published_plan_takes_no_version_that_names_somebody(
    version, live_action, plan_in_force, coordinator, board_chair
):
    services.publish(plan_in_force, by=board_chair)
    text = f"Ask {coordinator.name} to brief every school"
    propose(version, live_action, coordinator, text=text)
    services.submit_version(version, by=coordinator, note="")
    with pytest.raises(NotNow, match="would name a person"):
        services.approve_version(version, by=board_chair, note="")
    finding = names_in_version(version)[0]
    services.confirm_name(version.plan, finding, by=board_chair)
    services.approve_version(version, by=board_chair, note="It may stand.")
    live_action.refresh_from_db()
    assert live_action.text == text


def test_a_name_confirmed_in_a_new_action_stays_confirmed(
    version, live_action, plan_in_force, coordinator, board_chair
):
    services.publish(plan_in_force, by=board_chair)
    fields = new_action(live_action.group, text=f"{coordinator.name} opens a helpline")
    services.propose_action(version, by=coordinator, fields=fields, reason="Asked")
    services.confirm_name(plan_in_force, names_in_version(version)[0], by=coordinator)
    decide(version, coordinator, board_chair)
    assert plan_in_force.actions.filter(ref="9").exists()


def test_the_diff_says_which_words_went_out_and_which_came_in(
    version, live_action, coordinator, board_chair
):
    propose(
        version,
        live_action,
        coordinator,
        text="Brief every school leader on the referral pathway",
    )
    decide(version, coordinator, board_chair)
    _, changes = latest_changes(version.plan, board_chair)
    pieces = [(p.kind, p.text.strip()) for p in changes[0].fields[0].pieces]
    assert pieces == [
        ("same", "Brief every"),
        ("out", "head teacher"),
        ("in", "school leader"),
        ("same", "on the referral pathway"),
    ]


def test_the_newest_changes_shown_to_the_public_hold_no_reason_and_nothing_hidden(
    version, plan_in_force, live_action, coordinator, board_chair
):
    hidden = plan_in_force.actions.get(ref="2")
    Action.objects.filter(pk=hidden.pk).update(audience="partners")
    propose(version, live_action, coordinator, text="Brief all")
    propose(version, hidden, coordinator, text="Hidden words")
    group = live_action.group
    fields = new_action(group, audience="restricted", text="Secret")
    services.propose_action(version, by=coordinator, fields=fields, reason="Quiet")
    decide(version, coordinator, board_chair)
    _, changes = latest_changes(version.plan)
    assert [one.place for one in changes] == ["Action 1"]
    assert changes[0].reason == changes[0].url == ""


def test_who_may_not_read_a_restricted_action_sees_nothing_of_it_in_any_version(
    version, plan_in_force, live_action, coordinator, board_chair, training_lead
):
    propose(version, live_action, coordinator, text="Brief all")
    decide(version, coordinator, board_chair)
    Action.objects.filter(pk=live_action.pk).update(audience="restricted")
    first = plan_in_force.versions.get(number=1)
    version.refresh_from_db()
    assert changes_of(version, training_lead) == []
    assert compare_versions(first, version, training_lead) == []
    assert len(compare_versions(first, version, board_chair)) == 1


def test_people_who_read_no_drafts_see_approved_versions_only(
    version, training_lead, coordinator
):
    assert [one.number for one in PlanVersion.objects.visible_to(training_lead)] == [1]
    assert PlanVersion.objects.visible_to(coordinator).count() == 2


def test_comparing_two_versions_shows_what_was_added_and_dropped(
    version, plan_in_force, live_action, coordinator, board_chair
):
    services.propose_drop(
        version, live_action, by=coordinator, seen=NOT_YET, reason="No need"
    )
    fields = new_action(live_action.group)
    services.propose_action(version, by=coordinator, fields=fields, reason="Asked")
    decide(version, coordinator, board_chair)
    version.refresh_from_db()
    found = compare_versions(plan_in_force.versions.get(number=1), version, coordinator)
    assert {(one.place, one.what) for one in found} == {
        ("Action 1", "Cancelled"),
        ("Action 9", "Added"),
    }


def test_every_step_is_recorded_without_text(
    version, live_action, coordinator, board_chair
):
    propose(version, live_action, coordinator, text="Other words")
    decide(version, coordinator, board_chair)
    events = [
        code
        for code in Entry.objects.order_by("sequence").values_list("event", flat=True)
        if code.startswith("version.")
    ]
    assert events == [
        "version.opened",
        "version.change_proposed",
        "version.submitted",
        "version.approved",
        "version.applied",
    ]
