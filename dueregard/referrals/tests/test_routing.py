"""The police and the council get a referral at the same moment, each with its clock."""

from datetime import date

import pytest

from dueregard.access.purposes import Purpose
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.referrals import services
from dueregard.referrals.codes import Residence
from dueregard.referrals.models import Referral
from dueregard.referrals.residence import RULES
from dueregard.referrals.services.escalating import RUNGS
from dueregard.referrals.sides import sides_of
from dueregard.vault import tenancy
from dueregard.vault.rooms import case_room

from .factories import council_destination, make_referral, police_destination
from .routes import deliveries, letters, tasks, travel_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_spring(true_time):
    travel_to(date(2026, 4, 1))


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def officer(marlbrook):
    return person_with(Role.GATEWAY_OFFICER, marlbrook)


@pytest.fixture
def coordinator(marlbrook):
    return person_with(Role.COORDINATOR, marlbrook)


@pytest.fixture
def chair(marlbrook):
    return person_with(Role.PANEL_CHAIR, marlbrook)


@pytest.fixture
def both(marlbrook):
    """Police and council, which both sign in."""
    return police_destination(marlbrook), council_destination(marlbrook, working_days=2)


def test_police_and_council_get_it_at_once_each_with_its_own_day(marlbrook, both):
    travel_to(date(2026, 5, 12))  # a Tuesday
    council, police = deliveries(make_referral(marlbrook))
    assert police.created_at.date() == council.created_at.date() == date(2026, 5, 12)
    assert police.due_on == date(2026, 5, 13)
    assert council.due_on == date(2026, 5, 14)


def test_the_day_is_a_working_day(marlbrook, both):
    travel_to(date(2026, 4, 2))  # the Thursday before Easter
    council, police = deliveries(make_referral(marlbrook))
    assert police.due_on == date(2026, 4, 7)
    assert council.due_on == date(2026, 4, 8)


def test_a_mail_says_that_something_waits_and_nothing_else(marlbrook, both, officer):
    referral = make_referral(marlbrook)
    [letter] = [one for one in letters() if one["to"] == officer.email]
    assert letter["subject"] == "You have a task"
    words = letter["body"].replace(f"/{referral.pk}/", "/")
    for told in (referral.reference, "Corin", "Ashgrove", "referred", "Prevent"):
        assert told not in words


def test_an_acknowledgement_closes_the_task_and_both_sides_are_shown(
    marlbrook, both, officer, coordinator
):
    travel_to(date(2026, 5, 12))
    referral = make_referral(marlbrook)
    council, police = deliveries(referral)
    assert "referrals.acknowledge" in tasks(officer)
    assert "referrals.acknowledge" in tasks(coordinator)
    services.acknowledge_delivery(police, by=officer)
    assert "referrals.acknowledge" not in tasks(officer)
    assert "referrals.acknowledge" in tasks(coordinator)
    with tenancy.of(marlbrook):
        sides = sides_of(referral, deliveries(referral))
    assert [side.words for side in sides] == [
        "Police gateway: received 12 May 2026",
        "Council safeguarding: not yet, due 14 May 2026",
    ]
    assert Entry.objects.filter(event="deliveries.acknowledged").count() == 1


def test_nobody_but_the_destination_acknowledges_and_only_once(
    marlbrook, both, officer, coordinator
):
    council, police = deliveries(make_referral(marlbrook))
    with pytest.raises(NotAllowed, match="Only Fernshire police gateway"):
        services.acknowledge_delivery(police, by=coordinator)
    services.acknowledge_delivery(police, by=officer)
    with pytest.raises(NotNow, match="already"):
        services.acknowledge_delivery(police, by=officer)


def test_nothing_waits_for_a_police_sign_in(marlbrook, both, coordinator):
    travel_to(date(2026, 5, 12))
    referral = make_referral(marlbrook)
    _, police = deliveries(referral)
    travel_to(date(2026, 5, 13))
    services.report_delivery(
        police,
        who="Duty sergeant Pike",
        on=date(2026, 5, 12),
        their_reference="PCMT 44/26",
        by=coordinator,
    )
    _, police = deliveries(referral)
    assert police.acknowledged_at is not None
    assert police.reported_on == date(2026, 5, 12)
    assert police.acknowledged_by == coordinator


