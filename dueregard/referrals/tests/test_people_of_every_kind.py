"""From the public form to the page that is read: people whom forms often turn away."""

import unicodedata

import pytest
from django.test import Client
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.referrals.models import Referral
from dueregard.vault import tenancy

from .filling import ANSWERS, fill, send
from .pages import into_queue, opens, signed_in

pytestmark = pytest.mark.django_db
SIXTY = "Wolfe" * 12
WELSH = "Dywedodd ŵyr y gŵr fod y tŷ’n ‘wag’, ac fe’i gwelwyd yn tynnu llun o’r neuadd."


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def coordinator(marlbrook):
    return signed_in(person_with(Role.COORDINATOR, marlbrook))


def referred(authority, **steps) -> Referral:
    """What somebody sent by the public form with `steps` answered otherwise."""
    browser = Client()
    fill(browser, authority, **steps)
    send(browser)
    with tenancy.of(authority):
        rows = Referral.objects.select_related("authority", "subject")
        return rows.latest("submitted_at")


def named(forenames, surname, **more):
    return {**ANSWERS["person"], "forenames": forenames, "surname": surname, **more}


def found(client, authority, name) -> str:
    return client.post(
        reverse("referrals:find", args=[authority.slug]), {"name": name}
    ).text


@pytest.mark.parametrize(
    ("forenames", "surname"),
    [
        ("X", "Æ"),
        ("Sukarno", ""),
        ("", "Ó"),
        ("Síle", "O’Dálaigh-d'Arcy"),
        (unicodedata.normalize("NFD", "Zoë Noémi"), "Ha\u0302u\u0323"),
        ("زینب", "خان"),
        ("שרה", "לוי"),
        (SIXTY, SIXTY),
        ("Nga\u0304ire", "Ŵyn ap Llŷr"),
    ],
)
def test_a_name_is_shown_letter_for_letter_and_found_in_either_spelling(
    marlbrook, coordinator, forenames, surname
):
    referral = referred(marlbrook, person=named(forenames, surname))
    page = opens(coordinator, referral).text
    whole = f"{forenames} {surname}".strip()
    for part in filter(None, (forenames, surname)):
        letters = unicodedata.normalize("NFC", part).replace("'", "&#x27;")
        assert letters in page
    for form in ("NFC", "NFD"):
        spelled = unicodedata.normalize(form, whole)
        assert referral.reference in found(coordinator, marlbrook, spelled)


def test_words_in_welsh_come_out_letter_for_letter(marlbrook, coordinator):
    seen = {**ANSWERS["seen"], "did_or_said": WELSH}
    referral = referred(marlbrook, seen=seen)
    assert WELSH in opens(coordinator, referral).text


def test_a_nine_year_old_is_told_to_social_care_first(marlbrook, coordinator):
    age = {"born_on_day": "", "born_on_month": "", "born_on_year": ""}
    person = named("Idris", "Pell", **age, approximate_age="9")
    referral = referred(marlbrook, person=person)
    assert referral.subject.age_route == "under_10"
    assert "social care" in opens(coordinator, referral).text


def test_somebody_who_refers_themselves_is_asked_in_the_second_person(
    marlbrook, coordinator
):
    done = {"action_taken": "", "parents_told": "no", "agencies": ""}
    nobody = {"name_known": "no", "gender": "not_known", "approximate_age": ""}
    oneself = {"you": {"relation": "self"}, "done": done, "person": nobody}
    referral = referred(marlbrook, **oneself)
    assert referral.subject.age_route == "unknown"
    page = opens(coordinator, referral).text
    assert referral.reference in page
    assert ANSWERS["seen"]["did_or_said"] in page


def test_somebody_without_a_known_name_is_in_the_queue_and_read(marlbrook, coordinator):
    unknown = {"name_known": "no", "gender": "male", "approximate_age": "40"}
    referral = referred(marlbrook, person=unknown)
    queue = into_queue(coordinator, marlbrook).text
    assert referral.reference in queue
    assert "Name not known" in queue
    assert ANSWERS["seen"]["did_or_said"] in opens(coordinator, referral).text


def test_somebody_known_by_another_name_alone_is_shown_and_found_by_it(
    marlbrook, coordinator
):
    referral = referred(marlbrook, person=named("", "", aliases="The Baker"))
    assert "The Baker" in opens(coordinator, referral).text
    assert referral.reference in found(coordinator, marlbrook, "Baker")


def test_a_family_refers_its_own_and_is_not_shown_to_whoever_reads(
    marlbrook, coordinator
):
    reach = {"contact": "yes", "email": "mother@fernshire.example"}
    referral = referred(marlbrook, you={"relation": "family"}, reach=reach)
    assert "mother@fernshire.example" not in opens(coordinator, referral).text


def test_two_people_at_once_are_two_records_that_nothing_joins(marlbrook, coordinator):
    browser = Client()
    fill(browser, marlbrook)
    send(browser, another="yes")
    browser.post("/refer/form/person/", named("Perrin", "Ashgrove"))
    browser.post("/refer/form/place/", ANSWERS["place"])
    send(browser)
    with tenancy.of(marlbrook):
        rows = list(Referral.objects.select_related("authority", "subject"))
    assert len({row.subject_id for row in rows}) == len(rows) == 2
    pages = [opens(coordinator, row).text for row in rows]
    for name, other in (("Corin", "Perrin"), ("Perrin", "Corin")):
        [page] = [each for each in pages if name in each]
        assert other not in page
