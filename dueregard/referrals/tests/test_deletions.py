"""Whoever was given something is asked to delete it when we have destroyed ours (RF 5).

What outlives the record says no word of the person: who holds a copy, of what class,
since when, and the reference by which they find it, until they have answered.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.referrals import services
from dueregard.referrals.models import Certificate, DeletionNotice, Disclosure
from dueregard.referrals.services import Wrong
from dueregard.referrals.services.deleting import DELETION, chase_deletions
from dueregard.referrals.services.disclosing import Content, note
from dueregard.reminders.models import Task
from dueregard.vault import tenancy

from . import ways
from .factories import not_told_yet
from .pages import again, signed_in
from .routes import by_link, letters
from .test_destroying import destroyed, due_one

pytestmark = pytest.mark.django_db
GIVEN = {"answer": "deleted"}


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def coordinator(marlbrook):
    return person_with(Role.COORDINATOR, marlbrook)


@pytest.fixture
def officer(marlbrook):
    return person_with(Role.DATA_PROTECTION_OFFICER, marlbrook)


@pytest.fixture
def due(marlbrook, coordinator):
    """One of which the police by link, and a team that is rung, hold something."""
    police = by_link(marlbrook)
    row = due_one(marlbrook)
    for _ in range(2):
        note(row, content=Content.FORM, recipient=str(police), destination=police)
    note(row, content=Content.EXTRACT, recipient="Zqrecipientqz team", by=coordinator)
    return again(row)


@pytest.fixture
def made(due, coordinator, officer):
    destroyed([due], coordinator, officer)
    return Certificate.objects.get()


def notices(made) -> list[DeletionNotice]:
    with tenancy.of(made.authority_id):
        rows = made.notices.select_related("certificate__authority", "destination")
        return list(rows.order_by("destination", "pk"))


def rung(made) -> DeletionNotice:
    return next(each for each in notices(made) if not each.token_sha256)


def page_of(made) -> str:
    return reverse("referrals:certificate", args=[made.authority.slug, made.pk])


def answer_page(notice) -> str:
    made = notice.certificate
    return reverse(
        "referrals:holder_deleted", args=[made.authority.slug, made.pk, notice.pk]
    )


def link() -> str:
    """Where the newest mail about a deletion leads."""
    found = [
        line
        for letter in letters()
        for line in letter["body"].splitlines()
        if "/to-delete/" in line
    ]
    return "/" + found[-1].split("/", 3)[3]


def day(on) -> dict:
    return {"on_day": on.day, "on_month": on.month, "on_year": on.year}


def test_each_holder_is_asked_once_and_the_rest_is_gone(due, made):
    rows = notices(made)
    assert len(rows) == 2
    assert {row.content for row in rows} == {Content.FORM, Content.EXTRACT}
    assert due.data_key_id not in {row.data_key_id for row in rows}
    [written] = Entry.objects.filter(event="retention.deletion_asked")
    assert written.facts == {"holders": 2}


def test_a_record_that_nobody_else_has_asks_nobody(marlbrook, coordinator, officer):
    destroyed([due_one(marlbrook)], coordinator, officer)
    made = Certificate.objects.get()
    assert notices(made) == []
    text = signed_in(officer).get(page_of(made)).content.decode()
    assert "Nobody else was given anything" in text
    assert not Task.objects.filter(kind=DELETION).exists()


def test_who_confirmed_a_deletion_before_is_not_asked_again(
    marlbrook, due, coordinator, officer
):
    wrong = Wrong(
        "Delete it.", kind="deletion", asked_by="They", asked_on=clock.today()
    )
    services.correct(due, wrong, by=coordinator)
    with tenancy.of(marlbrook):
        told = due.notices.select_related("referral__authority").get(token_sha256="")
    services.tell_holder(
        told, who="Jo", on=clock.today(), is_put_right=True, by=coordinator
    )
    destroyed([due], coordinator, officer)
    [asked] = notices(Certificate.objects.get())
    assert asked.content == Content.FORM


def test_no_word_of_the_person_outlives_the_record(marlbrook, due, made):
    with tenancy.of(marlbrook):
        clear = [
            str(value) for row in DeletionNotice.objects.values_list() for value in row
        ]
    said = " ".join([*clear, *(letter["body"] for letter in letters())])
    tasks = Task.objects.filter(kind=DELETION).values_list("title", "about", "source")
    said += str(list(tasks)) + str([entry.facts for entry in Entry.objects.all()])
    for word in ("Ashgrove", "Corin", due.reference, "Zqrecipientqz"):
        assert word not in said


def test_the_certificate_counts_who_was_asked_and_who_answered(
    made, coordinator, officer
):
    client = signed_in(officer)
    text = client.get(page_of(made)).content.decode()
    assert "2 asked, 0 deleted, 2 not yet" in text
    assert "Zqrecipientqz team" in text
    notice = rung(made)
    data = GIVEN | day(clock.today())
    assert client.post(answer_page(notice), data).status_code == 302
    text = client.get(page_of(made)).content.decode()
    assert "2 asked, 1 deleted, 1 not yet" in text
    again_sent = client.post(answer_page(notice), data)
    assert "answered already" in again_sent.content.decode()


def test_the_chair_reads_the_certificate_and_enters_nothing(marlbrook, made):
    chair = signed_in(person_with(Role.PANEL_CHAIR, marlbrook))
    page = chair.get(page_of(made)).content.decode()
    assert "2 asked" in page
    assert "Write down what they said" not in page
    assert chair.get(answer_page(rung(made))).status_code == 403


def test_another_authoritys_notice_is_not_there(made):
    elsewhere = AuthorityFactory(name="Fernshire")
    client = signed_in(person_with(Role.COORDINATOR, elsewhere))
    assert client.get(answer_page(rung(made))).status_code == 404


def test_one_that_keeps_it_by_its_own_rules_says_so(made, officer):
    services.note_deletion(rung(made), answer="kept", on=clock.today(), by=officer)
    text = signed_in(officer).get(page_of(made)).content.decode()
    assert "2 asked, 0 deleted, 1 keeps it under rules of its own, 1 not yet" in text


def test_whoever_rings_reads_the_reference_until_they_have_answered(
    due, made, coordinator
):
    notice, client = rung(made), signed_in(coordinator)
    assert due.reference in client.get(answer_page(notice)).content.decode()
    services.note_deletion(notice, answer="deleted", on=clock.today(), by=coordinator)
    assert due.reference not in client.get(answer_page(notice)).content.decode()
    assert due.reference not in client.get(page_of(made)).content.decode()
    [kept] = [each for each in notices(made) if each.pk == notice.pk]
    assert ways.words_of(kept, coordinator, "reference") == [""]


def test_a_day_before_they_were_asked_or_to_come_is_refused(made, officer):
    for on in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)):
        with pytest.raises(NotNow, match="between"):
            services.note_deletion(rung(made), answer="deleted", on=on, by=officer)


def test_only_who_answers_for_keeping_enters_it(marlbrook, made):
    for role in (Role.PANEL_CHAIR, Role.GATEWAY_OFFICER, Role.CASE_OFFICER):
        with pytest.raises(NotAllowed):
            services.note_deletion(
                rung(made),
                answer="deleted",
                on=clock.today(),
                by=person_with(role, marlbrook),
            )


def test_the_link_says_what_to_delete_and_takes_the_answer(due, made):
    client = Client()
    opened = client.get(link())
    page = opened.content.decode()
    assert opened.status_code == 200
    assert due.reference in page
    assert "The whole form" in page
    assert [row.confirmed_on for row in notices(made)] == [None, None]
    assert client.post(link(), {}).status_code == 200
    assert client.post(link(), GIVEN).status_code == 302
    thanks = client.get(link()).content.decode()
    assert "Thank you" in thanks
    assert due.reference not in thanks
    assert client.post(link(), GIVEN).status_code == 200
    assert client.get("/referrals/to-delete/1-nothing/").status_code == 404


def test_it_stays_on_the_list_until_all_have_answered(made, coordinator, officer):
    def owed() -> list:
        rows = Task.objects.open().filter(kind=DELETION)
        return list(rows.order_by("person").values_list("person", flat=True))

    assert owed() == sorted([coordinator.pk, officer.pk])
    for notice in notices(made):
        assert owed()
        services.note_deletion(notice, answer="deleted", on=clock.today(), by=officer)
    assert owed() == []


def test_who_is_late_is_written_to_once_a_week(made):
    sent = len(letters())
    chase_deletions()
    assert len(letters()) == sent
    clock_services.shift(timedelta(days=30))
    first = link()
    chase_deletions()
    chase_deletions()
    assert len(letters()) == sent + 1
    assert Client().get(first).status_code == 404
    assert Client().get(link()).status_code == 200


def test_what_was_owed_of_the_record_is_owed_no_more(
    marlbrook, due, coordinator, officer
):
    not_told_yet(due, coordinator)
    wrong = Wrong("Not so.", asked_by="They", asked_on=clock.today())
    services.correct(due, wrong, by=coordinator)
    clock_services.shift(timedelta(days=40))
    services.owe_reviews()
    owed = Task.objects.open().filter(
        kind__in=["referrals.telling", "referrals.correction"]
    )
    assert owed.count() >= 2
    destroyed([due], coordinator, officer)
    assert not owed.exists()


def test_a_recipient_that_cannot_be_read_stops_no_destruction(
    marlbrook, due, coordinator, officer
):
    table = Disclosure._meta.db_table
    with tenancy.of(marlbrook), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET recipient = %s", [b"\x01" * 60])
    destroyed([due], coordinator, officer)
    assert len(notices(Certificate.objects.get())) == 2
