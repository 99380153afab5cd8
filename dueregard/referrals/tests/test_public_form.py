"""Anyone can send a referral, without an account and without JavaScript."""

from datetime import timedelta

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import Client

from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.clock import services as clock_services
from dueregard.drafts.models import Draft
from dueregard.referrals.codes import Door, Emergency, Residence
from dueregard.referrals.models import Account, Referral, Referrer, Subject
from dueregard.vault import tenancy
from dueregard.vault.rooms import WORKER, case_room

from .filling import ANSWERS, fill, send, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


def the_referral(authority) -> Referral:
    with tenancy.of(authority):
        return Referral.objects.get()


def words(authority, model) -> dict:
    """What was kept in the sealed fields of the one row of `model`."""
    room = case_room(
        WORKER, authority=authority, purpose="delivery", door="test", groups=[]
    )
    with room as opened:
        row = opened.show(model.objects.get())
        return {
            field.name: getattr(row, field.name)
            for field in model._meta.fields
            if getattr(field, "is_sealed", False)
        }


def test_what_a_resident_writes_arrives_sealed_and_whole(marlbrook, client):
    fill(client, marlbrook)
    page = send(client)
    referral = the_referral(marlbrook)
    assert (referral.door, referral.status) == (Door.PUBLIC, "submitted")
    assert referral.residence == Residence.HERE
    assert referral.reference in page.content.decode()
    account = words(marlbrook, Account)
    assert account["did_or_said"] == ANSWERS["seen"]["did_or_said"]
    assert account["safeguarding"]["emergency"] == Emergency.NONE
    assert words(marlbrook, Subject)["surname"] == "Ashgrove"
    referrer = words(marlbrook, Referrer)["referred_by"]
    assert referrer["email"] == "neighbour@fernshire.example"


def test_the_receipt_says_nothing_of_what_was_sent(marlbrook, client):
    fill(client, marlbrook)
    page = send(client).content.decode()
    assert "Ashgrove" not in page
    assert "arrows" not in page


def test_the_receipt_is_gone_after_half_an_hour(marlbrook, client):
    fill(client, marlbrook)
    send(client)
    clock_services.shift(timedelta(minutes=36))
    assert client.get("/refer/sent/").url == "/refer/"


def test_the_draft_is_destroyed_when_the_form_is_sent(marlbrook, client):
    fill(client, marlbrook)
    with tenancy.of(marlbrook):
        assert Draft.objects.count() == 1
    send(client)
    with tenancy.of(marlbrook):
        assert not Draft.objects.exists()


def test_the_session_holds_no_word_of_the_form(marlbrook, client):
    fill(client, marlbrook)
    kept = str(dict(client.session.items()))
    assert "Ashgrove" not in kept
    assert "arrows" not in kept
    assert set(client.cookies) <= {"session", "csrf"}


def test_another_browser_sees_nothing_of_it(marlbrook, client):
    fill(client, marlbrook)
    assert Client().get("/refer/check/").url == "/refer/"


def test_who_says_that_nobody_called_999_is_told_to_call(marlbrook, client):
    start(client, marlbrook)
    page = client.post("/refer/form/danger/", {"emergency": "now"})
    assert "Call 999 now" in page.content.decode()


def test_a_form_that_jumps_ahead_is_led_back_to_what_is_missing(marlbrook, client):
    start(client, marlbrook)
    assert client.get("/refer/check/").url == "/refer/form/danger/"


def test_the_public_is_never_asked_for_ethnicity_or_faith(marlbrook, client):
    fill(client, marlbrook, you={"relation": "professional", "work": "Teacher"})
    assert client.get("/refer/form/background/").status_code == 404
    page = client.get("/refer/check/").content.decode().lower()
    assert "ethnicity" not in page
    assert "immigration" not in page


def test_the_name_may_be_unknown(marlbrook, client):
    unknown = {"name_known": "no", "gender": "not_known", "approximate_age": "15"}
    fill(client, marlbrook, person=unknown)
    send(client)
    assert words(marlbrook, Subject)["forenames"] == ""


@pytest.mark.parametrize(
    ("forenames", "surname"),
    [("Łukasz", "O’Brien-Żak"), ("Siân", ""), ("", "Ó"), ("زینب", "خان"), ("🙂", "Y")],
)
def test_legal_names_of_every_kind_are_kept_as_written(
    marlbrook, client, forenames, surname
):
    named = {**ANSWERS["person"], "forenames": forenames, "surname": surname}
    fill(client, marlbrook, person=named)
    send(client)
    kept = words(marlbrook, Subject)
    assert (kept["forenames"], kept["surname"]) == (forenames, surname)


