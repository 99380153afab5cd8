"""Finishing the gathering, and section 36: who decides, and what is written."""

from datetime import date, timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.referrals import services
from dueregard.referrals.codes import Body, OtherSupport, Outcome
from dueregard.referrals.models import InformationRequest, Referral, Signpost
from dueregard.referrals.services import NotMet, Told
from dueregard.referrals.services.closing import closing_asked
from dueregard.reminders.models import Task
from dueregard.vault import tenancy
from dueregard.vault.rooms import sealing

from . import ways
from .factories import staff
from .pages import again, opens, sends, signed_in

pytestmark = pytest.mark.django_db
CHILD = {"forenames": "Corin", "surname": "Ashgrove", "born_on": date(2013, 3, 14)}
NOT_MET = NotMet(Outcome.NO_FURTHER_ACTION, OtherSupport.NONE_NEEDED, False)


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def coordinator(people):
    return people[Role.COORDINATOR]


@pytest.fixture
def officer(people):
    return people[Role.GATEWAY_OFFICER]


@pytest.fixture
def chair(people):
    return people[Role.PANEL_CHAIR]


@pytest.fixture
def referral(marlbrook, people):
    return ways.deciding(marlbrook, people)


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def answers(**given):
    data = {
        "body": "council",
        "ground": ways.GROUND,
        **day("decided_on", clock.today()),
    }
    return data | given


def no_grounds(**given):
    data = {"outcome": "nfa", "other_support": "none_needed", "is_police_led": "no"}
    return answers(**data) | given


def test_the_page_lists_all_that_is_missing_and_has_no_button_before(
    marlbrook, people, coordinator, officer
):
    referral = ways.gathering(marlbrook, people)
    with sealing(marlbrook):
        InformationRequest.objects.create(
            **referral.with_moves(),
            referral=referral,
            organisation=marlbrook.organisations.first(),
            asked="Anything?",
            necessity="To know.",
            asked_by=coordinator,
            due_on=clock.today() + timedelta(days=7),
        )
    client = signed_in(coordinator)
    text = opens(client, referral, "finish_gathering").content.decode()
    assert "Finish an assessment first." in text
    assert text.count("<li>") >= 2
    assert 'name="note"' not in text
    refused = sends(client, referral, "finish_gathering", {"note": ""})
    assert refused.status_code == 200
    assert again(referral).status == "gathering"


def test_the_page_finishes_when_nothing_is_missing(marlbrook, people, coordinator):
    referral = ways.gathering(marlbrook, people)
    ways.assessed(referral, coordinator)
    client = signed_in(coordinator)
    text = opens(client, referral, "finish_gathering").content.decode()
    assert "What is missing" not in text
    assert sends(client, referral, "finish_gathering", {"note": ""}).status_code == 302
    assert again(referral).status == "decision"


def test_of_a_child_social_care_is_answered_before_gathering_ends(
    marlbrook, people, coordinator, officer
):
    referral = ways.make_referral(marlbrook, subject=CHILD)
    services.accept(referral, by=officer)
    services.set_mark(again(referral), "clear", by=officer)
    with tenancy.of(marlbrook):  # taken forward before it was known that they are 13
        Referral.objects.filter(pk=referral.pk).update(
            status="gathering", cleared_at=clock.now()
        )
    referral = again(referral)
    ways.assessed(referral, coordinator)
    with pytest.raises(NotNow, match="children’s social care"):
        services.finish_gathering(referral, by=coordinator)
    services.answer_parallel(
        referral, by=coordinator, to_children=True, is_made=False, reason="Known there."
    )
    services.finish_gathering(referral, by=coordinator)
    assert again(referral).status == "decision"


def test_the_decision_is_owed_by_those_who_may_take_it_not_by_the_case_officer(
    marlbrook, people, coordinator
):
    referral = ways.gathering(marlbrook, people)
    services.assign(referral, people[Role.CASE_OFFICER], by=coordinator)
    referral = again(referral)
    ways.assessed(referral, people[Role.CASE_OFFICER])
    services.finish_gathering(referral, by=people[Role.CASE_OFFICER])
    owed = Task.objects.open().filter(kind="referrals.stage")
    assert [task.person for task in owed] == [coordinator]
    assert again(referral).holder == people[Role.CASE_OFFICER]


@pytest.mark.parametrize(
    ("role", "body"),
    [
        (Role.GATEWAY_OFFICER, Body.POLICE),
        (Role.PANEL_CHAIR, Body.COUNCIL),
        (Role.DEPUTY_CHAIR, Body.COUNCIL),
        (Role.COORDINATOR, Body.COUNCIL),
    ],
)
def test_either_body_finds_grounds_and_the_panel_has_it_next(
    people, referral, chair, role, body
):
    services.find_grounds(referral, ways.decision(body), by=people[role])
    row = again(referral)
    assert (row.status, row.decided_by_body) == ("listed", body)
    assert row.decided_on == clock.today()
    assert (row.outcome, row.closed_on) == ("", None)
    owed = Task.objects.open().filter(kind="referrals.stage")
    assert [task.person for task in owed] == [chair]


