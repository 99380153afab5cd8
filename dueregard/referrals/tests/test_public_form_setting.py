"""What the public reads about criminal record checks, and the police's own form."""

from datetime import date

import pytest
from django.test import Client

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.referrals import services
from dueregard.referrals.codes import Door
from dueregard.referrals.models import Account, Referral
from dueregard.vault import tenancy
from dueregard.vault.rooms import WORKER, case_room

from .filling import ANSWERS, send

pytestmark = pytest.mark.django_db
POLICE_FORM = "https://fernshire-police.example/prevent"
SENTENCE = {
    "record_check": "It goes on no check. We cannot promise what a court orders.",
    "source": "Fernshire’s legal team",
    "reviewed_on": date(2026, 11, 2),
    "review_on": date(2027, 11, 2),
}


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def coordinator(marlbrook):
    return person_with(Role.COORDINATOR, marlbrook)


def test_the_sentence_is_shown_with_its_source_and_the_day_of_its_review(
    marlbrook, coordinator, client
):
    services.set_public_form(marlbrook, by=coordinator, version=1, **SENTENCE)
    page = client.get("/refer/").content.decode()
    assert SENTENCE["record_check"] in page
    assert "Source: Fernshire’s legal team." in page
    assert "2 November 2026" in page


def test_a_sentence_without_a_source_is_not_saved(marlbrook, coordinator):
    officer = Client()
    officer.force_login(coordinator)
    sent = {"record_check": "It goes on no check.", "version": 1}
    page = officer.post("/refer/setting/marlbrook/", sent)
    assert "Enter where the sentence comes from" in page.content.decode()


def test_only_the_co_ordinator_sets_the_public_form(marlbrook):
    teacher = person_with(Role.REGISTERED_REFERRER, marlbrook)
    with pytest.raises(NotAllowed):
        services.set_public_form(marlbrook, by=teacher, version=1)


def test_where_the_police_have_their_own_form_the_public_is_led_there(
    marlbrook, coordinator, client
):
    url = {"police_form_url": POLICE_FORM}
    services.set_public_form(marlbrook, by=coordinator, version=1, **url)
    answer = client.post("/refer/area/", {"area": "marlbrook"})
    assert answer.url == "/refer/elsewhere/marlbrook/"
    assert POLICE_FORM in client.get(answer.url).content.decode()


def test_then_an_officer_records_the_receipt_only(marlbrook, coordinator):
    url = {"police_form_url": POLICE_FORM}
    services.set_public_form(marlbrook, by=coordinator, version=1, **url)
    officer = Client()
    officer.force_login(coordinator)
    begun = officer.post("/refer/mine/marlbrook/new/", {"door": Door.RECEIPT_ONLY})
    assert begun.url == "/refer/form/person/"
    officer.post("/refer/form/person/", ANSWERS["person"])
    officer.post("/refer/form/receipt/", {"police_reference": "FP/77/26"})
    assert officer.get("/refer/form/seen/").status_code == 404
    send(officer)
    with tenancy.of(marlbrook):
        assert Referral.objects.get().door == Door.RECEIPT_ONLY
    room = case_room(
        WORKER, authority=marlbrook, purpose="delivery", door="test", groups=[]
    )
    with room as opened:
        assert opened.show(Account.objects.get()).police_reference == "FP/77/26"


def test_without_that_form_there_is_no_receipt_to_record(marlbrook, coordinator):
    officer = Client()
    officer.force_login(coordinator)
    sent = {"door": Door.RECEIPT_ONLY}
    assert officer.post("/refer/mine/marlbrook/new/", sent).status_code == 200