def test_somebody_may_refer_themselves_and_be_nine(marlbrook, client):
    nine = {"name_known": "no", "gender": "female", "approximate_age": "9"}
    done = {"action_taken": "", "parents_told": "no", "agencies": ""}
    fill(client, marlbrook, you={"relation": "self"}, person=nine, done=done)
    send(client)
    with tenancy.of(marlbrook):
        assert Subject.objects.get().age_route == "under_10"


def test_an_anonymous_writer_leaves_no_way_to_be_reached(marlbrook, client):
    fill(client, marlbrook, reach={"contact": "no", "email": "left@fernshire.example"})
    send(client)
    assert words(marlbrook, Referrer)["referred_by"] == {"relation": "friend"}


def test_a_form_only_about_beliefs_is_asked_once_more_and_never_dropped(
    marlbrook, client
):
    only = {"same_for_anyone": "no", "only_beliefs": "yes"}
    fill(client, marlbrook, fair=only, behaviour={"behaviour": ""})
    send(client)
    kept = words(marlbrook, Account)
    assert kept["fairness"] == only
    assert the_referral(marlbrook).status == "submitted"


def test_what_is_added_about_behaviour_is_sent_with_the_rest(marlbrook, client):
    only = {"same_for_anyone": "yes", "only_beliefs": "yes"}
    fill(client, marlbrook, fair=only, behaviour={"behaviour": "Bought a knife."})
    send(client)
    assert words(marlbrook, Account)["did_or_said"].endswith("\n\nBought a knife.")


def test_two_people_are_two_referrals_with_the_same_concern(marlbrook, client):
    fill(client, marlbrook)
    send(client, another="yes")
    client.post("/refer/form/person/", {**ANSWERS["person"], "forenames": "Perrin"})
    client.post("/refer/form/place/", ANSWERS["place"])
    send(client)
    with tenancy.of(marlbrook):
        assert Referral.objects.count() == 2
        assert Referral.objects.values("subject").distinct().count() == 2


def test_sending_twice_with_one_key_sends_once(marlbrook, client):
    fill(client, marlbrook)
    key = {"submission_key": "k" * 24}
    first = client.post("/refer/check/", key)
    again = client.post("/refer/check/", key)
    assert first.headers["Location"] == again.headers["Location"] == "/refer/sent/"
    with tenancy.of(marlbrook):
        assert Referral.objects.count() == 1


def test_other_answers_under_a_key_that_was_used_are_refused_and_nothing_is_kept(
    marlbrook, client
):
    fill(client, marlbrook)
    key = {"submission_key": "k" * 24}
    client.post("/refer/check/", {**key, "another": "yes"})
    again = client.post("/refer/check/", {**key, "leave_empty": "changed"})
    assert again.status_code == 409
    assert "other answers" in again.text
    with tenancy.of(marlbrook):
        assert Referral.objects.count() == 1


def test_whoever_sends_again_because_no_answer_came_gets_the_same_receipt(
    marlbrook, client, monkeypatch
):
    def killed(*args):
        raise SystemExit

    fill(client, marlbrook)
    key = {"submission_key": "k" * 24}
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(SessionMiddleware, "process_response", killed)
        client.post("/refer/check/", key)
    assert client.post("/refer/check/", key).headers["Location"] == "/refer/sent/"
    page = client.get("/refer/sent/").content.decode()
    assert the_referral(marlbrook).reference in page


def test_a_council_without_the_room_is_not_offered(client):
    AuthorityFactory(name="Ashby Vale", rooms=[])
    AuthorityFactory(name="Marlbrook")
    page = client.get("/refer/area/").content.decode()
    assert "Marlbrook" in page
    assert "Ashby Vale" not in page


def test_who_does_not_know_the_area_chooses_who_finds_out(marlbrook, client):
    client.post("/refer/area/", {"area": "unsure", "send_to": marlbrook.slug})
    page = client.get("/refer/form/place/").content.decode()
    assert "Where do they live?" in page


def test_leaving_has_this_browser_forget_the_form(marlbrook, client):
    fill(client, marlbrook)
    away = client.get("/refer/leave/")
    assert away.status_code == 302
    assert client.get("/refer/check/").url == "/refer/"


def test_pages_of_the_form_are_kept_by_no_cache(marlbrook, client):
    start(client, marlbrook)
    for address in ("/refer/", "/refer/area/", "/refer/form/danger/"):
        assert client.get(address).headers["Cache-Control"] == "no-store"


def test_whoever_begins_again_is_led_back_to_the_form_that_is_not_sent(
    marlbrook, client
):
    assert "Go on with it" not in client.get("/refer/").content.decode()
    start(client, marlbrook)
    for page in ("/refer/", "/refer/area/"):
        assert "Go on with it" in client.get(page).content.decode()
    fill(client, marlbrook)
    send(client)
    assert "Go on with it" not in client.get("/refer/").content.decode()
