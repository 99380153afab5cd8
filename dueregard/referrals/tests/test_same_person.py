"""Whether two records are of one person: proposed, decided by people, undone by two."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dueregard.access.models import Approval
from dueregard.access.purposes import Purpose
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts import services as accounts
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.referrals import services
from dueregard.referrals.guards import missing
from dueregard.referrals.models import Match, Referral, Subject
from dueregard.referrals.rules import FINDERS
from dueregard.referrals.services import matching
from dueregard.referrals.services.matching import LOOK_FIRST, undecided
from dueregard.referrals.views.doors import PURPOSES
from dueregard.vault import tenancy
from dueregard.vault.errors import RoomClosed
from dueregard.vault.rooms import sealing

from .factories import a_form, make_referral

pytestmark = pytest.mark.django_db
Status = Match.Status
WHY = "The mother gave both names."
BORN_ON = date(2007, 1, 2)


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def coordinator(marlbrook):
    return person_with(Role.COORDINATOR, marlbrook)


@pytest.fixture
def officer(marlbrook):
    return person_with(Role.GATEWAY_OFFICER, marlbrook)


def referred(authority, forenames="Corin", surname="Ashgrove", **more):
    subject = a_form().subject | {"forenames": forenames, "surname": surname} | more
    referral = make_referral(authority, subject=subject)
    clock_services.shift(timedelta(minutes=1))
    return referral


def the_match(authority) -> Match:
    with tenancy.of(authority):
        return Match.objects.select_related("authority").get()


@pytest.fixture
def pair(marlbrook):
    """Two referrals of a person whose name was heard in two ways."""
    return referred(marlbrook), referred(marlbrook, "Corrin", "Ashgrov")


def test_of_many_like_one_the_newest_are_proposed(marlbrook, monkeypatch):
    monkeypatch.setattr(matching, "MOST_PROPOSED", 2)
    *_, third, fourth = [referred(marlbrook) for _ in range(4)]
    last = referred(marlbrook)
    with tenancy.of(marlbrook):
        pairs = Match.objects.filter(second=last.subject)
        assert {pair.first_id for pair in pairs} == {
            third.subject_id,
            fourth.subject_id,
        }


def ask(match, by, referral, session="one"):
    return services.ask_same(
        match, because=WHY, by=by, referral=referral, session=session
    )


def agree(approval, by, session="two"):
    return accounts.agree(approval, by=by, session=session)


def joined(match, first, second, referral):
    agree(ask(match, first, referral), second)


def reread(authority, referral):
    with tenancy.of(authority):
        return Referral.objects.select_related("subject").get(pk=referral.pk)


def test_a_referral_that_comes_in_proposes_who_may_be_the_same(marlbrook, pair):
    with tenancy.of(marlbrook):
        match = Match.objects.get()
        assert (match.first, match.second) == (pair[0].subject, pair[1].subject)
        assert match.status == Status.PROPOSED
        assert undecided(pair[1].subject).count() == 1
    with pytest.raises(RoomClosed):
        str(match.because)


@pytest.mark.parametrize("births", [(None, BORN_ON), (BORN_ON, None), (None, None)])
def test_a_similar_name_is_proposed_where_a_date_of_birth_is_not_known(
    marlbrook, births
):
    for born_on in births:
        referred(marlbrook, born_on=born_on)
    with sealing(marlbrook) as room:
        assert room.show(the_match(marlbrook)).because == "name_and_school"


def test_it_is_proposed_of_the_persons_of_one_authority_only(marlbrook, pair):
    elsewhere = AuthorityFactory(name="Ashby Vale")
    referred(elsewhere)
    with tenancy.of(elsewhere):
        assert not Match.objects.filter(authority=elsewhere).exists()


@pytest.mark.parametrize("move", ["close", "find_no_grounds"])
def test_nobody_is_closed_before_somebody_looked_who_may_be_the_same(
    marlbrook, pair, coordinator, move
):
    with tenancy.of(marlbrook):
        assert all(LOOK_FIRST in missing(move, referral) for referral in pair)
    services.say_different(the_match(marlbrook), because=WHY, by=coordinator)
    with tenancy.of(marlbrook):
        assert not any(LOOK_FIRST in missing(move, referral) for referral in pair)


@pytest.mark.parametrize(
    "other",
    [
        {"forenames": "Lucy"},
        {"forenames": "Lucy", "surname": "Mills"},
        {"surname": "Mills", "school_or_work": "Hill School", "addresses": []},
        {"born_on": date(2007, 1, 2)},
    ],
)
def test_a_family_name_a_school_or_both_propose_nobody(marlbrook, other):
    referred(marlbrook)
    referred(marlbrook, **({"forenames": "Corin", "surname": "Ashgrove"} | other))
    with tenancy.of(marlbrook):
        assert not Match.objects.exists()


def test_two_people_say_that_it_is_one_person(marlbrook, pair, coordinator, officer):
    first, second = pair
    approval = ask(the_match(marlbrook), coordinator, second)
    assert reread(marlbrook, second).subject.merged_into_id is None
    agree(approval, officer)
    assert reread(marlbrook, second).subject.merged_into_id == first.subject_id
    assert reread(marlbrook, second).sequence == 2
    assert reread(marlbrook, first).sequence == 1
    assert the_match(marlbrook).status == Status.SAME
    said = Entry.objects.get(event="matches.same")
    assert (said.person_id, said.facts["asked_by"]) == (officer.pk, coordinator.pk)


def test_one_person_cannot_say_and_agree(marlbrook, pair, coordinator):
    approval = ask(the_match(marlbrook), coordinator, pair[1])
    with pytest.raises(NotAllowed, match="someone else must decide"):
        agree(approval, coordinator)
    assert reread(marlbrook, pair[1]).subject.merged_into_id is None


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role not in FINDERS],
)
def test_other_roles_neither_ask_nor_agree(marlbrook, pair, coordinator, role):
    other = person_with(role, marlbrook)
    match = the_match(marlbrook)
    with pytest.raises(NotAllowed):
        ask(match, other, pair[1])
    with pytest.raises(NotAllowed):
        services.say_different(match, because=WHY, by=other)
    with pytest.raises(NotAllowed):
        agree(ask(match, coordinator, pair[1]), other)


def test_a_change_between_asking_and_agreeing_makes_it_void(
    marlbrook, pair, coordinator, officer
):
    approval = ask(the_match(marlbrook), coordinator, pair[1])
    with tenancy.of(marlbrook):
        Subject.objects.filter(pk=pair[0].subject_id).update(version=9)
    assert agree(approval, officer).outcome == Approval.Outcome.VOID
    assert the_match(marlbrook).status == Status.PROPOSED
    assert reread(marlbrook, pair[1]).subject.merged_into_id is None


def test_a_refused_or_withdrawn_one_waits_to_be_decided_as_before(
    marlbrook, pair, coordinator, officer
):
    approval = ask(the_match(marlbrook), coordinator, pair[1])
    accounts.refuse(approval, by=officer, session="two")
    assert the_match(marlbrook).status == Status.PROPOSED
    approval = ask(the_match(marlbrook), coordinator, pair[1])
    accounts.withdraw_request(approval, by=coordinator)
    assert the_match(marlbrook).status == Status.PROPOSED


def test_two_people_undo_it(marlbrook, pair, coordinator, officer):
    joined(the_match(marlbrook), coordinator, officer, pair[1])
    approval = services.ask_to_undo(
        the_match(marlbrook), because=WHY, by=officer, referral=pair[1]
    )
    with pytest.raises(NotAllowed):
        agree(approval, officer)
    agree(approval, coordinator)
    assert the_match(marlbrook).status == Status.UNDONE
    assert reread(marlbrook, pair[1]).subject.merged_into_id is None
    assert reread(marlbrook, pair[1]).sequence == 1


def test_a_pair_that_was_found_to_be_two_is_not_proposed_again(
    marlbrook, pair, coordinator
):
    services.say_different(the_match(marlbrook), because=WHY, by=coordinator)
    with sealing(marlbrook):
        services.index_subject(pair[1].subject, a_form().subject)
    assert the_match(marlbrook).status == Status.DIFFERENT


def test_it_is_decided_once_but_can_be_thought_of_again(marlbrook, pair, coordinator):
    services.say_different(the_match(marlbrook), because=WHY, by=coordinator)
    with pytest.raises(NotNow, match="decided already"):
        services.say_different(the_match(marlbrook), because=WHY, by=coordinator)
    ask(the_match(marlbrook), coordinator, pair[1])
    with pytest.raises(NotNow, match="decided already"):
        ask(the_match(marlbrook), coordinator, pair[1])


def test_undoing_one_pair_of_three_leaves_the_others(marlbrook, coordinator, officer):
    rows = [referred(marlbrook) for _ in range(3)]
    with tenancy.of(marlbrook):
        pairs = {
            (match.first_id, match.second_id): match
            for match in Match.objects.select_related("authority")
        }
    one, two, three = (row.subject_id for row in rows)
    joined(pairs[one, two], coordinator, officer, rows[1])
    joined(pairs[two, three], coordinator, officer, rows[2])
    assert [reread(marlbrook, row).sequence for row in rows] == [1, 2, 3]
    agree(
        services.ask_to_undo(
            pairs[one, two], because=WHY, by=officer, referral=rows[1]
        ),
        coordinator,
    )
    found = [reread(marlbrook, row) for row in rows]
    assert [row.subject.merged_into_id for row in found] == [None, None, two]
    assert [row.sequence for row in found] == [1, 1, 2]


@pytest.mark.parametrize(
    ("what", "sequence"),
    [
        ({"status": "joined"}, 1),
        ({"status": "not_a_referral"}, 1),
        ({"status": "screening"}, 1),
        ({"outcome": "mistaken"}, 1),
        ({"outcome": "malicious"}, 1),
        ({"outcome": "signposted"}, 2),
        ({}, 2),
    ],
)
def test_what_counts_as_an_earlier_referral(
    marlbrook, pair, coordinator, officer, what, sequence
):
    first, second = pair
    ended = {"closed_on": date(2026, 1, 2), "other_support": "none_needed"}
    what = {"status": "closed", **ended} | what if "outcome" in what else what
    if what.get("status") == "joined":
        what = what | {"joined_to": referred(marlbrook, "Other", "Person")}
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=first.pk).update(**what)
    joined(the_match(marlbrook), coordinator, officer, second)
    assert reread(marlbrook, second).sequence == sequence


def test_a_referral_that_has_ended_keeps_its_number(
    marlbrook, pair, coordinator, officer
):
    ended = {"status": "closed", "outcome": "nfa", "other_support": "none_needed"}
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=pair[1].pk).update(
            closed_on=date(2026, 1, 2), **ended
        )
    joined(the_match(marlbrook), coordinator, officer, pair[1])
    assert reread(marlbrook, pair[1]).sequence == 1


def browsing(client, person, *referrals):
    client.force_login(person)
    client.post(reverse("accounts:step_up"))
    session = client.session
    session[PURPOSES] = {str(each.pk): Purpose.TRIAGE.value for each in referrals}
    session.save()
    return client


def test_two_people_join_two_records_by_the_pages(
    client, marlbrook, pair, coordinator, officer
):
    first, second = pair
    match = the_match(marlbrook)
    here = reverse("referrals:same_person", args=["marlbrook", second.pk])
    compare = reverse("referrals:match", args=["marlbrook", second.pk, match.pk])
    browsing(client, coordinator, *pair)
    page = client.get(here).content.decode()
    assert "The same date of birth and a similar name." in page
    assert first.reference in page
    client.post(compare, {"answer": "same", "because": WHY})
    page = client.get(compare).content.decode()
    assert "This waits for a second person" in page
    client.logout()
    browsing(client, officer, *pair)
    page = client.get(compare).content.decode()
    assert WHY in page
    client.post(f"{compare}agree/")
    assert the_match(marlbrook).status == Status.SAME
    page = client.get(here).content.decode()
    assert "The same person" in page
    assert first.reference in page


def test_the_other_person_is_shown_only_to_who_may_read_of_both(
    client, marlbrook, pair
):
    officer = person_with(Role.CASE_OFFICER, marlbrook)
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=pair[1].pk).update(holder=officer)
    browsing(client, officer, *pair)
    here = reverse("referrals:same_person", args=["marlbrook", pair[1].pk])
    page = client.get(here).content.decode()
    assert "None that you may see" in page
    assert pair[0].reference not in page
    match = the_match(marlbrook)
    compare = reverse("referrals:match", args=["marlbrook", pair[1].pk, match.pk])
    assert client.get(compare).status_code == 404


def test_who_referred_never_sees_that_there_may_be_another(client, marlbrook):
    teacher = person_with(Role.REGISTERED_REFERRER, marlbrook)
    referred(marlbrook)
    mine = make_referral(marlbrook, by=teacher)
    browsing(client, teacher, mine)
    here = reverse("referrals:same_person", args=["marlbrook", mine.pk])
    assert client.get(here).status_code == 403


def test_two_people_are_remembered_as_two_by_the_page(
    client, marlbrook, pair, coordinator
):
    match = the_match(marlbrook)
    browsing(client, coordinator, *pair)
    compare = reverse("referrals:match", args=["marlbrook", pair[1].pk, match.pk])
    client.post(compare, {"answer": "different", "because": WHY})
    assert the_match(marlbrook).status == Status.DIFFERENT
    here = reverse("referrals:same_person", args=["marlbrook", pair[1].pk])
    assert "Compare" not in client.get(here).content.decode()