def test_the_police_reference_is_sealed_with_the_account(marlbrook, both, officer):
    referral = make_referral(marlbrook)
    _, police = deliveries(referral)
    services.acknowledge_delivery(police, their_reference="PCMT 44/26", by=officer)
    with case_room(
        officer,
        authority=marlbrook,
        purpose=Purpose.TRIAGE,
        door="detail",
        groups=["G2"],
    ) as room:
        account = room.show(Referral.objects.get(pk=referral.pk).account)
        assert account.police_reference == "PCMT 44/26"
        assert account.did_or_said.startswith("Drew a plan")


def test_a_missing_acknowledgement_goes_up_a_rung_a_working_day_and_once(
    marlbrook, both, officer, coordinator, chair
):
    travel_to(date(2026, 5, 12))
    referral = make_referral(marlbrook)
    council, police = deliveries(referral)
    services.acknowledge_delivery(council, by=coordinator)
    travel_to(date(2026, 5, 13), hour=17)
    assert services.escalate_all() == 0
    travel_to(date(2026, 5, 14))
    before = len(letters())
    assert services.escalate_all() == 1
    assert services.escalate_all() == 0
    assert tasks(coordinator).count("referrals.escalated") == 1
    assert tasks(chair) == []
    assert [one["to"] for one in letters()[before:]] == [coordinator.email]
    assert letters()[-1]["subject"] == "You have a task"
    travel_to(date(2026, 5, 15))
    assert services.escalate_all() == 1
    assert tasks(chair) == ["referrals.escalated"]
    travel_to(date(2026, 5, 18))
    assert services.escalate_all() == 0
    _, police = deliveries(referral)
    services.acknowledge_delivery(police, by=officer)
    assert "referrals.escalated" not in tasks(coordinator) + tasks(chair)


def test_a_rung_on_which_nobody_stands_is_passed_at_once(marlbrook, both, chair):
    travel_to(date(2026, 5, 12))
    make_referral(marlbrook)
    travel_to(date(2026, 5, 15))
    services.escalate_all()
    assert tasks(chair).count("referrals.escalated") == 2


def test_nothing_goes_up_on_a_weekend(marlbrook, both, coordinator):
    travel_to(date(2026, 5, 12))
    make_referral(marlbrook)
    travel_to(date(2026, 5, 16))
    assert services.escalate_all() == 0


def test_every_kind_of_destination_has_rungs():
    assert set(RUNGS) == {"police", "council", "county", "other_area"}


def test_without_a_tested_destination_the_co_ordinator_is_told(marlbrook, coordinator):
    police_destination(marlbrook, tested_at=None)
    referral = make_referral(marlbrook)
    assert deliveries(referral) == []
    assert tasks(coordinator).count("referrals.no_destination") == 2
    with tenancy.of(marlbrook):
        states = {side.label: side.state for side in sides_of(referral, [])}
    assert states["Police gateway"] == "not sent: no tested destination"


def test_one_put_aside_goes_nowhere_until_it_is_taken_in(marlbrook, both, coordinator):
    referral = make_referral(marlbrook, is_suspicious=True)
    assert deliveries(referral) == []
    services.take_in(referral, by=coordinator)
    assert len(deliveries(referral)) == 2


def test_every_residence_has_a_rule_that_names_who_holds_it():
    assert set(RULES) == set(Residence)
    assert all(rule.holds and rule.asks for rule in RULES.values())


@pytest.mark.parametrize("residence", list(Residence))
def test_wherever_they_live_both_sides_get_it_and_somebody_holds_it(
    marlbrook, both, coordinator, residence
):
    referral = make_referral(marlbrook, residence=residence)
    assert len(deliveries(referral)) == 2
    named = RULES[residence].held_by_name
    assert referral.holder == (coordinator if named else None)
    assert named == (residence != Residence.HERE)


def test_in_a_district_the_county_gets_it_too():
    county = AuthorityFactory(name="Fernshire", kind="county")
    district = AuthorityFactory(name="Ashby Vale", kind="district", county=county)
    police_destination(district)
    council_destination(district)
    police_destination(
        district,
        kind="county",
        name="Fernshire safeguarding",
        way="link",
        email="desk@fernshire.example",
        telephone="01632 960001",
    )
    kinds = {one.destination.kind for one in deliveries(make_referral(district))}
    assert kinds == {"police", "council", "county"}


def test_time_of_a_delivery_is_kept_in_one_transaction_with_the_referral(
    marlbrook, both, monkeypatch
):
    monkeypatch.setattr(
        "dueregard.referrals.services.routing.send_to",
        lambda *args: (_ for _ in ()).throw(RuntimeError("broken")),
    )
    with pytest.raises(RuntimeError):
        make_referral(marlbrook)
    with tenancy.of(marlbrook):
        assert not Referral.objects.exists()
