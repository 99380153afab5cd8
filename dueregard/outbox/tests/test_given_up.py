import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.audit.models import Entry
from dueregard.outbox.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(marlbrook):
    return Job.objects.create(
        kind="outbox.mail",
        key="a",
        authority_id=marlbrook.pk,
        status=Job.Status.DEAD,
        attempts=8,
        error="SMTPServerDisconnected",
        finished_at=clock.now(),
    )


def test_an_administrator_sees_what_was_given_up(client, administrator, job):
    client.force_login(administrator)
    page = client.get(reverse("outbox:jobs")).content.decode()
    assert "SMTPServerDisconnected" in page
    assert "Try again" in page


def test_an_administrator_has_it_tried_again(client, administrator, job):
    client.force_login(administrator)
    client.post(reverse("outbox:retry", args=[job.pk]))
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Job.Status.WAITING, 0)
    entry = Entry.objects.get(event="outbox.job_retried")
    assert (entry.authority_id, entry.person_id) == (
        job.authority_id,
        administrator.pk,
    )


def test_others_are_told_that_they_cannot_see_it(client, coordinator, job):
    client.force_login(coordinator)
    assert client.get(reverse("outbox:jobs")).status_code == 403
    assert client.post(reverse("outbox:retry", args=[job.pk])).status_code == 404


def test_another_authoritys_administrator_cannot_tell_that_it_exists(
    client, factories, ashby_vale, job
):
    other = factories.person_with("administrator", ashby_vale)
    client.force_login(other)
    assert "SMTP" not in client.get(reverse("outbox:jobs")).content.decode()
    assert client.post(reverse("outbox:retry", args=[job.pk])).status_code == 404


def test_a_job_that_was_done_is_not_tried_again(client, administrator, job):
    Job.objects.update(status=Job.Status.DONE)
    client.force_login(administrator)
    assert client.post(reverse("outbox:retry", args=[job.pk])).status_code == 404
