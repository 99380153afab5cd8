"""The pages of keeping: who opens them, what they say, and what they never show."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dueregard import clock
from dueregard.access.models import Approval
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.referrals import services
from dueregard.referrals.models import (
    Certificate,
    LegalHold,
    PoliceMark,
    PrivacyNotice,
    Referral,
    RetentionSetting,
)
from dueregard.referrals.retention_rules import RetentionClass
from dueregard.vault import tenancy
from dueregard.vault.rooms import sealing

from .factories import make_referral
from .pages import signed_in
from .test_destroying import due_one
from .test_retention import ended

pytestmark = pytest.mark.django_db
KEEPERS = (Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER)
CHAIRS = (Role.PANEL_CHAIR, Role.DEPUTY_CHAIR)


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook", slug="marlbrook")


@pytest.fixture
def due(marlbrook):
    return due_one(marlbrook)


def at(name, *args):
    return reverse(f"referrals:{name}", args=["marlbrook", *args])


def browser(role, authority) -> Client:
    client = signed_in(person_with(role, authority))
    client.post(reverse("accounts:step_up"))
    return client


@pytest.fixture
def coordinator(marlbrook):
    return browser(Role.COORDINATOR, marlbrook)


@pytest.fixture
def officer(marlbrook):
    return browser(Role.DATA_PROTECTION_OFFICER, marlbrook)


@pytest.mark.parametrize("role", Role)
def test_only_those_who_answer_for_it_open_the_list(marlbrook, due, role):
    answer = browser(role, marlbrook).get(at("retention"))
    assert answer.status_code == (200 if role in KEEPERS else 404)


@pytest.mark.parametrize("role", Role)
def test_the_dates_of_one_open_for_who_may_be_the_second_person(marlbrook, due, role):
    answer = browser(role, marlbrook).get(at("kept", due.pk))
    assert answer.status_code == (200 if role in (*KEEPERS, *CHAIRS) else 404)


def test_the_list_holds_references_and_dates_and_no_word_of_a_person(due, officer):
    page = officer.get(at("retention")).content.decode()
    assert due.reference in page
    assert "Ashgrove" not in page
    assert "Corin" not in page


def test_a_mark_of_the_police_changes_nothing_on_it(marlbrook, due, officer):
    def shown():
        page = officer.get(at("retention")).content.decode()
        return page.split("<table")[1].split("</table>")[0]

    before = shown()
    with sealing(marlbrook):
        PoliceMark.objects.create(
            **due.with_moves(), referral=due, mark=PoliceMark.Mark.HOLD, is_shared=True
        )
        Referral.objects.update(has_shared_mark=True)
    assert shown() == before


def test_the_first_asks_and_the_second_agrees_on_pages(
    marlbrook, due, coordinator, officer
):
    coordinator.post(at("ask_to_destroy"), {"referral": [str(due.pk)]})
    approval = Approval.objects.get()
    where = at("destruction", approval.pk)
    assert due.reference in officer.get(where).content.decode()
    answer = officer.post(where)
    assert answer.url == Certificate.objects.get().get_absolute_url()
    with tenancy.of(marlbrook):
        assert not Referral.objects.exists()
    again = officer.get(where).content.decode()
    assert "These were destroyed" in again


def test_whoever_asked_cannot_agree_on_the_page(due, coordinator):
    coordinator.post(at("ask_to_destroy"), {"referral": [str(due.pk)]})
    approval = Approval.objects.get()
    answer = coordinator.post(at("destruction", approval.pk))
    assert answer.status_code == 403
    assert Approval.objects.get().outcome == Approval.Outcome.WAITING


def test_nothing_chosen_asks_to_choose(due, coordinator):
    page = coordinator.post(at("ask_to_destroy"), {}).content.decode()
    assert "Select at least one referral to destroy" in page


def test_one_that_is_held_cannot_be_chosen(marlbrook, due, coordinator, officer):
    officer.post(at("place_hold", due.pk), {"reason": "zqclaimqz"})
    page = coordinator.get(at("retention")).content.decode()
    assert f'value="{due.pk}"' not in page
    assert "It is under a legal hold." in page
    coordinator.post(at("ask_to_destroy"), {"referral": [str(due.pk)]})
    assert not Approval.objects.exists()


def test_the_reason_of_a_hold_is_read_by_the_officer_and_the_look_is_recorded(
    marlbrook, due, coordinator, officer
):
    officer.post(at("place_hold", due.pk), {"reason": "zqclaimqz"})
    looks = Entry.objects.filter(event="vault.looked")
    before = looks.count()
    assert "zqclaimqz" in officer.get(at("kept", due.pk)).content.decode()
    assert looks.count() == before + 1
    assert "zqclaimqz" not in coordinator.get(at("kept", due.pk)).content.decode()


def test_a_hold_is_lifted_on_pages_by_two(marlbrook, due, coordinator, officer):
    officer.post(at("place_hold", due.pk), {"reason": "A claim."})
    officer.post(at("ask_to_lift", due.pk), {"reason": "zqsettledqz"})
    assert officer.post(at("agree_to_lift", due.pk)).status_code == 403
    assert "zqsettledqz" in coordinator.get(at("kept", due.pk)).content.decode()
    coordinator.post(at("agree_to_lift", due.pk))
    with tenancy.of(marlbrook):
        assert LegalHold.objects.get().released_at is not None


def test_a_hold_is_kept_for_another_six_months(marlbrook, due, officer):
    officer.post(at("place_hold", due.pk), {"reason": "A claim."})
    with tenancy.of(marlbrook):
        LegalHold.objects.update(review_on=clock.today())
    officer.post(at("review_hold", due.pk))
    with tenancy.of(marlbrook):
        assert LegalHold.objects.get().review_on > clock.today()


def test_the_officer_keeps_one_for_longer_on_a_page(marlbrook, officer):
    referral = ended(make_referral(marlbrook))
    until = referral.retention_due_on + timedelta(days=30)
    sent = {
        "until_day": until.day,
        "until_month": until.month,
        "until_year": until.year,
        "reason": "The complaint is not answered yet.",
    }
    officer.post(at("keep_longer", referral.pk), sent)
    with tenancy.of(marlbrook):
        assert Referral.objects.get().retention_due_on == until


def test_the_coordinator_sets_a_period_and_the_officer_reads_it(
    marlbrook, coordinator, officer
):
    sent = {
        "version": 1,
        "length": 18,
        "child_length": 24,
        "source": "Schedule of 2026",
    }
    where = at("set_retention", RetentionClass.GATEWAY)
    page = coordinator.post(where, sent).content.decode()
    assert "A child’s record must not be kept for longer" in page
    coordinator.post(where, sent | {"child_length": 9})
    row = RetentionSetting.objects.get()
    assert (row.length, row.child_length) == (18, 9)
    assert "18 months" in officer.get(at("retention_rules")).content.decode()
    assert officer.get(where).status_code == 403


def test_a_stale_period_shows_both(marlbrook, coordinator):
    sent = {"version": 1, "length": 18, "child_length": 9, "source": "Schedule"}
    where = at("set_retention", RetentionClass.GATEWAY)
    coordinator.post(where, sent)
    other = browser(Role.COORDINATOR, marlbrook)
    other.post(where, sent | {"length": 20})
    assert coordinator.post(where, sent | {"length": 22}).status_code == 409
    assert RetentionSetting.objects.get().length == 20


def test_a_reference_leads_to_its_dates_or_to_its_certificate(
    marlbrook, due, coordinator, officer
):
    sent = {"reference": due.reference.lower().replace("-", " ")}
    assert officer.post(at("look_up"), sent).url == at("kept", due.pk)
    coordinator.post(at("ask_to_destroy"), {"referral": [str(due.pk)]})
    officer.post(at("destruction", Approval.objects.get().pk))
    made = Certificate.objects.get()
    assert officer.post(at("look_up"), sent).url == made.get_absolute_url()
    page = officer.get(made.get_absolute_url()).content.decode()
    assert due.reference not in page
    unknown = officer.post(at("look_up"), {"reference": "R-2222-2222"})
    assert "has this reference" in unknown.content.decode()


def test_another_authoritys_officer_finds_nothing(due):
    elsewhere = AuthorityFactory(name="Ashby Vale", slug="ashby-vale")
    client = browser(Role.DATA_PROTECTION_OFFICER, elsewhere)
    assert client.get(at("retention")).status_code == 404
    theirs = reverse("referrals:kept", args=["ashby-vale", due.pk])
    assert client.get(theirs).status_code == 404


def test_anybody_reads_the_notices_with_the_day_of_their_review(
    marlbrook, coordinator, client
):
    where = reverse("refer:privacy_for", args=["marlbrook", "child"])
    assert "has not reviewed this text yet" in client.get(where).content.decode()
    day = {"day": 1, "month": 3, "year": 2026}
    sent = {
        "version": 1,
        "text": "What we keep about you.",
        **{f"reviewed_on_{part}": value for part, value in day.items()},
        **{
            f"review_on_{part}": value + (part == "year") for part, value in day.items()
        },
    }
    coordinator.post(at("set_notice", "child"), sent)
    page = client.get(where).content.decode()
    assert "What we keep about you." in page
    assert "1 March 2026" in page
    assert "1 March 2027" in page
    assert PrivacyNotice.objects.get().reader == "child"
    start = client.get(reverse("refer:start")).content.decode()
    assert reverse("refer:privacy", args=["marlbrook"]) in start


def test_what_is_printed_there_is_what_is_set_here(marlbrook, coordinator, client):
    where = reverse("refer:privacy", args=["marlbrook"])
    assert "kept for 12 months" in client.get(where).content.decode()
    services.set_retention(
        marlbrook,
        RetentionClass.GATEWAY,
        by=person_with(Role.COORDINATOR, marlbrook),
        version=1,
        length=6,
        child_length=3,
        source="Schedule",
    )
    assert "kept for 6 months" in client.get(where).content.decode()
