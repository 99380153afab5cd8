"""Two records that no rule proposed: an officer names the other by its reference."""

import pytest
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.referrals import services
from dueregard.referrals.models import Match
from dueregard.referrals.services.proposing import ALREADY_ONE, NOT_FOUND
from dueregard.vault import tenancy

from .factories import not_told_yet
from .pages import again, page_of, says_why, signed_in
from .test_moves import CLOSING
from .test_same_person import agree, ask, joined, referred, reread, the_match

pytestmark = pytest.mark.django_db
Status = Match.Status
WHY = "Canaryword: the school rang about both."
NOBODY = "R-2222-2222"


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def coordinator(marlbrook):
    return person_with(Role.COORDINATOR, marlbrook)


@pytest.fixture
def officer(marlbrook):
    return person_with(Role.GATEWAY_OFFICER, marlbrook)


@pytest.fixture
def two(marlbrook):
    """Two referrals that agree in nothing that a rule reads."""
    first = referred(marlbrook)
    second = referred(
        marlbrook, "Lucy", "Mills", born_on=None, school_or_work="", addresses=[]
    )
    with tenancy.of(marlbrook):
        assert not Match.objects.exists()
    return first, second


def browser(person, referral):
    client = signed_in(person)
    client.post(reverse("accounts:step_up"))
    says_why(client, referral)
    return client


def typed(client, referral, reference, because=WHY):
    return client.post(
        page_of(referral, "propose_same"),
        {"reference": reference, "because": because},
    )


def said_of(answer) -> str:
    """The mistake that the page shows at its top."""
    assert answer.status_code == 200
    text = answer.content.decode()
    return text.split("There is a problem")[1].split("</ul>")[0]


def test_the_page_of_the_person_leads_to_it(two, coordinator):
    client = browser(coordinator, two[0])
    page = client.get(page_of(two[0], "same_person")).content.decode()
    assert f'href="{page_of(two[0], "propose_same")}"' in page


def test_both_records_are_then_compared_and_two_people_decide(
    marlbrook, two, coordinator, officer
):
    client = browser(coordinator, two[1])
    sent = typed(client, two[1], f" {two[0].reference.lower()} ")
    match = the_match(marlbrook)
    assert sent.url == page_of(two[1], "match", match.pk)
    assert match.status == Status.PROPOSED
    with tenancy.of(marlbrook):
        assert (match.first_id, match.second_id) == (
            two[0].subject_id,
            two[1].subject_id,
        )
    page = client.get(sent.url).content.decode()
    assert "Ashgrove" in page
    assert "Mills" in page
    assert "Canaryword" in page
    agree(ask(match, coordinator, two[1]), officer)
    assert the_match(marlbrook).status == Status.SAME
    assert reread(marlbrook, two[1]).sequence == 2


def test_it_is_undone_by_two_as_any_other(marlbrook, two, coordinator, officer):
    services.propose_same(two[1], two[0].reference, because=WHY, by=coordinator)
    match = the_match(marlbrook)
    joined(match, coordinator, officer, two[1])
    asked = services.ask_to_undo(
        match, because="Two.", by=coordinator, referral=two[1], session="three"
    )
    agree(asked, officer, "four")
    assert the_match(marlbrook).status == Status.UNDONE
    assert reread(marlbrook, two[1]).sequence == 1


def test_unknown_unseen_and_elsewhere_are_answered_alike(
    marlbrook, two, coordinator, officer
):
    elsewhere = referred(AuthorityFactory(name="Fernshire"), "Ada", "Byre")
    hidden = referred(marlbrook, "Ada", "Byre", born_on=None)
    services.accept(hidden, by=officer)
    not_told_yet(again(hidden), officer)
    services.close(again(hidden), CLOSING, by=officer)
    other = person_with(Role.GATEWAY_OFFICER, marlbrook)
    client = browser(other, two[1])
    said = {
        said_of(typed(client, two[1], reference))
        for reference in (NOBODY, elsewhere.reference, hidden.reference)
    }
    assert len(said) == 1
    assert NOT_FOUND in said.pop()
    with tenancy.of(marlbrook):
        assert not Match.objects.exists()


def test_a_referral_of_theirs_already_is_said_so(marlbrook, two, coordinator, officer):
    client = browser(coordinator, two[1])
    assert ALREADY_ONE in said_of(typed(client, two[1], two[1].reference))
    services.propose_same(two[1], two[0].reference, because=WHY, by=coordinator)
    joined(the_match(marlbrook), coordinator, officer, two[1])
    assert ALREADY_ONE in said_of(typed(client, two[1], two[0].reference))


def test_a_pair_is_there_once_whichever_is_named(marlbrook, two, coordinator, officer):
    services.propose_same(two[1], two[0].reference, because=WHY, by=coordinator)
    services.propose_same(two[0], two[1].reference, because="Again.", by=officer)
    the_match(marlbrook)
    ask(the_match(marlbrook), coordinator, two[0])
    services.propose_same(two[0], two[1].reference, because="Again.", by=officer)
    assert the_match(marlbrook).status == Status.ASKED


def test_one_that_was_found_to_be_two_people_is_looked_at_again(
    marlbrook, two, coordinator
):
    services.propose_same(two[1], two[0].reference, because=WHY, by=coordinator)
    services.say_different(the_match(marlbrook), because="Two.", by=coordinator)
    client = browser(coordinator, two[1])
    page = client.get(typed(client, two[1], two[0].reference).url).content.decode()
    assert "Is this one person?" in page
    assert the_match(marlbrook).status == Status.PROPOSED


def test_no_word_stands_in_the_audit_or_the_address(marlbrook, two, coordinator):
    sent = typed(browser(coordinator, two[1]), two[1], two[0].reference)
    assert two[0].reference not in sent.url
    entry = Entry.objects.get(event="matches.proposed")
    assert entry.person_id == coordinator.pk
    said = str([each.facts for each in Entry.objects.all()])
    assert "Canaryword" not in said
    assert two[0].reference not in said


def test_it_is_not_for_who_does_not_look_for_people(marlbrook, two):
    for role in (Role.REGISTERED_REFERRER, Role.EDUCATION_OFFICER):
        client = browser(person_with(role, marlbrook), two[1])
        assert client.get(page_of(two[1], "propose_same")).status_code == 404
