"""What the gateway decides, who may enter it for them, and what stands in the way."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.referrals import services
from dueregard.referrals.codes import OtherSupport, Outcome
from dueregard.referrals.models import Referral
from dueregard.referrals.rules import may_decide, may_gather, may_mark, may_take_in
from dueregard.referrals.rules_of_assessing import may_assess
from dueregard.referrals.rules_of_telling import may_find_error
from dueregard.referrals.services import Closing, Step, Told
from dueregard.referrals.services.closing import closing_asked
from dueregard.reminders.models import Task
from dueregard.vault import tenancy

from .factories import (
    council_destination,
    make_referral,
    not_told_yet,
    police_destination,
    staff,
)
from .pages import again, opens, page_of, sends, signed_in

pytestmark = pytest.mark.django_db
ADULT = {"forenames": "Corin", "surname": "Ashgrove", "born_on": date(1990, 3, 14)}
CLOSING = Closing(
    Outcome.NO_FURTHER_ACTION, OtherSupport.EARLY_HELP, "A game, no more."
)
TOLD = Told("Sgt Calder", date(2026, 5, 12))


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def officer(people):
    return people[Role.GATEWAY_OFFICER]


@pytest.fixture
def coordinator(people):
    return people[Role.COORDINATOR]


def at_gateway(marlbrook, officer, subject=ADULT):
    referral = make_referral(marlbrook, subject=subject)
    services.accept(referral, by=officer)
    not_told_yet(referral, officer)
    return again(referral)


def repeated(referral, earlier=None):
    """`referral` is the second of the person of `earlier`."""
    with tenancy.of(referral.authority_id):
        facts = {"sequence": 2}
        if earlier is not None:
            facts["subject"] = earlier.subject_id
        Referral.objects.filter(pk=referral.pk).update(**facts)
    return again(referral)


def test_the_council_enters_what_the_gateway_told_it_and_says_who(
    marlbrook, coordinator
):
    referral = make_referral(marlbrook)
    with pytest.raises(NotNow, match="who at the police gateway told you"):
        services.accept(referral, by=coordinator)
    services.accept(referral, by=coordinator, told=TOLD)
    assert again(referral).status == "gateway"
    text = opens(signed_in(coordinator), again(referral)).content.decode()
    assert "Entered as reported by Sgt Calder on 12 May 2026" in text


def test_the_form_asks_the_council_who_told_and_not_the_police(
    marlbrook, coordinator, officer
):
    referral = make_referral(marlbrook)
    asked = opens(signed_in(coordinator), referral, "accept").content.decode()
    assert "told_by" in asked
    asked = opens(signed_in(officer), referral, "accept").content.decode()
    assert "told_by" not in asked
    answer = sends(signed_in(coordinator), referral, "accept", {"note": ""})
    assert "Enter who at the police gateway told you" in answer.content.decode()


def test_nobody_was_told_on_a_day_to_come(marlbrook, coordinator):
    referral = make_referral(marlbrook)
    soon = clock.today() + timedelta(days=1)
    data = {"told_by": "Sgt Calder", "told_on_day": soon.day}
    data |= {"told_on_month": soon.month, "told_on_year": soon.year}
    answer = sends(signed_in(coordinator), referral, "accept", data)
    assert again(referral).status == "submitted"
    assert "must not be in the future" in answer.content.decode()


@pytest.mark.parametrize(
    "role",
    [Role.PANEL_CHAIR, Role.DEPUTY_CHAIR, Role.REGISTERED_REFERRER, Role.AUDITOR],
)
def test_nobody_else_decides_for_the_gateway(marlbrook, role):
    referral = make_referral(marlbrook)
    with pytest.raises(NotAllowed):
        services.accept(referral, by=person_with(role, marlbrook), told=TOLD)


def test_each_stage_has_its_own_clock_and_its_owner(marlbrook, officer, coordinator):
    referral = at_gateway(marlbrook, officer)
    clock_services.shift(timedelta(days=2))
    services.set_mark(referral, "clear", by=officer)
    services.go_on(referral, by=officer)
    row = again(referral)
    assert row.status == "gathering"
    assert row.stage_began_on == clock.today()
    assert row.stage_due_on > clock.today() + timedelta(days=10)
    assert row.holder is None
    owed = Task.objects.open().filter(kind="referrals.stage")
    assert [task.person for task in owed] == [coordinator]


def test_going_on_waits_for_the_police_checks(marlbrook, officer):
    referral = at_gateway(marlbrook, officer)
    with pytest.raises(NotNow, match="Wait for police checks"):
        services.go_on(referral, by=officer)
    assert again(referral).status == "gateway"


def test_it_is_joined_only_to_an_open_one_of_the_same_person(marlbrook, officer):
    earlier, other = at_gateway(marlbrook, officer), make_referral(marlbrook)
    later = repeated(make_referral(marlbrook), earlier)
    with pytest.raises(NotNow, match="not an open referral of the same person"):
        services.join(later, to=again(other), by=officer)
    services.join(later, to=earlier, by=officer)
    row = again(later)
    assert (row.status, row.joined_to_id) == ("joined", earlier.pk)
    assert row.stage_due_on is None


def test_a_joined_one_is_nobodys_work_any_more(marlbrook, officer):
    earlier = at_gateway(marlbrook, officer)
    later = repeated(make_referral(marlbrook), earlier)
    services.join(later, to=earlier, by=officer)
    assert not Task.objects.open().filter(subject_id=str(later.pk)).exists()


def test_what_the_spam_rules_put_aside_goes_on_its_ways_when_taken_in(
    marlbrook, coordinator
):
    police_destination(marlbrook)
    council_destination(marlbrook)
    referral = make_referral(marlbrook, is_suspicious=True)
    with tenancy.of(marlbrook):
        assert not referral.deliveries.exists()
    services.take_in(referral, by=coordinator)
    row = again(referral)
    assert row.status == "submitted"
    with tenancy.of(marlbrook):
        assert row.deliveries.count() == 2


def test_another_area_took_it_before_or_after_the_gateway_did(
    marlbrook, officer, coordinator
):
    unopened, opened = make_referral(marlbrook), at_gateway(marlbrook, officer)
    for row in (unopened, opened):
        services.pass_on(row, by=coordinator, note="Ashby Vale, by letter.")
        assert again(row).status == "passed_on"


def test_a_first_referral_is_closed_with_reason_outcome_and_other_support(
    marlbrook, officer
):
    referral = at_gateway(marlbrook, officer)
    services.close(referral, CLOSING, by=officer)
    row = again(referral)
    assert (row.status, row.outcome, row.other_support) == (
        "closed",
        "nfa",
        "early_help",
    )
    assert row.closed_on == clock.today()


def test_the_page_of_closing_wants_all_three(marlbrook, officer):
    referral = at_gateway(marlbrook, officer)
    text = sends(signed_in(officer), referral, "close", {}).content.decode()
    assert "Select how it ends" in text
    assert "Select what other support there is" in text
    assert "Enter why it ends" in text
    given = {"outcome": "nfa", "other_support": "none_needed", "reason": "A game."}
    assert sends(signed_in(officer), referral, "close", given).status_code == 302
    assert again(referral).status == "closed"


def test_a_repeat_is_not_closed_by_one_person(marlbrook, officer):
    referral = repeated(at_gateway(marlbrook, officer))
    with pytest.raises(NotNow, match="referred before"):
        services.close(referral, CLOSING, by=officer)
    asked = services.ask_to_close(referral, CLOSING, by=officer)
    assert again(referral).status == "gateway"
    with pytest.raises(NotAllowed, match="somebody else must confirm"):
        services.confirm_closing(referral, by=officer, asked_id=asked.pk, has_read=True)
    assert again(referral).status == "gateway"


def test_the_second_person_says_that_they_read_the_earlier_ones(marlbrook, officer):
    second = person_with(Role.GATEWAY_OFFICER, marlbrook)
    referral = repeated(at_gateway(marlbrook, officer))
    asked = services.ask_to_close(referral, CLOSING, by=officer)
    with pytest.raises(NotNow, match="Read the earlier"):
        services.confirm_closing(referral, by=second, asked_id=asked.pk, has_read=False)
    services.confirm_closing(referral, by=second, asked_id=asked.pk, has_read=True)
    row = again(referral)
    assert (row.status, row.second_reader) == ("closed", second)
    assert row.outcome == "nfa"


def test_a_closing_that_was_changed_is_read_again(marlbrook, officer):
    second = person_with(Role.GATEWAY_OFFICER, marlbrook)
    referral = repeated(at_gateway(marlbrook, officer))
    first = services.ask_to_close(referral, CLOSING, by=officer)
    services.ask_to_close(referral, CLOSING, by=officer)
    with pytest.raises(NotNow, match="changed or taken back"):
        services.confirm_closing(referral, by=second, asked_id=first.pk, has_read=True)
    services.withdraw_closing(referral, by=officer)
    with tenancy.of(marlbrook):
        assert closing_asked(referral) is None
    assert again(referral).outcome == ""


def test_the_second_person_must_be_one_who_may_read_what_came_before(
    marlbrook, officer, coordinator
):
    earlier = at_gateway(marlbrook, officer)
    services.close(earlier, CLOSING, by=officer)
    again_named = {"forenames": "Somebody", "surname": "Else"}
    referral = repeated(at_gateway(marlbrook, officer, again_named), earlier)
    own = signed_in(officer)
    given = {"outcome": "nfa", "other_support": "none_needed", "reason": "A game."}
    sends(own, referral, "close", given)
    data = {"asked": asked_of(referral), "has_read": "on"}
    assert sends(own, referral, "confirm_closing", data).status_code == 403
    other = signed_in(person_with(Role.GATEWAY_OFFICER, marlbrook))
    page = opens(other, referral, "confirm_closing").content.decode()
    assert "is yours to read" in page
    assert sends(other, referral, "confirm_closing", data).status_code == 403
    second = signed_in(coordinator)
    page = opens(second, referral, "confirm_closing").content.decode()
    assert earlier.reference in page
    assert "A game." in page
    data = {"asked": asked_of(referral)}
    refused = sends(second, referral, "confirm_closing", data)
    assert "Read the earlier referrals" in refused.content.decode()
    done = sends(second, referral, "confirm_closing", {**data, "has_read": "on"})
    assert done.status_code == 302
    assert again(referral).status == "closed"


def asked_of(referral):
    with tenancy.of(referral.authority_id):
        return closing_asked(referral).pk


def test_contact_is_refused_before_the_checks_and_own_records_are_not(
    marlbrook, coordinator
):
    referral = make_referral(marlbrook)
    with pytest.raises(NotNow, match="Wait for police checks"):
        services.note_step(referral, Step.CONTACT, by=coordinator, note="Rang them.")
    services.note_step(referral, Step.OWN_CHECK, by=coordinator, note="Nothing held.")


def test_a_step_against_harm_says_who_agreed(marlbrook, coordinator):
    referral = make_referral(marlbrook)
    with pytest.raises(NotNow, match="who agreed"):
        services.note_step(referral, Step.URGENT, by=coordinator, note="Strategy call.")
    data = {"step": "urgent", "agreed_by": "Jo Ward, children’s care", "note": "Call."}
    client = signed_in(coordinator)
    assert sends(client, referral, "step", data).status_code == 302
    text = opens(client, referral).content.decode()
    assert "Agreed by Jo Ward" in text


def test_an_interest_is_prompted_to_the_reader_alone_and_frees_the_referral(
    marlbrook, people
):
    relative = person_with(Role.GATEWAY_OFFICER, marlbrook, name="Ada Ashgrove")
    referral = make_referral(marlbrook)
    services.accept(referral, by=relative)
    referral = again(referral)
    assert "share a surname" in opens(signed_in(relative), referral).content.decode()
    other = signed_in(people[Role.GATEWAY_OFFICER])
    assert "share a surname" not in opens(other, referral).content.decode()
    sends(signed_in(relative), referral, "interest", {"note": "My nephew."})
    assert again(referral).holder is None


def test_only_people_of_the_room_may_hold_a_referral(marlbrook, coordinator, people):
    referral = make_referral(marlbrook)
    with pytest.raises(NotNow, match="works on referrals here"):
        services.assign(referral, people[Role.EDUCATION_OFFICER], by=coordinator)
    with pytest.raises(NotAllowed):
        services.assign(referral, coordinator, by=people[Role.PANEL_CHAIR])


def test_no_word_of_a_note_stands_in_the_audit(marlbrook, officer):
    referral = make_referral(marlbrook)
    services.accept(referral, by=officer, note="Canaryword of the gateway")
    facts = [str((entry.event, entry.facts)) for entry in Entry.objects.all()]
    assert "Canaryword" not in " ".join(facts)


def test_whoever_declared_an_interest_decides_nothing_and_can_hand_it_over(
    marlbrook, people, officer, coordinator
):
    referral = make_referral(marlbrook, subject=ADULT)
    client = signed_in(officer)
    page = opens(client, referral).content.decode()
    assert page_of(referral, "interest") in page
    assert page_of(referral, "accept") in page
    services.declare_interest(referral, by=officer, note="My neighbour.")
    page = opens(client, referral).content.decode()
    assert "You declared an interest in this referral" in page
    for name in ("interest", "accept", "mark"):
        assert page_of(referral, name) not in page
    with pytest.raises(NotAllowed, match="You declared an interest"):
        services.accept(again(referral), by=officer)
    assert sends(client, referral, "accept", {}).status_code == 403
    assert again(referral).status == Referral.Status.SUBMITTED
    services.assign(again(referral), coordinator, by=officer)
    other = staff(marlbrook)[Role.GATEWAY_OFFICER]
    services.accept(again(referral), by=other)
    assert again(referral).status == Referral.Status.GATEWAY


def test_nobody_decides_on_section_36_about_somebody_they_know(marlbrook, people):
    referral = make_referral(marlbrook, subject=ADULT)
    for role in (Role.PANEL_CHAIR, Role.CASE_OFFICER, Role.COORDINATOR):
        services.declare_interest(referral, by=people[role], note="A friend.")
    with tenancy.of(marlbrook):
        for rule, role in (
            (may_decide, Role.PANEL_CHAIR),
            (may_find_error, Role.PANEL_CHAIR),
            (may_gather, Role.COORDINATOR),
            (may_take_in, Role.COORDINATOR),
            (may_assess, Role.COORDINATOR),
            (may_mark, Role.CASE_OFFICER),
        ):
            with pytest.raises(NotAllowed, match="You declared an interest"):
                rule(people[role], again(referral))
            rule(person_with(role, marlbrook), again(referral))


def test_a_page_with_a_long_history_asks_as_much_as_one_with_a_short(
    marlbrook, officer, coordinator
):
    referral = at_gateway(marlbrook, officer)
    client = signed_in(coordinator)
    opens(client, referral)
    with CaptureQueriesContext(connection) as short:
        opens(client, referral)
    for number in range(5):
        services.note_step(
            again(referral), Step.OWN_CHECK, by=coordinator, note=f"Looked, {number}."
        )
    with CaptureQueriesContext(connection) as long:
        page = opens(client, referral)
    assert page.content.decode().count("Looked, ") == 5
    assert len(long) == len(short)
