"""Referring with an account: filled in, three honest words, additions for 90 days."""

import pytest
from django.test import Client

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.clock import services as clock_services
from dueregard.referrals import services
from dueregard.referrals.codes import Door
from dueregard.referrals.models import Addition, Characteristics, Referral
from dueregard.referrals.reading import SEEN_BY_REFERRER
from dueregard.vault import tenancy
from dueregard.vault.rooms import WORKER, case_room

from .factories import make_referral
from .filling import ANSWERS, go_on, send

pytestmark = pytest.mark.django_db
BACKGROUND = {
    "ethnicity": "self",
    "ethnicity_value": "Welsh",
    "religion": "not_asked",
    "religion_value": "dropped",
    "nationality": "not_known",
    "immigration_status": "declined",
    "health": "third_party",
    "health_value": "Asthma",
}
PROFESSIONAL = {"relation": "professional", "work": "Millrace Academy"}
NEW = "/refer/mine/marlbrook/new/"
UNSENT = "/refer/mine/marlbrook/registered/"


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def teacher(marlbrook):
    return person_with(Role.REGISTERED_REFERRER, marlbrook, name="Wren Hollis")


def refer(client, door=Door.REGISTERED, **steps) -> None:
    client.post(NEW, {"door": door})
    steps = {"you": PROFESSIONAL, "background": BACKGROUND} | steps
    go_on(client, **steps)
    send(client)


def the_referral(authority) -> Referral:
    with tenancy.of(authority):
        return Referral.objects.get()


def test_their_own_details_are_filled_in(marlbrook, teacher):
    client = signed_in(teacher)
    client.post(NEW, {"door": Door.REGISTERED})
    page = client.get("/refer/form/reach/").content.decode()
    assert "Wren Hollis" in page
    assert teacher.email in page


def test_what_a_registered_referrer_sends_is_theirs_and_their_organisations(
    marlbrook, teacher
):
    refer(signed_in(teacher))
    referral = the_referral(marlbrook)
    assert (referral.door, referral.referred_by) == (Door.REGISTERED, teacher)
    assert referral.referred_for == teacher.memberships.get().organisation


def test_a_professional_says_who_said_so_or_why_it_is_not_known(marlbrook, teacher):
    refer(signed_in(teacher))
    room = case_room(
        WORKER, authority=marlbrook, purpose="delivery", door="test", groups=[]
    )
    with room as opened:
        answers = opened.show(Characteristics.objects.get()).answers
    assert answers["ethnicity"] == {"value": "Welsh", "stated_by": "self"}
    assert answers["religion"] == {"value": "not_asked"}
    assert answers["immigration_status"] == {"value": "declined"}


def test_what_somebody_said_must_be_given_with_who_said_it(marlbrook, teacher):
    client = signed_in(teacher)
    client.post(NEW, {"door": Door.REGISTERED})
    client.post("/refer/form/you/", PROFESSIONAL)
    page = client.post("/refer/form/background/", {**BACKGROUND, "ethnicity_value": ""})
    assert "Enter what is known, or select why it is not" in page.content.decode()


@pytest.mark.parametrize(
    ("status", "word"),
    [("submitted", "Received"), ("gathering", "Passed on"), ("listed", "Passed on")],
)
def test_the_list_says_one_of_three_words(marlbrook, teacher, status, word):
    referral = make_referral(marlbrook, by=teacher, door=Door.REGISTERED)
    with tenancy.of(marlbrook):
        Referral.objects.update(
            status=status,
            cleared_at=referral.submitted_at,
            decided_on=referral.submitted_at.date(),
            decided_by_body="police",
        )
    page = signed_in(teacher).get("/refer/mine/marlbrook/").content.decode()
    assert referral.reference in page
    assert f">{word}<" in page
    assert "Ashgrove" not in page


def test_nobody_sees_what_a_colleague_sent(marlbrook, teacher):
    other = person_with(Role.REGISTERED_REFERRER, marlbrook)
    referral = make_referral(marlbrook, by=teacher, door=Door.REGISTERED)
    client = signed_in(other)
    page = client.get("/refer/mine/marlbrook/").content.decode()
    assert referral.reference not in page
    assert client.get(f"/refer/mine/marlbrook/{referral.pk}/").status_code == 404


