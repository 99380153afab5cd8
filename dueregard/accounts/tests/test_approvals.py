"""Acts of two people: nothing happens before another person agreed to exactly that."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dueregard import clock
from dueregard.access.approvals import KEPT_WAITING
from dueregard.access.models import Approval
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import CASE_ROLES, Role
from dueregard.access.rooms import Room
from dueregard.accounts import services
from dueregard.accounts.models import Person
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.accounts.two_people import IN_PLACE, ROOM_ON
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.outbox.models import Job
from dueregard.reminders.registry import waiting_for

pytestmark = pytest.mark.django_db
EVERY_POINT = [code for code, _ in IN_PLACE]
Outcome = Approval.Outcome


@pytest.fixture
def ashby():
    return AuthorityFactory(name="Ashby Vale", rooms=[Room.PLAN])


@pytest.fixture
def asker(ashby):
    return person_with(Role.ADMINISTRATOR, ashby)


@pytest.fixture
def officer(ashby):
    return person_with(Role.DATA_PROTECTION_OFFICER, ashby)


@pytest.fixture
def approval(ashby, asker):
    return ask(ashby, asker)


def ask(authority, by, checks=EVERY_POINT, session="one"):
    return services.ask(
        ROOM_ON,
        authority=authority,
        items={"room": Room.REFERRALS.value},
        checks=checks,
        by=by,
        session=session,
    )


def agree(approval, by, checks=EVERY_POINT, session="two"):
    return services.agree(approval, by=by, checks=checks, session=session)


def is_on(authority):
    return authority.rooms.filter(room=Room.REFERRALS).exists()


def test_the_referrals_room_is_on_once_a_second_person_agreed(ashby, asker, officer):
    approval = ask(ashby, asker)
    assert not is_on(ashby)
    assert agree(approval, officer).outcome == Outcome.AGREED
    assert is_on(ashby)
    events = list(Entry.objects.order_by("pk").values_list("event", "person_id"))
    assert ("accounts.approval_asked", asker.pk) in events
    assert ("accounts.approval_agreed", officer.pk) in events
    assert ("accounts.room_switched_on_by_two", officer.pk) in events


def test_nobody_agrees_to_what_they_asked_for(ashby, asker, approval):
    with pytest.raises(NotAllowed, match="someone else must decide"):
        agree(approval, asker)
    with pytest.raises(NotAllowed, match="someone else must decide"):
        services.refuse(approval, by=asker)
    assert not is_on(ashby)


def test_the_database_refuses_an_act_that_one_person_decided(approval):
    wrong = Approval.objects.filter(pk=approval.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.update(
            outcome="agreed",
            decided_by=approval.asked_by,
            decided_at=approval.asked_at,
        )


@pytest.mark.parametrize(
    "role",
    [
        role
        for role in Role
        if role not in (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)
    ],
)
def test_only_an_administrator_or_data_protection_officer_takes_part(
    ashby, approval, role
):
    other = person_with(role, ashby)
    with pytest.raises(NotAllowed, match="Only these can decide"):
        agree(approval, other)
    with pytest.raises(NotAllowed, match="Only these can ask"):
        ask(ashby, other)
    assert not Approval.objects.visible_to(other).exists()


def test_an_administrator_of_elsewhere_cannot_agree(approval):
    elsewhere = person_with(Role.ADMINISTRATOR, AuthorityFactory())
    with pytest.raises(NotAllowed):
        agree(approval, elsewhere)
    assert not Approval.objects.visible_to(elsewhere).exists()


def test_the_session_in_which_it_was_asked_cannot_agree(approval, officer, ashby):
    with pytest.raises(NotAllowed, match="the session that you are using"):
        agree(approval, officer, session="one")
    assert not is_on(ashby)


def test_every_point_is_ticked_by_both(ashby, asker, officer, approval):
    some = EVERY_POINT[:-1]
    with pytest.raises(NotNow, match="ticked by both"):
        agree(approval, officer, checks=some)
    services.withdraw_request(approval, by=asker)
    with pytest.raises(NotNow, match="ticked by both"):
        ask(ashby, asker, checks=some)


def test_what_changed_since_it_was_asked_is_void_and_not_done(ashby, approval, officer):
    ashby.rooms.create(room=Room.REFERRALS)
    assert agree(approval, officer).outcome == Outcome.VOID
    assert Entry.objects.filter(event="accounts.approval_void").exists()
    assert not Entry.objects.filter(event="accounts.room_switched_on_by_two").exists()


def test_it_counts_no_more_when_the_asker_lost_their_role(ashby, approval, officer):
    approval.asked_by.memberships.update(ended_at=approval.asked_at)
    with pytest.raises(NotAllowed, match="can ask for this room"):
        agree(approval, officer)
    assert not is_on(ashby)
    assert Approval.objects.get().outcome == Outcome.WAITING


def test_it_is_decided_once(approval, officer, ashby):
    services.refuse(approval, by=officer, session="two")
    with pytest.raises(NotNow, match="decided already"):
        agree(approval, officer)
    assert not is_on(ashby)


def test_it_waits_once_at_a_time_and_lapses_after_14_days(
    ashby, asker, approval, officer
):
    with pytest.raises(NotNow, match="asked for already"):
        ask(ashby, asker)
    clock_services.shift(KEPT_WAITING + timedelta(minutes=1))
    with pytest.raises(NotNow, match="more than 14 days ago"):
        agree(approval, officer)
    assert agree(ask(ashby, asker), officer).outcome == Outcome.AGREED
    approval.refresh_from_db()
    assert approval.outcome == Outcome.VOID


def test_only_who_asked_takes_it_back(approval, asker, officer):
    with pytest.raises(NotAllowed, match="Only the person who asked"):
        services.withdraw_request(approval, by=officer)
    assert services.withdraw_request(approval, by=asker).outcome == Outcome.WITHDRAWN


def test_my_work_shows_what_waits_to_the_second_person_only(approval, asker, officer):
    lines = [line.text for line in waiting_for(officer)]
    assert "1 request waits for a second person" in lines
    assert not any("second person" in line.text for line in waiting_for(asker))


def signed_in(client, person):
    client.force_login(person)
    client.post(reverse("accounts:step_up"))
    return client


def test_two_people_switch_the_room_on_by_its_pages(client, ashby, asker, officer):
    signed_in(client, asker)
    address = reverse("accounts:ask_for_room", args=[ashby.slug, Room.REFERRALS])
    page = client.post(address, {"checks": EVERY_POINT[:3]})
    assert "Select every point" in page.content.decode()
    client.post(address, {"checks": EVERY_POINT})
    approval = Approval.objects.get()
    page = client.get(approval.get_absolute_url()).content.decode()
    assert "This waits for somebody else to agree" in page
    assert "Agree, and do it now" not in page
    client.logout()
    signed_in(client, officer)
    assert "For you to decide" in client.get("/approvals/").content.decode()
    client.post(approval.get_absolute_url(), {"checks": EVERY_POINT})
    assert is_on(ashby)


def test_who_proved_nothing_lately_is_asked_who_they_are_first(
    client, approval, officer, ashby
):
    client.force_login(officer)
    answer = client.post(approval.get_absolute_url(), {"checks": EVERY_POINT})
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("accounts:step_up"))
    assert not is_on(ashby)


def test_a_request_is_refused_and_taken_back_by_its_buttons(
    client, approval, officer, asker, ashby
):
    signed_in(client, officer)
    client.post(reverse("accounts:refuse_approval", args=[approval.pk]))
    approval.refresh_from_db()
    assert approval.outcome == Outcome.REFUSED
    again = ask(ashby, asker)
    signed_in(client, asker)
    client.post(reverse("accounts:withdraw_approval", args=[again.pk]))
    again.refresh_from_db()
    assert again.outcome == Outcome.WITHDRAWN


def test_whoever_takes_no_part_finds_no_such_page(client, approval, ashby):
    signed_in(client, person_with(Role.ACTION_OWNER, ashby))
    assert client.get("/approvals/").status_code == 404
    assert client.get(approval.get_absolute_url()).status_code == 404


def given(authority, role=Role.GATEWAY_OFFICER):
    return {
        "organisation": authority.organisations.first(),
        "role": role,
        "ends_on": clock.today() + timedelta(days=200),
    }


@pytest.fixture
def newcomer(ashby, asker):
    return person_with(Role.ACTION_OWNER, ashby)


@pytest.mark.parametrize("role", sorted(CASE_ROLES))
def test_one_person_gives_no_role_that_opens_records(ashby, asker, newcomer, role):
    common = {"authority": ashby, "by": asker, **given(ashby, role)}
    with pytest.raises(NotAllowed, match="Two people give a role"):
        services.give_role(newcomer, **common)
    with pytest.raises(NotAllowed, match="Two people give a role"):
        services.invite("new@police.example", name="New", **common)
    with pytest.raises(NotAllowed, match="Two people give a role"):
        services.add_person("New", **common)


def test_two_people_give_it(ashby, asker, officer, newcomer):
    approval = services.ask_for_role(
        newcomer, authority=ashby, by=asker, **given(ashby)
    )
    assert not holds(newcomer, ashby)
    agree(approval, officer, checks=[])
    assert holds(newcomer, ashby)


def holds(person, authority, role=Role.GATEWAY_OFFICER):
    return person.memberships.in_force().filter(authority=authority, role=role).exists()


def test_nobody_is_written_to_before_a_second_person_agreed(ashby, asker, officer):
    approval = services.ask_to_invite(
        "rhys@police.example",
        name="Rhys Calder",
        authority=ashby,
        by=asker,
        **given(ashby),
    )
    assert not Job.objects.filter(kind__contains="mail").exists()
    agree(approval, officer, checks=[])
    assert Job.objects.filter(kind__contains="mail").count() == 1
    assert holds(Person.objects.get(email="rhys@police.example"), ashby)


def test_who_gets_the_role_neither_asks_for_it_nor_agrees(ashby, asker, officer):
    with pytest.raises(NotAllowed, match="yourself"):
        services.ask_for_role(asker, authority=ashby, by=asker, **given(ashby))
    approval = services.ask_for_role(officer, authority=ashby, by=asker, **given(ashby))
    with pytest.raises(NotAllowed, match="would be yours"):
        agree(approval, officer, checks=[])
    assert not holds(officer, ashby)


def test_a_role_given_meanwhile_makes_the_request_void(ashby, asker, officer, newcomer):
    approval = services.ask_for_role(
        newcomer, authority=ashby, by=asker, **given(ashby)
    )
    services.give_role(
        newcomer, authority=ashby, by=asker, **given(ashby, Role.BOARD_MEMBER)
    )
    assert agree(approval, officer, checks=[]).outcome == Outcome.VOID
    assert not holds(newcomer, ashby)


def test_the_page_of_a_role_asks_for_a_second_person(
    client, ashby, asker, officer, newcomer
):
    signed_in(client, asker)
    address = reverse("accounts:give_role", args=[ashby.slug, newcomer.pk])
    last = clock.today() + timedelta(days=200)
    client.post(
        address,
        {
            "organisation": ashby.organisations.first().pk,
            "role": Role.GATEWAY_OFFICER,
            "ends_on_day": last.day,
            "ends_on_month": last.month,
            "ends_on_year": last.year,
        },
    )
    assert not holds(newcomer, ashby)
    approval = Approval.objects.get()
    client.logout()
    signed_in(client, officer)
    page = client.get(approval.get_absolute_url()).content.decode()
    assert newcomer.name in page
    assert "Police gateway officer" in page
    client.post(approval.get_absolute_url())
    assert holds(newcomer, ashby)


def test_outside_the_rehearsal_area_too_two_people_switch_the_room_on(settings):
    settings.REHEARSAL = False
    authority = AuthorityFactory(name="Marlbrook", rooms=[])
    one = person_with(Role.ADMINISTRATOR, authority)
    other = person_with(Role.DATA_PROTECTION_OFFICER, authority)
    with pytest.raises(NotAllowed):
        services.switch_on_by_two(
            authority, Room.REFERRALS, asked_by=one, agreed_by=one
        )
    assert not authority.rooms.exists()
    services.switch_on_by_two(authority, Room.REFERRALS, asked_by=one, agreed_by=other)
    assert authority.has_room(Room.REFERRALS)
