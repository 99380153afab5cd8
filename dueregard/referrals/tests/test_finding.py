"""Looking for a person: by keyed hashes, among what one may see, and recorded."""

import unicodedata
from datetime import date

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.referrals import services
from dueregard.referrals.models import Referral
from dueregard.referrals.references import written
from dueregard.referrals.services.finding import MOST_SHOWN, Terms
from dueregard.vault import tenancy
from dueregard.vault.rooms import case_room

from .factories import a_form, make_referral

pytestmark = pytest.mark.django_db


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def coordinator(marlbrook):
    return person_with(Role.COORDINATOR, marlbrook)


def referred(authority, forenames, surname, **more):
    subject = a_form().subject | {"forenames": forenames, "surname": surname} | more
    return make_referral(authority, subject=subject)


def find(authority, by, **terms):
    with case_room(
        by,
        authority=authority,
        purpose="triage",
        door="search",
        groups=[Group.IDENTITY],
    ) as room:
        rows = services.find(authority, Terms(**terms), room=room, by=by)
        return [row.reference for row in rows]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (("Sean", "O'Brien"), "sean obrien"),
        (("Sean", "O\u2019Brien"), "O'BRIEN Seán"),
        (("Zoë", "Hall"), unicodedata.normalize("NFD", "Zoë Hall")),
        (("محمد", "حسين"), "Mohammed Hussein"),
        (("Muhammad", "Qureshi"), "محمد"),
        (("Łukasz", "Wiśniewski"), "lukasz wisniewski"),
        (("Llŷr", "ap Rhys"), "Llyr Rhys"),
        (("Corin", "Ashgrove"), "corrin ashgrov"),
        (("Anne-Marie", "Hall"), "anne marie"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(marlbrook, coordinator, name, typed):
    referral = referred(marlbrook, *name)
    referred(marlbrook, "Somebody", "Else")
    assert find(marlbrook, coordinator, name=typed) == [referral.reference]


def test_another_name_a_birth_a_school_and_a_reference_find_too(marlbrook, coordinator):
    wanted = referred(
        marlbrook,
        "Robert",
        "Hall",
        aliases=["Bobby Sparks"],
        born_on=date(2009, 1, 5),
        school_or_work="St Wilfrid\u2019s C of E School",
    )
    referred(marlbrook, "Lucy", "Hall", born_on=date(2009, 1, 6))
    found = [wanted.reference]
    assert find(marlbrook, coordinator, name="bobby") == found
    assert find(marlbrook, coordinator, born_on=date(2009, 1, 5)) == found
    school = "st wilfrids C OF E school"
    assert find(marlbrook, coordinator, name="hall", school=school) == found
    typed = wanted.reference.lower().replace("-", " ")
    assert find(marlbrook, coordinator, reference=typed) == found


def test_all_that_is_given_must_agree(marlbrook, coordinator):
    referred(marlbrook, "Corin", "Ashgrove", born_on=date(2010, 3, 14))
    assert not find(marlbrook, coordinator, name="Corin", born_on=date(2010, 3, 15))


@pytest.mark.parametrize("code", ["R7K4", "RRRR"])
def test_a_reference_may_begin_with_the_letter_that_stands_before_it(code):
    plain = f"{code}2222"
    assert written(plain) == written(f"r-{code}-2222") == f"R-{code}-2222"


def test_nobody_finds_what_they_may_not_see(marlbrook, coordinator):
    referral = referred(marlbrook, "Corin", "Ashgrove")
    officer = person_with(Role.CASE_OFFICER, marlbrook)
    assert find(marlbrook, officer, name="Corin Ashgrove") == []
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=referral.pk).update(
            status="listed",
            cleared_at=clock.now(),
            decided_on=clock.today(),
            decided_by_body="council",
        )
    assert find(marlbrook, coordinator, name="Corin Ashgrove") == []
    elsewhere = AuthorityFactory(name="Ashby Vale")
    theirs = person_with(Role.COORDINATOR, elsewhere)
    assert find(elsewhere, theirs, name="Corin Ashgrove") == []


@pytest.mark.parametrize(
    "role", [Role.REGISTERED_REFERRER, Role.SAFEGUARDING_LEAD, Role.EDUCATION_OFFICER]
)
def test_who_refers_looks_for_nobody(marlbrook, role, client):
    person = person_with(role, marlbrook)
    with pytest.raises(NotAllowed, match="can look for a person"):
        find(marlbrook, person, name="Corin")
    client.force_login(person)
    assert client.get(reverse("referrals:find", args=["marlbrook"])).status_code == 403


def test_a_search_is_recorded_as_hashes_and_its_results_as_looked_at(
    marlbrook, coordinator
):
    referral = referred(marlbrook, "Corin", "Ashgrove")
    find(marlbrook, coordinator, name="corin")
    searched = Entry.objects.get(event="referrals.searched")
    assert searched.facts["terms"] == ["name"]
    assert searched.facts["found"] == 1
    assert "corin" not in str(searched.facts).casefold()
    looked = Entry.objects.filter(event="vault.looked").latest("pk")
    assert looked.facts["door"] == "search"
    assert str(referral.subject_id) in looked.facts["subjects"]


def test_the_same_word_is_another_hash_at_another_authority(marlbrook, coordinator):
    ashby = AuthorityFactory(name="Ashby Vale")
    find(marlbrook, coordinator, name="corin")
    find(ashby, person_with(Role.COORDINATOR, ashby), name="corin")
    one, other = Entry.objects.filter(event="referrals.searched")
    assert one.facts["terms_hashes"] != other.facts["terms_hashes"]


def test_the_page_finds_by_post_and_writes_no_name_into_an_address(
    client, marlbrook, coordinator
):
    referral = referred(marlbrook, "Corin", "Ashgrove")
    client.force_login(coordinator)
    address = reverse("referrals:find", args=["marlbrook"])
    page = client.post(address, {"name": "ashgrove"}).content.decode()
    assert referral.reference in page
    assert "Corin Ashgrove" in page
    assert "?" not in address
    page = client.get(f"{address}?name=ashgrove").content.decode()
    assert referral.reference not in page


def test_a_school_alone_is_not_enough_to_search_by(client, marlbrook, coordinator):
    client.force_login(coordinator)
    address = reverse("referrals:find", args=["marlbrook"])
    page = client.post(address, {"school": "Millrace Academy"}).content.decode()
    assert "Enter a name, a date of birth or a reference." in page
    assert not Entry.objects.filter(event="referrals.searched").exists()


def test_thirty_searches_a_minute_are_the_most(client, marlbrook, coordinator):
    client.force_login(coordinator)
    address = reverse("referrals:find", args=["marlbrook"])
    answers = [client.post(address, {"name": "nobody"}) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert "Wait a minute" in answers[-1].content.decode()


def test_more_than_a_page_is_said_and_asks_as_much_as_one(
    client, marlbrook, coordinator, django_assert_max_num_queries
):
    for number in range(MOST_SHOWN + 1):
        referred(marlbrook, "Corin", f"Ashgrove {number}x", born_on=None)
    client.force_login(coordinator)
    address = reverse("referrals:find", args=["marlbrook"])
    with django_assert_max_num_queries(40):
        page = client.post(address, {"name": "corin"}).content.decode()
    assert "There are more than 25" in page
    assert page.count("Corin Ashgrove") == MOST_SHOWN