def test_additions_stand_beside_what_was_sent(marlbrook, teacher):
    referral = make_referral(marlbrook, by=teacher, door=Door.REGISTERED)
    client = signed_in(teacher)
    own = f"/refer/mine/marlbrook/{referral.pk}/"
    assert client.post(own, {"words": "He named another day."}).status_code == 302
    page = client.get(own).content.decode()
    assert "He named another day." in page
    assert "Drew a plan" in page
    with tenancy.of(marlbrook):
        assert Addition.objects.get().data_key_id == referral.data_key_id


def test_after_90_days_nothing_is_read_or_added(marlbrook, teacher):
    referral = make_referral(marlbrook, by=teacher, door=Door.REGISTERED)
    clock_services.shift(SEEN_BY_REFERRER)
    client = signed_in(teacher)
    own = f"/refer/mine/marlbrook/{referral.pk}/"
    assert client.post(own, {"words": "More."}).status_code == 404
    with pytest.raises(NotAllowed):
        services.add_to(referral, by=teacher, words="More.")


def test_a_telephone_referral_is_written_down_without_a_name(marlbrook):
    officer = person_with(Role.COORDINATOR, marlbrook)
    anonymous = {"contact": "no"}
    refer(
        signed_in(officer),
        Door.TELEPHONE,
        you={"relation": "friend"},
        reach=anonymous,
    )
    referral = the_referral(marlbrook)
    assert (referral.door, referral.referred_by) == (Door.TELEPHONE, officer)


def test_a_teacher_does_not_write_down_calls(marlbrook, teacher):
    client = signed_in(teacher)
    page = client.post(NEW, {"door": Door.TELEPHONE})
    assert page.status_code == 200


def test_a_draft_waits_for_who_began_it(marlbrook, teacher):
    client = signed_in(teacher)
    client.post(NEW, {"door": Door.REGISTERED})
    client.post("/refer/form/seen/", ANSWERS["seen"])
    later = signed_in(teacher)
    assert f"{UNSENT}go-on/" in later.get("/refer/mine/marlbrook/").content.decode()
    assert later.post(f"{UNSENT}go-on/").url == "/refer/check/"
    assert "Drew a plan" in later.get("/refer/form/seen/").content.decode()


def test_a_second_form_does_not_take_the_place_of_one_that_is_not_sent(
    marlbrook, teacher
):
    client = signed_in(teacher)
    client.post(NEW, {"door": Door.REGISTERED})
    client.post("/refer/form/seen/", ANSWERS["seen"])
    page = client.post(NEW, {"door": Door.REGISTERED})
    assert page.status_code == 200
    assert "so that nothing in it is lost" in page.content.decode()
    assert "Drew a plan" in client.get("/refer/form/seen/").content.decode()


def test_a_form_that_is_not_wanted_is_thrown_away_once_that_is_confirmed(
    marlbrook, teacher
):
    client = signed_in(teacher)
    client.post(NEW, {"door": Door.REGISTERED})
    away = f"{UNSENT}away/"
    assert client.get(away).status_code == 200
    assert client.post(f"{UNSENT}go-on/").status_code == 302
    assert client.post(away).url == "/refer/mine/marlbrook/"
    assert client.get(away).status_code == 404
    assert client.post(f"{UNSENT}go-on/").status_code == 404
    assert client.post(NEW, {"door": Door.REGISTERED}).status_code == 302


@pytest.mark.parametrize("door", ["telephone", "nowhere"])
def test_a_form_that_was_never_begun_is_not_there(marlbrook, teacher, door):
    client = signed_in(teacher)
    client.post(NEW, {"door": Door.REGISTERED})
    place = f"/refer/mine/marlbrook/{door}/"
    assert client.post(f"{place}go-on/").status_code == 404
    assert client.get(f"{place}away/").status_code == 404


def test_a_colleagues_form_is_not_there(marlbrook, teacher):
    signed_in(teacher).post(NEW, {"door": Door.REGISTERED})
    other = signed_in(person_with(Role.REGISTERED_REFERRER, marlbrook))
    assert UNSENT not in other.get("/refer/mine/marlbrook/").content.decode()
    assert other.post(f"{UNSENT}go-on/").status_code == 404


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.BOARD_CHAIR])
def test_roles_that_do_not_refer_find_no_such_page(marlbrook, role):
    client = signed_in(person_with(role, marlbrook))
    assert client.get("/refer/mine/").status_code == 404
    assert client.get("/refer/mine/marlbrook/").status_code == 404
