"""Authorities: the first one, rooms, organisations, and giving way to a successor."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.http import Http404, HttpResponse
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.access.rooms import CASE_ROOMS, Room
from dueregard.accounts import services, succession
from dueregard.accounts.models import Authority, Membership, Organisation, Person
from dueregard.accounts.rooms import authorities_with, room_is_on, room_required
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    MembershipFactory,
    OrganisationFactory,
    person_with,
)
from dueregard.audit.models import Entry


def begin(**options):
    out = StringIO()
    given = {
        "authority": "Netherbrook",
        "kind": "district",
        "administrator": "first@netherbrook.example",
        **options,
    }
    call_command("begin", stdout=out, **given)
    return out.getvalue()


def test_begin_makes_an_authority_ready_to_use_and_prints_a_link(db, client):
    said = begin()
    authority = Authority.objects.get(name="Netherbrook")
    person = Person.objects.get(email="first@netherbrook.example")
    assert person.holds(Role.ADMINISTRATOR, authority)
    assert authority.organisations.get().name == "Netherbrook"
    assert all(authority.has_room(room) for room in set(Room) - CASE_ROOMS)
    assert not any(authority.has_room(room) for room in CASE_ROOMS)
    path = said.split("/join/")[1].split("/")[0]
    assert client.get(f"/join/{path}/").status_code == 200


def test_begin_refuses_an_authority_that_exists(db):
    begin()
    with pytest.raises(CommandError, match="exists already"):
        begin(administrator="second@netherbrook.example")
    assert Person.objects.count() == 1


def test_begin_gives_an_authority_without_administrator_a_new_one(db):
    begin()
    Membership.objects.update(ended_at=clock.now())
    begin(administrator="second@netherbrook.example")
    assert Authority.objects.count() == 1
    assert Membership.objects.in_force().get().person.email.startswith("second")


def test_begin_answers_json(db):
    answer = json.loads(begin(json=True))
    assert answer["authority"] == "Netherbrook"
    assert "/join/" in answer["invitation"]


def test_begin_refuses_what_is_no_address(db):
    with pytest.raises(CommandError, match="e-mail address"):
        begin(administrator="nobody")
    assert not Authority.objects.exists()


def test_a_room_switched_off_answers_404_and_is_off_the_menu(
    administrator, marlbrook, rf
):
    services.set_rooms(marlbrook, rooms=[], by=administrator)
    view = room_required(Room.PLAN)(lambda request: HttpResponse("plan"))
    request = rf.get("/")
    request.user = Person.objects.get(pk=administrator.pk)
    assert Room.PLAN not in request.user.rooms()
    with pytest.raises(Http404):
        view(request)


def test_switching_rooms_is_recorded_one_entry_a_room(administrator, marlbrook):
    others = [room for room in Room if room != Room.PARTNERSHIP]
    services.set_rooms(marlbrook, rooms=others, by=administrator)
    services.set_rooms(marlbrook, rooms=list(Room), by=administrator)
    events = Entry.objects.order_by("pk").values_list("event", "facts__room")
    assert list(events) == [
        ("accounts.room_switched_off", "partnership"),
        ("accounts.room_switched_on", "partnership"),
    ]


def test_rows_can_be_asked_whether_their_room_is_on(marlbrook):
    off = AuthorityFactory(rooms=[])
    MembershipFactory(authority=marlbrook)
    MembershipFactory(authority=off)
    on = Membership.objects.filter(room_is_on(Room.PLAN))
    assert [row.authority for row in on] == [marlbrook]
    assert list(Authority.objects.filter(authorities_with(Room.PLAN))) == [marlbrook]


def test_only_an_administrator_switches_rooms(coordinator, marlbrook):
    with pytest.raises(NotAllowed, match="Only an administrator"):
        services.set_rooms(marlbrook, rooms=[], by=coordinator)


@pytest.mark.django_db
@pytest.mark.parametrize("room", sorted(CASE_ROOMS))
def test_one_person_cannot_switch_a_room_with_records_about_people_on(room):
    ashby = AuthorityFactory(name="Ashby Vale", rooms=[])
    administrator = person_with(Role.ADMINISTRATOR, ashby)
    with pytest.raises(NotAllowed, match="Two people switch this room on"):
        services.set_rooms(ashby, rooms=[room, Room.PLAN], by=administrator)
    assert not ashby.rooms.exists()
    services.switch_on_by_two(
        ashby,
        room,
        asked_by=administrator,
        agreed_by=person_with(Role.DATA_PROTECTION_OFFICER, ashby),
    )
    services.set_rooms(ashby, rooms=[room, Room.PLAN], by=administrator)
    assert {switch.room for switch in ashby.rooms.all()} == {room, Room.PLAN}


@pytest.mark.django_db
@pytest.mark.parametrize("room", sorted(CASE_ROOMS))
def test_nobody_agrees_with_themselves_to_switch_such_a_room_on(room):
    ashby = AuthorityFactory(name="Ashby Vale", rooms=[])
    administrator = person_with(Role.ADMINISTRATOR, ashby)
    reader = person_with(Role.COORDINATOR, ashby)
    for asked, agreed in (
        (administrator, administrator),
        (administrator, reader),
        (reader, administrator),
    ):
        with pytest.raises(NotAllowed):
            services.switch_on_by_two(ashby, room, asked_by=asked, agreed_by=agreed)
    assert not ashby.rooms.exists()


def test_the_page_of_rooms_offers_none_that_two_people_switch_on(client, db):
    ashby = AuthorityFactory(name="Ashby Vale", rooms=[Room.PLAN])
    client.force_login(person_with(Role.ADMINISTRATOR, ashby))
    address = reverse("accounts:rooms", args=[ashby.slug])
    assert b'value="referrals"' not in client.get(address).content
    client.post(address, {"rooms": ["plan", "referrals"]})
    assert [switch.room for switch in ashby.rooms.all()] == [Room.PLAN]


@pytest.fixture
def successor(administrator):
    """An authority that has the same administrator."""
    heir = AuthorityFactory(name="Greater Marl", slug="greater-marl")
    MembershipFactory(person=administrator, authority=heir, role=Role.ADMINISTRATOR)
    return heir


def in_spring():
    return clock.today() + timedelta(days=130)


def test_a_succession_can_be_rehearsed_without_changing_anything(
    marlbrook, action_owner, administrator, successor
):
    before = list(Membership.objects.values_list("pk", "ends_on"))
    lines = services.rehearse_succession(marlbrook, in_spring())
    assert {line.name: line.expected for line in lines}["Roles"] == 2
    assert list(Membership.objects.values_list("pk", "ends_on")) == before


def test_people_keep_their_roles_at_the_successor_from_the_day(
    marlbrook, action_owner, administrator, successor
):
    lines = services.succeed(marlbrook, successor, in_spring(), by=administrator)
    assert all(line.agrees for line in lines)
    old = action_owner.memberships.get(authority=marlbrook)
    new = action_owner.memberships.get(authority=successor)
    assert old.ends_on == in_spring() - timedelta(days=1)
    assert (new.starts_on, new.role) == (in_spring(), Role.ACTION_OWNER)
    assert set(marlbrook.organisations.all()) <= set(successor.organisations.all())
    marlbrook.refresh_from_db()
    assert (marlbrook.successor, marlbrook.succeeded_on) == (successor, in_spring())


def test_nobody_passes_over_into_an_authority_they_do_not_administer(
    marlbrook, administrator
):
    elsewhere = AuthorityFactory()
    with pytest.raises(NotAllowed, match="administrator of the successor too"):
        services.succeed(marlbrook, elsewhere, in_spring(), by=administrator)


@pytest.fixture
def heirloom():
    """A room that says it passes five over, and passes however many `passed` holds."""
    passed = []
    succession.register(
        succession.Heirloom("Tales", lambda *_: 5, lambda *_: (passed.append(1), 4)[1])
    )
    yield passed
    succession._heirlooms.pop("Tales")


def test_counts_that_do_not_agree_undo_the_whole(
    marlbrook, action_owner, administrator, successor, heirloom
):
    with pytest.raises(NotNow, match="Tales: 5 were to pass over but 4 did"):
        services.succeed(marlbrook, successor, in_spring(), by=administrator)
    assert heirloom == [1]
    assert not action_owner.memberships.filter(authority=successor).exists()
    marlbrook.refresh_from_db()
    assert marlbrook.successor is None


def test_the_page_shows_the_counts_before_anything_passes_over(
    client, marlbrook, administrator, successor
):
    client.force_login(administrator)
    client.post(reverse("accounts:step_up"))
    day = in_spring()
    answers = {
        "successor": successor.pk,
        "from_date_day": day.day,
        "from_date_month": day.month,
        "from_date_year": day.year,
    }
    address = reverse("accounts:successor", args=[marlbrook.slug])
    page = client.post(address, answers)
    assert b"Check what passes over" in page.content
    marlbrook.refresh_from_db()
    assert marlbrook.successor is None
    client.post(address, {**answers, "go": "yes"})
    marlbrook.refresh_from_db()
    assert marlbrook.successor == successor


def test_a_trust_works_with_two_authorities_and_each_sees_its_own_schools(
    marlbrook, ashby_vale, coordinator, outsider
):
    trust = OrganisationFactory(name="Oak Trust", authorities=[marlbrook, ashby_vale])
    ours = OrganisationFactory(name="Hill", parent=trust, authorities=[marlbrook])
    theirs = OrganisationFactory(name="Dale", parent=trust, authorities=[ashby_vale])
    seen = Organisation.objects.visible_to(coordinator)
    assert trust in seen
    assert ours in seen
    assert theirs not in seen


def test_one_authority_cannot_rewrite_what_another_sees(
    marlbrook, ashby_vale, coordinator
):
    trust = OrganisationFactory(name="Oak Trust", authorities=[marlbrook, ashby_vale])
    with pytest.raises(NotAllowed):
        services.change_organisation(
            trust,
            authority=marlbrook,
            by=coordinator,
            version=1,
            changes={"name": "Renamed"},
        )


def test_an_organisation_is_added_changed_and_given_a_successor(
    client, coordinator, marlbrook
):
    client.force_login(coordinator)
    details = {"name": "Hill School", "kind": "school", "sector": "education"}
    add = reverse("accounts:organisation_add", args=[marlbrook.slug])
    assert client.post(add, details).status_code == 302
    school = Organisation.objects.get(name="Hill School")
    assert list(school.authorities.all()) == [marlbrook]
    client.post(
        reverse("accounts:organisation_edit", args=[school.pk]),
        {**details, "name": "Hill Academy", "version": 1},
    )
    school.refresh_from_db()
    assert school.name == "Hill Academy"
    heir = OrganisationFactory(name="Oak Trust", authorities=[marlbrook])
    day = in_spring()
    client.post(
        reverse("accounts:organisation_successor", args=[school.pk]),
        {
            "successor": heir.pk,
            "from_date_day": day.day,
            "from_date_month": day.month,
            "from_date_year": day.year,
        },
    )
    school.refresh_from_db()
    assert (school.successor, school.succeeded_on) == (heir, day)
