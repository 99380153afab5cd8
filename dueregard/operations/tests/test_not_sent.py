"""The page of what was given up: who sees it, what it says, trying again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard import clock
from dueregard.audit import services as audit
from dueregard.audit.models import Entry
from dueregard.outbox import mail
from dueregard.outbox import services as outbox
from dueregard.outbox.models import Job

pytestmark = pytest.mark.django_db
PAGE = "/outbox/"
Status = Job.Status


def given_up(key, authority, **facts):
    facts = {"attempts": 20, "error": "SMTPServerDisconnected"} | facts
    return Job.objects.create(
        kind=facts.pop("kind", mail.KIND),
        key=key,
        authority_id=authority and authority.pk,
        status=Status.DEAD,
        finished_at=clock.now(),
        **facts,
    )


@pytest.fixture
def job(marlbrook):
    return given_up("a", marlbrook)


def seen_by(client, person):
    client.force_login(person)
    return client.get(PAGE).content.decode()


def test_an_administrator_reads_what_was_given_up_why_and_how_often_it_was_tried(
    client, administrator, job
):
    page = seen_by(client, administrator)
    assert f"Send a mail ({job.pk})" in page
    assert "The mail server did not answer, or broke off." in page
    assert "20 times" in page
    assert "SMTPServerDisconnected" not in page


def test_the_page_never_says_whom_a_mail_is_for_or_what_it_says(
    client, administrator, marlbrook
):
    letter = {
        "to": "canary@x.example",
        "subject": "canary",
        "body": "canary",
        "id": "i",
    }
    with audit.atomic():
        outbox.enqueue(mail.KIND, key="canary", payload=letter, authority=marlbrook)
    Job.objects.update(status=Status.DEAD, finished_at=clock.now())
    page = seen_by(client, administrator)
    assert "Send a mail" in page
    assert "canary" not in page


def test_an_empty_page_says_that_all_is_well(client, administrator):
    page = seen_by(client, administrator)
    assert "Nothing was given up" in page
    assert "Try all again" not in page


def test_the_menu_leads_administrators_there_and_nobody_else(
    client, administrator, coordinator
):
    link = f'href="{PAGE}"'
    client.force_login(administrator)
    assert link in client.get("/authorities/", follow=True).content.decode()
    client.force_login(coordinator)
    assert link not in client.get("/authorities/", follow=True).content.decode()


def test_what_belongs_to_no_authority_is_seen_by_every_administrator(
    client, administrator
):
    given_up("a", None, kind="outbox.purge", error="OperationalError")
    page = seen_by(client, administrator)
    assert "Forget what was done long ago" in page
    assert "The database did not answer in time." in page


def test_a_kind_that_this_release_does_not_know_is_still_seen(
    client, administrator, marlbrook
):
    given_up("a", marlbrook, kind="referrals.later", error="LookupError")
    page = seen_by(client, administrator)
    assert "referrals.later" in page
    assert "does not know how to do this" in page


def test_what_will_be_tried_again_by_itself_is_counted(
    client, administrator, marlbrook
):
    given_up("a", marlbrook)
    Job.objects.update(status=Status.WAITING, attempts=2)
    assert "1 job failed and will be tried again" in seen_by(client, administrator)


def test_an_administrator_has_it_tried_again(client, administrator, job):
    client.force_login(administrator)
    client.post(f"{PAGE}{job.pk}/retry/")
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Status.WAITING, 0)
    entry = Entry.objects.get(event="outbox.job_retried")
    assert entry.authority_id == job.authority_id
    assert entry.person_id == administrator.pk


def test_all_are_tried_again_at_once_but_another_authoritys(
    client, administrator, marlbrook, ashby_vale, job
):
    given_up("b", marlbrook)
    given_up("c", None)
    theirs = given_up("d", ashby_vale)
    client.force_login(administrator)
    client.post(f"{PAGE}retry/")
    assert list(Job.objects.dead()) == [theirs]
    entries = Entry.objects.filter(event="outbox.all_retried")
    found = {(entry.authority_id, entry.facts["jobs"]) for entry in entries}
    assert found == {(marlbrook.pk, 2), (None, 1)}


def test_others_are_told_that_they_cannot_see_it(client, coordinator, job):
    client.force_login(coordinator)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{job.pk}/retry/").status_code == 404
    assert client.post(f"{PAGE}retry/").status_code == 403
    job.refresh_from_db()
    assert job.status == Status.DEAD


def test_another_authoritys_administrator_cannot_tell_that_it_exists(
    client, factories, ashby_vale, job
):
    other = factories.person_with("administrator", ashby_vale)
    assert "Send a mail" not in seen_by(client, other)
    assert client.post(f"{PAGE}{job.pk}/retry/").status_code == 404


def test_a_job_that_was_done_is_not_tried_again(client, administrator, job):
    Job.objects.update(status=Status.DONE)
    client.force_login(administrator)
    assert client.post(f"{PAGE}{job.pk}/retry/").status_code == 404


def test_the_page_asks_as_much_for_a_full_page_as_for_one_line(
    client, administrator, marlbrook, job
):
    def statements():
        with CaptureQueriesContext(connection) as asked:
            seen_by(client, administrator)
        return len(asked)

    statements()
    few = statements()
    for number in range(60):
        given_up(f"more-{number}", marlbrook)
    assert statements() == few
    page = seen_by(client, administrator)
    assert "1 to 25 of 61" in page
