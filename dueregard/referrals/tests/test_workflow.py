"""The law of referrals, walked whole: every state × every move × every kind of person.

The table here is written by hand from domain §4.4, apart from the one that is tested.
"""

from datetime import date

import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.referrals import services
from dueregard.referrals.acts import MOVES, acts_on
from dueregard.referrals.codes import OtherSupport, Outcome
from dueregard.referrals.models import Referral
from dueregard.referrals.services import Closing, NotMet, Step, Told
from dueregard.referrals.workflow import WORKFLOW
from dueregard.vault import tenancy

from . import ways
from .factories import make_referral, not_told_yet
from .pages import again, page_of

pytestmark = pytest.mark.django_db
Status = Referral.Status

INTAKE = {Role.COORDINATOR, Role.CASE_OFFICER}
GATEWAY = {Role.GATEWAY_OFFICER, *INTAKE}
DECIDERS = {
    Role.GATEWAY_OFFICER,
    Role.PANEL_CHAIR,
    Role.DEPUTY_CHAIR,
    Role.COORDINATOR,
}
ALLOWED = {  # move: the one state it goes from, where it goes to, and who makes it
    "take_in": ("screening", "submitted", INTAKE),
    "set_aside": ("screening", "not_a_referral", INTAKE),
    "accept": ("submitted", "gateway", GATEWAY),
    "join": ("submitted", "joined", GATEWAY),
    "pass_on_unopened": ("submitted", "passed_on", GATEWAY),
    "pass_on": ("gateway", "passed_on", GATEWAY),
    "close": ("gateway", "closed", GATEWAY),
    "go_on": ("gateway", "gathering", GATEWAY),
    "finish_gathering": ("gathering", "decision", INTAKE),
    "find_grounds": ("decision", "listed", DECIDERS),
    "find_no_grounds": ("decision", "not_met", DECIDERS),
}
SENTENCES = {  # what somebody who may not is told
    "take_in": "Only a Prevent co-ordinator or a Channel case officer can take this in",
    "set_aside": "Only a Prevent co-ordinator or a Channel case officer can take this",
    "finish_gathering": "Only the Channel case officer or the Prevent co-ordinator",
    "find_grounds": "Only the police or the council can decide on section 36",
    "find_no_grounds": "Only the police or the council can decide on section 36",
}
OF_THE_GATEWAY = "Only the police gateway can decide this"
ENDED = {"closed", "not_met", "joined", "passed_on", "not_a_referral"}
CLOSING = Closing(Outcome.NO_FURTHER_ACTION, OtherSupport.NONE_NEEDED, "A game.")
NOT_MET = NotMet(Outcome.NO_FURTHER_ACTION, OtherSupport.NONE_NEEDED, False)


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    """One person of every role that there is, and one of another authority."""
    found = {role: person_with(role, marlbrook) for role in Role}
    ashby = AuthorityFactory(name="Ashby Vale")
    found["outsider"] = person_with(Role.GATEWAY_OFFICER, ashby)
    return found


@pytest.fixture
def officer(people):
    return people[Role.GATEWAY_OFFICER]


def test_the_table_names_every_move_and_no_other():
    found = {name: (move.source, move.target) for name, move in WORKFLOW.moves.items()}
    assert found == {name: line[:2] for name, line in ALLOWED.items()}


def test_nothing_goes_on_from_an_end():
    sources = {move.source for move in WORKFLOW.moves.values()}
    assert not sources & ENDED
    assert set(WORKFLOW.statuses()) >= ENDED


@pytest.mark.parametrize("name", ALLOWED)
def test_a_move_is_made_by_those_who_may_from_its_own_state_and_by_nobody_else(
    marlbrook, people, name
):
    referral = make_referral(marlbrook)
    source, _, may = ALLOWED[name]
    for status in Status:
        referral.status = status
        for role, person in people.items():
            answer = said(referral, name, person)
            if role not in may:
                assert answer.startswith(SENTENCES.get(name, OF_THE_GATEWAY)), role
            elif status != source:
                assert answer.startswith("You can "), (status, role)
                assert status.label in answer
            else:
                assert answer == "", (status, role)


def said(referral, name, person) -> str:
    """What the workflow answers: the sentence of the refusal, or "" for yes."""
    try:
        WORKFLOW.check(referral, name, by=person)
    except NotAllowed as refusal:
        return refusal.sentence
    except NotNow as refusal:
        return refusal.sentence
    return ""


def test_a_stranger_to_the_move_learns_nothing_of_the_state(marlbrook, people):
    referral = make_referral(marlbrook)
    for name in ALLOWED:
        answers = set()
        for status in Status:
            referral.status = status
            answers.add(said(referral, name, people["outsider"]))
        assert len(answers) == 1


def test_a_page_offers_the_moves_of_the_table_and_no_others(marlbrook, people):
    referral = make_referral(marlbrook)
    pages = {page_of(referral, name): move for move, (name, _) in MOVES.items()}
    with tenancy.of(marlbrook):
        for status in Status:
            referral.status = status
            for role, person in people.items():
                offered = {act.url for act in acts_on(person, referral)} & set(pages)
                wanted = {
                    page_of(referral, MOVES[name][0])
                    for name, (source, _, may) in ALLOWED.items()
                    if source == status and role in may
                }
                assert offered == wanted, (status, role)