@pytest.mark.parametrize(
    "role", [Role.CASE_OFFICER, Role.REGISTERED_REFERRER, Role.EDUCATION_OFFICER]
)
def test_nobody_else_decides(people, referral, role):
    with pytest.raises(NotAllowed, match="police or the council"):
        services.find_grounds(referral, ways.decision(), by=people[role])
    with pytest.raises(NotAllowed, match="police or the council"):
        services.find_no_grounds(referral, ways.decision(), NOT_MET, by=people[role])


@pytest.mark.parametrize(
    ("role", "body"),
    [(Role.COORDINATOR, Body.POLICE), (Role.GATEWAY_OFFICER, Body.COUNCIL)],
)
def test_a_decision_of_the_other_body_says_who_told_it(people, referral, role, body):
    by = people[role]
    with pytest.raises(NotNow, match="who told you the decision"):
        services.find_grounds(referral, ways.decision(body), by=by)
    told = Told("DI Harrow", clock.today())
    services.find_grounds(referral, ways.decision(body, told=told), by=by)
    [row] = [each for each in moves_of(referral) if each.move == "find_grounds"]
    [words] = ways.words_of(row, by, "reported_by")
    assert words.startswith("DI Harrow on ")


def moves_of(referral):
    with tenancy.of(referral.authority):
        return list(referral.moves.select_related("authority"))


def test_the_page_asks_who_told_it_and_shows_it_in_the_history(referral, coordinator):
    client = signed_in(coordinator)
    refused = sends(client, referral, "find_no_grounds", no_grounds(body="police"))
    text = refused.content.decode()
    assert "Enter who told you the decision" in text
    assert "Enter the day on which they told you" in text
    given = no_grounds(body="police", told_by="DI Harrow")
    given |= day("told_on", clock.today())
    assert sends(client, referral, "find_no_grounds", given).status_code == 302
    text = opens(client, again(referral)).content.decode()
    assert "Entered as reported by DI Harrow on" in text
    assert "Police-led partnership: no" in text


def test_a_ground_is_wanted_and_a_day_that_can_be(referral, coordinator):
    with pytest.raises(NotNow, match="Enter the grounds"):
        services.find_grounds(referral, ways.decision(ground="  "), by=coordinator)
    soon, long_ago = clock.today() + timedelta(days=1), date(2020, 1, 1)
    with pytest.raises(NotNow, match="in the future"):
        services.find_grounds(referral, ways.decision(on=soon), by=coordinator)
    with pytest.raises(NotNow, match="before the referral came in"):
        services.find_grounds(referral, ways.decision(on=long_ago), by=coordinator)
    client = signed_in(coordinator)
    for on, words in ((soon, "in the future"), (long_ago, "before the referral came")):
        given = answers(**day("decided_on", on))
        refused = sends(client, referral, "find_grounds", given)
        assert words in refused.content.decode()
    assert again(referral).status == "decision"


def test_the_pages_want_every_answer(referral, coordinator):
    client = signed_in(coordinator)
    text = sends(client, referral, "find_grounds", {}).content.decode()
    for wanted in (
        "Select who decided",
        "Enter the day of the",
        "what the grounds are",
    ):
        assert wanted in text
    text = sends(client, referral, "find_no_grounds", {}).content.decode()
    for wanted in (
        "Enter why the grounds are not met",
        "Select how it ends",
        "Select what other support there is",
        "Select whether the police go on",
    ):
        assert wanted in text


def test_who_may_not_see_it_at_the_panel_is_led_to_the_queue(referral, coordinator):
    done = sends(signed_in(coordinator), referral, "find_grounds", answers())
    assert done.status_code == 302
    assert str(referral.pk) not in done.url
    assert again(referral).status == "listed"


def test_without_grounds_it_ends_with_reason_support_and_who_leads(
    referral, coordinator
):
    led = NotMet(Outcome.POLICE_INVESTIGATION, OtherSupport.DECLINED, True)
    services.find_no_grounds(referral, ways.decision(), led, by=coordinator)
    row = again(referral)
    assert (row.status, row.outcome, row.other_support) == (
        "not_met",
        "police",
        "declined",
    )
    assert row.is_police_led is True
    assert row.closed_on == clock.today()
    assert not Task.objects.open().filter(subject_id=str(row.pk)).exists()


def test_a_service_is_named_only_when_it_was_asked(referral, coordinator):
    named = NotMet(Outcome.NO_FURTHER_ACTION, OtherSupport.HOUSING, False)
    with pytest.raises(NotNow, match="Ask a service first"):
        services.find_no_grounds(referral, ways.decision(), named, by=coordinator)
    assert again(referral).status == "decision"
    with sealing(referral.authority):
        Signpost.objects.create(
            **referral.with_moves(),
            referral=referral,
            support="housing",
            elsewhere="Netherbrook Homes",
            words="A tenancy.",
            asked_by=coordinator,
            due_on=clock.today() + timedelta(days=7),
        )
    services.find_no_grounds(referral, ways.decision(), named, by=coordinator)
    assert again(referral).status == "not_met"


