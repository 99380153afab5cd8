"""My training: what somebody must do next and why, and what they have done."""

from datetime import date, timedelta

import pytest

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import RoomSwitch
from dueregard.clock.tests.moving import noon_of
from dueregard.training.models import LearnerRole
from dueregard.training.owed import State, owed_by
from dueregard.training.own import mine, records_of
from dueregard.training.services import standing

from .factories import (
    CompletionFactory,
    LearnerFactory,
    RequirementFactory,
    RoleGroupFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def on_the_day(db):
    noon_of(TODAY)


@pytest.fixture
def ada(marlbrook, council, front_line, action_owner):
    """On the front line since 2023, and an action owner with an account."""
    return LearnerFactory(
        authority=marlbrook,
        organisation=council,
        name="Ada Marsh",
        email=action_owner.email,
        joined_on=date(2023, 11, 1),
        role_groups=[front_line],
    )


def the_one(learner):
    [one] = owed_by([learner])[learner.pk]
    return one


def test_what_was_never_done_is_to_do(ada):
    assert the_one(ada).state == State.NEVER
    assert the_one(ada).done is None


@pytest.mark.parametrize(
    ("done_on", "state", "until"),
    [
        (date(2026, 1, 10), State.IN_DATE, date(2028, 1, 10)),
        (date(2025, 1, 20), State.IN_DATE, date(2027, 1, 20)),
        (date(2025, 1, 19), State.DUE_SOON, date(2027, 1, 19)),
        (date(2024, 11, 21), State.DUE_SOON, TODAY),
        (date(2024, 11, 20), State.LAPSED, TODAY - timedelta(days=1)),
    ],
)
def test_what_was_done_counts_through_its_last_day(
    ada, catalogue, done_on, state, until
):
    CompletionFactory(learner=ada, course=catalogue.awareness, completed_on=done_on)
    assert (the_one(ada).state, the_one(ada).until) == (state, until)


def test_the_workshop_counts_for_awareness_and_not_the_other_way_round(
    ada, catalogue, front_line
):
    CompletionFactory(learner=ada, course=catalogue.wrap)
    assert the_one(ada).state == State.IN_DATE
    RequirementFactory(role_group=front_line, course=catalogue.wrap)
    CompletionFactory(learner=ada, course=catalogue.awareness)
    assert {each.state for each in owed_by([ada])[ada.pk]} == {State.IN_DATE}
    ada.completions.filter(course=catalogue.wrap).update(ended_at=clock.now())
    states = {each.course.code: each.state for each in owed_by([ada])[ada.pk]}
    assert states == {"HO-A": State.IN_DATE, "WRAP": State.NEVER}


@pytest.mark.parametrize("days", [None, 0, 30, 669, 670, 671, 729, 730, 731, 2000])
@pytest.mark.parametrize("joined", [0, 29, 30, 31, 1000])
def test_a_page_and_the_count_never_say_two_things(
    ada, catalogue, front_line, days, joined
):
    front_line.requirements.update(within_days=30)
    ada.joined_on = TODAY - timedelta(days=joined)
    ada.save()
    if days is not None:
        CompletionFactory(learner=ada, course=catalogue.awareness, days=days)
    standing.refresh([ada.pk])
    counted = LearnerRole.objects.with_state().get().state
    same = {"unknown": "never", "grace": "starting"}.get(counted, counted)
    said = str(the_one(ada).state)
    assert said == same or (counted == "grace" and the_one(ada).done)


def test_a_certificate_that_ends_sooner_than_the_rule_ends_it(ada, catalogue):
    CompletionFactory(
        learner=ada, course=catalogue.awareness, expires_on=date(2026, 12, 1)
    )
    assert the_one(ada).until == date(2026, 12, 1)
    assert the_one(ada).state == State.DUE_SOON


def test_what_was_done_before_a_term_began_does_not_count_for_it(
    ada, catalogue, front_line
):
    CompletionFactory(learner=ada, course=catalogue.awareness, days=400)
    rule = front_line.requirements.get()
    rule.counts_from = date(2026, 5, 7)
    rule.save()
    assert the_one(ada).state == State.NEVER


def test_a_starter_is_told_by_when(marlbrook, council, front_line):
    rule = front_line.requirements.get()
    rule.within_days = 30
    rule.save()
    starter = LearnerFactory(
        authority=marlbrook,
        organisation=council,
        joined_on=TODAY - timedelta(days=10),
        role_groups=[front_line],
    )
    assert the_one(starter).state == State.STARTING
    assert the_one(starter).by == TODAY + timedelta(days=20)


def test_a_course_that_two_rules_ask_for_is_one_line_with_both_reasons(
    ada, catalogue, marlbrook
):
    managers = RoleGroupFactory(authority=marlbrook, name="Managers")
    RequirementFactory(role_group=managers, course=catalogue.awareness, every_months=12)
    ada.roles.create(
        role_group=managers, authority=marlbrook, organisation=ada.organisation
    )
    CompletionFactory(learner=ada, course=catalogue.awareness, days=400)
    one = the_one(ada)
    assert one.state == State.LAPSED
    assert [group for group, _, _ in one.reasons] == ["Managers", "Front line"]


def test_a_rule_that_is_over_or_to_come_asks_nothing(ada, front_line):
    rule = front_line.requirements.get()
    rule.ends_on = TODAY - timedelta(days=1)
    rule.save()
    assert owed_by([ada]).get(ada.pk, []) == []
    rule.ends_on, rule.starts_on = None, TODAY + timedelta(days=1)
    rule.save()
    assert owed_by([ada]).get(ada.pk, []) == []


def test_a_role_group_that_has_not_begun_asks_nothing_yet(ada, front_line):
    front_line.begins_on = TODAY + timedelta(days=1)
    front_line.save()
    assert owed_by([ada]).get(ada.pk, []) == []


def test_who_has_left_owes_nothing_and_keeps_what_they_did(ada, catalogue):
    CompletionFactory(learner=ada, course=catalogue.awareness, days=1000)
    ada.left_on = TODAY
    ada.save()
    [record] = records_of([ada])
    assert record.has_left
    assert (record.to_do, len(record.done)) == ([], 1)


def test_open_sessions_that_would_count_are_offered(ada, catalogue, marlbrook):
    workshop = SessionFactory(authority=marlbrook, course=catalogue.wrap)
    SessionFactory(authority=marlbrook, course=catalogue.referrals)
    SessionFactory(authority=marlbrook, course=catalogue.wrap, is_public=False)
    [record] = records_of([ada])
    assert record.to_do[0].sessions == [workshop]


def test_a_record_is_mine_by_my_address_or_my_account(ada, action_owner, outsider):
    assert list(mine(action_owner)) == [ada]
    assert list(mine(outsider)) == []
    ada.person, ada.email = outsider, action_owner.email
    ada.save()
    assert list(mine(action_owner)) == []
    assert list(mine(outsider)) == [ada]


def test_a_record_of_a_room_that_is_off_or_merged_away_is_not_shown(
    ada, action_owner, marlbrook
):
    kept = LearnerFactory(authority=marlbrook)
    ada.merged_into = kept
    ada.save()
    assert list(mine(action_owner)) == []
    ada.merged_into = None
    ada.save()
    RoomSwitch.objects.filter(authority=marlbrook, room=Room.TRAINING).delete()
    assert list(mine(action_owner)) == []


def test_my_training_says_what_to_do_why_and_where(
    client, ada, action_owner, catalogue, marlbrook
):
    catalogue.awareness.url = "https://courses.example/awareness/"
    catalogue.awareness.save()
    session = SessionFactory(authority=marlbrook, course=catalogue.wrap)
    client.force_login(action_owner)
    page = client.get("/training/own/")
    for words in (
        "What to do next",
        "Awareness",
        "Front line",
        "every 24 months",
        "Local practice",
        "https://courses.example/awareness/",
        f"/training/open/session/{session.pk}/",
    ):
        assert words in page.text, words


def test_a_person_without_a_record_is_told_whom_to_ask(client, action_owner):
    client.force_login(action_owner)
    page = client.get("/training/own/")
    assert "ask your organisation’s training lead" in page.text
    assert action_owner.email in page.text


def test_my_training_is_in_everybodys_menu(client, action_owner, elected_member):
    for person in (action_owner, elected_member):
        client.force_login(person)
        page = client.get("/plans/reading-room/", follow=True)
        assert "/training/own/" in page.text


@pytest.fixture
def panel(marlbrook, catalogue):
    """Whoever sits on the panel: awareness before their first, WRAP at some time."""
    group = RoleGroupFactory(authority=marlbrook, code="PANEL", name="Panel members")
    RequirementFactory(
        role_group=group,
        course=catalogue.awareness,
        window="before_panel",
        every_months=None,
    )
    RequirementFactory(role_group=group, course=catalogue.wrap, every_months=24)
    return group


def joins_the_panel(learner, panel, day):
    return LearnerRole.objects.create(
        learner=learner,
        role_group=panel,
        authority=learner.authority,
        organisation=learner.organisation,
        starts_on=day,
    )


def test_what_must_come_before_the_first_panel_is_to_do_ahead_of_it(
    marlbrook, council, panel, catalogue
):
    bo = LearnerFactory(authority=marlbrook, organisation=council, name="Bo Reed")
    joins_the_panel(bo, panel, TODAY + timedelta(days=10))
    [one] = owed_by([bo])[bo.pk]
    assert (one.course, one.state) == (catalogue.awareness, State.STARTING)
    assert one.by == TODAY + timedelta(days=9)
    CompletionFactory(learner=bo, course=catalogue.awareness, completed_on=TODAY)
    [one] = owed_by([bo])[bo.pk]
    assert one.state == State.IN_DATE


def test_who_sits_on_the_panel_without_it_is_told_that_it_was_due_before(
    marlbrook, council, panel, catalogue
):
    bo = LearnerFactory(authority=marlbrook, organisation=council, name="Bo Reed")
    joins_the_panel(bo, panel, TODAY)
    owed = {one.course: one for one in owed_by([bo])[bo.pk]}
    before = owed[catalogue.awareness]
    assert (before.state, before.by) == (State.NEVER, TODAY - timedelta(days=1))


def test_the_page_says_by_when_a_future_panel_member_must_have_done_it(
    client, ada, panel, action_owner, catalogue
):
    CompletionFactory(learner=ada, course=catalogue.wrap, completed_on=TODAY)
    other = RequirementFactory(
        role_group=panel, course=catalogue.referrals, window="before_panel"
    )
    joins_the_panel(ada, panel, date(2026, 12, 7))
    client.force_login(action_owner)
    page = client.get("/training/own/").content.decode()
    assert str(other.course) in page
    assert "6 December 2026" in page
    assert "before their first panel" in page