@pytest.mark.parametrize("status", ["joined", "passed_on"])
def test_what_was_joined_or_passed_on_is_moved_by_no_service(
    marlbrook, people, officer, status
):
    earlier = make_referral(marlbrook, subject=ways.ADULT)
    referral = ways.repeat(make_referral(marlbrook, subject=ways.ADULT), earlier)
    if status == "joined":
        services.join(referral, to=earlier, by=officer)
    else:
        services.pass_on(referral, by=officer, note="Ashby Vale, by letter.")
    refused_by_every_service(again(referral), people)
    assert again(referral).status == status


@pytest.mark.parametrize("status", sorted(ENDED | {"listed"}))
def test_no_service_moves_a_referral_that_has_ended_or_goes_before_the_panel(
    marlbrook, people, status
):
    referral = make_referral(marlbrook, subject=ways.ADULT)
    facts = {
        "closed_on": date(2026, 5, 12),
        "outcome": "signposted",
        "other_support": "housing",
        "decided_by_body": "council",
        "decided_on": date(2026, 5, 12),
        "is_police_led": False,
        "cleared_at": referral.submitted_at,
        "joined_to": referral,
    }
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=referral.pk).update(status=status, **facts)
    refused_by_every_service(again(referral), people)
    assert again(referral).status == status


def refused_by_every_service(referral, people):
    """Nobody who may make it can make any move now; each is told why."""
    officer, council = people[Role.GATEWAY_OFFICER], people[Role.COORDINATOR]
    decision = ways.decision()
    tries = [
        lambda: services.take_in(referral, by=council),
        lambda: services.set_aside(referral, by=council, note="None."),
        lambda: services.accept(referral, by=officer),
        lambda: services.join(referral, to=referral, by=officer),
        lambda: services.pass_on(referral, by=officer, note="Ashby Vale."),
        lambda: services.close(referral, CLOSING, by=officer),
        lambda: services.ask_to_close(referral, CLOSING, by=officer),
        lambda: services.withdraw_closing(referral, by=officer),
        lambda: services.go_on(referral, by=officer),
        lambda: services.finish_gathering(referral, by=council),
        lambda: services.find_grounds(referral, decision, by=council),
        lambda: services.find_no_grounds(referral, decision, NOT_MET, by=council),
        lambda: services.ask_to_find_no_grounds(
            referral, decision, NOT_MET, by=council
        ),
    ]
    for attempt in tries:
        with pytest.raises(NotNow, match="only while it is|You can "):
            attempt()


def test_a_held_referral_waits_in_the_words_of_any_other(marlbrook, officer):
    plain = make_referral(marlbrook, subject=ways.ADULT)
    held = make_referral(marlbrook, subject=ways.ADULT)
    for row in (plain, held):
        services.accept(row, by=officer)
    services.set_mark(again(held), "hold", by=officer)
    for row in (plain, held):
        row = again(row)
        with pytest.raises(NotNow) as refused:
            services.go_on(row, by=officer)
        assert refused.value.sentence == "Wait for police checks."
        with pytest.raises(NotNow) as refused:
            services.note_step(row, Step.CONTACT, by=officer, note="Rang them.")
        assert refused.value.sentence == "Wait for police checks."
    assert [move.name for move in WORKFLOW.open_to(officer, again(held))] == [
        move.name for move in WORKFLOW.open_to(officer, again(plain))
    ]


@pytest.mark.parametrize("stage", ["gateway", "decision"])
def test_no_repeat_ends_by_one_person_at_either_stage(marlbrook, people, stage):
    referral, ask = repeat_at(marlbrook, people, stage)
    first = people[Role.GATEWAY_OFFICER]
    second = person_with(Role.GATEWAY_OFFICER, marlbrook)
    asked = ask(referral, first)
    assert again(referral).status == stage
    with pytest.raises(NotAllowed, match="somebody else must confirm"):
        services.confirm_closing(referral, by=first, asked_id=asked.pk, has_read=True)
    services.confirm_closing(referral, by=second, asked_id=asked.pk, has_read=True)
    row = again(referral)
    assert row.status == {"gateway": "closed", "decision": "not_met"}[stage]
    assert row.second_reader == second
    refused_by_every_service(row, people)


def repeat_at(marlbrook, people, stage):
    officer = people[Role.GATEWAY_OFFICER]
    told = Told("Sgt Calder", date(2026, 5, 12))
    if stage == "gateway":
        referral = make_referral(marlbrook, subject=ways.ADULT)
        services.accept(referral, by=officer)
        not_told_yet(referral, officer)
        return ways.repeat(again(referral)), lambda row, by: services.ask_to_close(
            row, CLOSING, by=by
        )
    referral = ways.repeat(ways.deciding(marlbrook, people))
    return referral, lambda row, by: services.ask_to_find_no_grounds(
        row, ways.decision(told=told), NOT_MET, by=by
    )
