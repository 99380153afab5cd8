"""Mail by GOV.UK Notify, against a fake on the loopback."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.clock import services as clock_services
from dueregard.outbox import leases, mail, posting
from dueregard.outbox.models import LEASE, Job
from dueregard.outbox.worker import Worker

from . import fake_notify

pytestmark = pytest.mark.django_db
Status = Job.Status


@pytest.fixture(autouse=True)
def notify(settings):
    with fake_notify.running() as server:
        settings.EMAIL_BACKEND = "dueregard.outbox.notify.EmailBackend"
        settings.NOTIFY_API_KEY = fake_notify.KEY
        settings.NOTIFY_TEMPLATE_ID = fake_notify.TEMPLATE
        settings.NOTIFY_URL = server.url
        settings.EMAIL_TIMEOUT = 0.3
        yield server


def states(jobs):
    for job in jobs:
        job.refresh_from_db()
    return [(job.status, job.attempts, job.error) for job in jobs]


def test_a_mail_goes_to_notify_with_our_template_and_its_id_as_the_reference(
    notify, ask
):
    jobs = ask("a")
    Worker().send_mails()
    [taken] = notify.taken
    assert taken["email_address"] == "ada@marlbrook.example"
    assert taken["template_id"] == fake_notify.TEMPLATE
    assert taken["personalisation"] == {"subject": "You have a task", "body": "x"}
    assert taken["reference"] == mail.message_id("a")
    assert taken["sent_by"].startswith("Bearer ")
    assert states(jobs) == [(Status.DONE, 1, "")]
    assert notify.asked_for == []


@pytest.mark.parametrize("status", [400, 404])
def test_a_mail_that_notify_refuses_is_given_up_at_once_and_alone(notify, ask, status):
    notify.answers = lambda address: status if "typo" in address else 201
    refused = ask("a", to="typo@marlbrook.example")
    fine = ask("b")
    Worker().send_mails()
    assert states(refused) == [(Status.DEAD, 1, f"NotifyError {status}")]
    assert states(fine) == [(Status.DONE, 1, "")]


@pytest.mark.parametrize("status", [403, 429])
def test_what_holds_of_every_mail_makes_all_wait(notify, ask, status):
    asked = []
    notify.answers = lambda address: asked.append(address) or status
    jobs = ask("a", "b")
    Worker().send_mails()
    assert states(jobs) == [(Status.WAITING, 1, f"NotifyError {status}")] * 2
    assert all(job.run_at > clock.now() for job in jobs)
    assert len(asked) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_notify_in_trouble_is_asked_again_later(notify, ask, status):
    notify.answers = lambda address: status
    jobs = ask("a", "b")
    Worker().send_mails()
    assert states(jobs) == [
        (Status.WAITING, 1, f"NotifyError {status}"),
        (Status.WAITING, 0, ""),
    ]


def test_a_notify_that_does_not_answer_is_left_after_a_time(notify, ask):
    notify.is_silent.set()
    jobs = ask("a")
    Worker().send_mails()
    assert states(jobs) == [(Status.WAITING, 1, "NotifyError")]


def test_a_notify_that_is_not_there_is_asked_again_later(settings, ask):
    settings.NOTIFY_URL = "http://127.0.0.1:1"
    jobs = ask("a")
    Worker().send_mails()
    assert states(jobs) == [(Status.WAITING, 1, "NotifyError")]


def test_a_mail_that_notify_has_already_is_not_sent_again_after_a_crash(notify, ask):
    [job] = ask("a")
    notify.taken.append({"reference": mail.message_id("a")})
    assert leases.take(posting.MAILS)  # by a worker that was killed before it noted it
    clock_services.shift(LEASE + timedelta(seconds=1))
    Worker().send_mails()
    assert states([job]) == [(Status.DONE, 2, "")]
    assert notify.asked_for == [mail.message_id("a")]
    assert len(notify.taken) == 1


def test_nothing_of_what_notify_says_is_logged_or_kept(notify, ask, caplog):
    notify.answers = lambda address: 400
    [job] = ask("a", to="canary@marlbrook.example")
    Worker().send_mails()
    job.refresh_from_db()
    assert "canary" not in caplog.text + job.error
    assert "NotifyError 400" in caplog.text