def test_a_repeat_waits_for_a_second_person_who_read_the_earlier_ones(
    marlbrook, people, referral, coordinator, chair
):
    referral = ways.repeat(referral)
    with pytest.raises(NotNow, match="referred before"):
        services.find_no_grounds(referral, ways.decision(), NOT_MET, by=coordinator)
    client = signed_in(coordinator)
    done = sends(client, referral, "find_no_grounds", no_grounds())
    assert done.status_code == 302
    row = again(referral)
    assert row.status == "decision"
    asked = asked_of(row)
    assert "Read and confirm the closing" not in opens(client, row).content.decode()
    second = signed_in(chair)
    text = opens(second, row, "confirm_closing").content.decode()
    assert ways.GROUND in text
    assert "The grounds of section 36 are not met: the council" in text
    data = {"asked": asked, "has_read": "on"}
    assert sends(client, row, "confirm_closing", data).status_code == 403
    assert sends(second, row, "confirm_closing", data).status_code == 302
    row = again(referral)
    assert (row.status, row.second_reader) == ("not_met", chair)
    assert (row.decided_by_body, row.is_police_led) == ("council", False)


def asked_of(referral):
    with tenancy.of(referral.authority_id):
        return closing_asked(referral).pk


def test_while_a_second_person_is_asked_grounds_are_not_found(
    referral, coordinator, chair
):
    referral = ways.repeat(referral)
    services.ask_to_find_no_grounds(referral, ways.decision(), NOT_MET, by=coordinator)
    with pytest.raises(NotNow, match="Take that back"):
        services.find_grounds(referral, ways.decision(), by=chair)
    services.withdraw_closing(referral, by=chair)
    row = again(referral)
    assert (row.decided_by_body, row.decided_on, row.is_police_led) == ("", None, None)
    services.find_grounds(row, ways.decision(), by=chair)
    assert again(referral).status == "listed"


def test_a_closing_that_was_asked_at_the_gateway_is_none_of_the_decision(
    marlbrook, people, officer, coordinator
):
    referral = ways.make_referral(marlbrook, subject=ways.ADULT)
    services.accept(referral, by=officer)
    referral = ways.repeat(again(referral))
    ways.not_told_yet(referral, officer)
    closing = services.Closing(
        Outcome.NO_FURTHER_ACTION, OtherSupport.NONE_NEEDED, "A game."
    )
    asked = services.ask_to_close(referral, closing, by=officer)
    services.set_mark(again(referral), "clear", by=officer)
    services.go_on(again(referral), by=officer)
    ways.assessed(again(referral), coordinator)
    services.finish_gathering(again(referral), by=coordinator)
    row = again(referral)
    with pytest.raises(NotNow, match="changed or taken back"):
        services.confirm_closing(row, by=coordinator, asked_id=asked.pk, has_read=True)
    services.find_grounds(row, ways.decision(), by=coordinator)
    assert again(referral).outcome == ""


def test_a_decision_is_not_edited_and_a_statement_stands_beside_it(
    referral, coordinator, chair
):
    with pytest.raises(NotNow, match="no decision yet"):
        services.correct_decision(referral, by=chair, note="Wrong day.")
    services.find_no_grounds(referral, ways.decision(), NOT_MET, by=coordinator)
    client = signed_in(chair)
    for name in ("find_grounds", "find_no_grounds"):
        assert opens(client, referral, name).status_code == 409
    note = {"note": "It was decided a day before."}
    assert sends(client, referral, "correct_decision", note).status_code == 302
    text = opens(client, again(referral)).content.decode()
    assert "It was decided a day before." in text
    assert ways.GROUND in text
    row = again(referral)
    assert (row.status, row.decided_on) == ("not_met", clock.today())


def test_no_word_of_the_ground_stands_in_the_audit_but_body_and_day_do(
    referral, coordinator
):
    services.find_grounds(referral, ways.decision(), by=coordinator)
    services.correct_decision(
        again(referral), by=coordinator, note="Canaryword beside it."
    )
    facts = [str((entry.event, entry.facts)) for entry in Entry.objects.all()]
    assert ways.GROUND not in " ".join(facts)
    assert "Canaryword" not in " ".join(facts)
    [decided] = [entry for entry in Entry.objects.all() if "decided" in entry.event]
    assert decided.facts["body"] == "council"
    assert decided.facts["decided_on"] == clock.today().isoformat()


def test_the_page_leans_to_neither_side(referral, coordinator):
    text = opens(signed_in(coordinator), referral).content.decode()
    moves = text.split('class="dr-moves"')[1].split("</ul>")[0]
    assert "The grounds are met" in moves
    assert "The grounds are not met" in moves
    assert "govuk-button" not in moves


def test_a_second_officer_confirms_what_the_first_asked(marlbrook, referral, officer):
    referral = ways.repeat(referral)
    asked = services.ask_to_find_no_grounds(
        referral, ways.decision(Body.POLICE), NOT_MET, by=officer
    )
    second = person_with(Role.GATEWAY_OFFICER, marlbrook)
    data = {"asked": asked.pk, "has_read": "on"}
    done = sends(signed_in(second), again(referral), "confirm_closing", data)
    assert done.status_code == 302
    assert str(referral.pk) not in done.url  # it is no longer theirs to see
