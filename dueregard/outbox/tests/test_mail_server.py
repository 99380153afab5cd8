"""What a mail server can do to us, and what becomes of each mail."""

import threading
from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.clock import services as clock_services
from dueregard.outbox import leases, mail, posting
from dueregard.outbox.models import Job
from dueregard.outbox.worker import Worker

pytestmark = pytest.mark.django_db
Status = Job.Status


@pytest.fixture(autouse=True)
def server(mails_go_to_the_sink):
    return mails_go_to_the_sink


def states(jobs):
    """What each job is now: its state, tries and error."""
    for job in jobs:
        job.refresh_from_db()
    return [(job.status, job.attempts, job.error) for job in jobs]


def test_many_mails_go_over_one_connection(server, ask):
    jobs = ask("a", "b", "c")
    Worker().send_mails()
    assert len(server.received) == 3
    assert server.conversations == 1
    assert states(jobs) == [(Status.DONE, 1, "")] * 3
    assert {job.sealed_payload for job in jobs} == {""}


def test_a_batch_is_fifty_mails(server, ask):
    ask(*(f"mail-{number}" for number in range(51)))
    Worker().send_mails()
    assert len(server.received) == 50
    Worker().send_mails()
    assert len(server.received) == 51


def test_a_server_that_refuses_the_connection_is_tried_again_later(
    server, ask, settings
):
    settings.EMAIL_PORT = 1  # nobody listens there
    jobs = ask("a", "b")
    Worker().send_mails()
    assert states(jobs) == [(Status.WAITING, 1, "ConnectionRefusedError")] * 2
    assert all(job.run_at > clock.now() for job in jobs)

    settings.EMAIL_PORT = server.port
    clock_services.shift(timedelta(minutes=1))
    Worker().send_mails()
    assert states(jobs) == [(Status.DONE, 2, "")] * 2


def test_a_server_that_takes_the_call_and_says_nothing_is_left_after_a_time(
    server, ask
):
    server.is_silent = True
    [job] = ask("a")
    Worker().send_mails()
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Status.WAITING, 1)
    assert job.error in ("SMTPServerDisconnected", "TimeoutError")


def test_a_recipient_refused_for_now_fails_only_its_own_mail(server, ask):
    server.on_recipient = lambda to: "450 later" if "busy" in to else "250 yes"
    first = ask("a")
    busy = ask("b", to="busy@marlbrook.example")
    last = ask("c")
    Worker().send_mails()
    assert states(first + last) == [(Status.DONE, 1, "")] * 2
    assert states(busy) == [(Status.WAITING, 1, "SMTPRecipientsRefused 450")]
    assert server.conversations == 1


def test_a_recipient_refused_for_good_is_given_up_at_once_and_alone(server, ask):
    server.on_recipient = lambda to: "550 no such" if "gone" in to else "250 yes"
    gone = ask("a", to="gone@marlbrook.example")
    fine = ask("b")
    Worker().send_mails()
    assert states(gone) == [(Status.DEAD, 1, "SMTPRecipientsRefused 550")]
    assert states(fine) == [(Status.DONE, 1, "")]


@pytest.mark.parametrize(
    ("answer", "state"),
    [("451 not now", Status.WAITING), ("554 we think it spam", Status.DEAD)],
)
def test_a_letter_that_is_not_taken_fails_alone(server, ask, answer, state):
    answers = iter([answer, "250 yes"])
    server.on_letter = lambda number: next(answers)
    jobs = ask("a", "b")
    Worker().send_mails()
    assert states(jobs) == [
        (state, 1, f"SMTPDataError {answer[:3]}"),
        (Status.DONE, 1, ""),
    ]


def test_a_server_that_does_not_take_our_address_costs_no_mail_its_life(server, ask):
    server.on_sender = lambda: "553 who are you"
    jobs = ask("a", "b")
    Worker().send_mails()
    assert states(jobs) == [(Status.WAITING, 1, "SMTPSenderRefused 553")] * 2


def test_a_line_that_breaks_gives_the_rest_back_untouched(server, ask):
    server.stays_for = 2
    jobs = ask("a", "b", "c", "d", "e")
    Worker().send_mails()
    assert states(jobs) == [
        (Status.DONE, 1, ""),
        (Status.DONE, 1, ""),
        (Status.WAITING, 1, "SMTPServerDisconnected"),
        (Status.WAITING, 0, ""),
        (Status.WAITING, 0, ""),
    ]
    Worker().send_mails()
    assert server.received[2:] == [mail.message_id("d"), mail.message_id("e")]


def test_a_server_that_closes_for_all_is_left_and_called_again(server, ask):
    answers = iter(["250 yes", "421 closing", "250 yes"])
    server.on_recipient = lambda to: next(answers)
    jobs = ask("a", "b", "c")
    Worker().send_mails()
    assert [status for status, _, _ in states(jobs)] == ["done", "waiting", "waiting"]
    Worker().send_mails()
    assert [status for status, _, _ in states(jobs)] == ["done", "waiting", "done"]


def test_a_mail_is_tried_for_half_a_day_and_then_given_up(server, ask, settings):
    settings.EMAIL_PORT = 1
    [job] = ask("a")
    for tries in range(1, posting.MOST_ATTEMPTS + 1):
        clock_services.shift(clock.offset() + timedelta(hours=2))
        Worker().send_mails()
        assert states([job])[0][:2] == (
            Status.DEAD if tries == posting.MOST_ATTEMPTS else Status.WAITING,
            tries,
        )


def test_what_somebody_waits_for_goes_first(server, ask):
    ask("a", "b")
    [code] = ask("code")
    Job.objects.filter(pk=code.pk).update(run_at=clock.now() - timedelta(hours=1))
    Worker().send_mails()
    assert server.received[0] == mail.message_id("code")


def test_a_worker_told_to_stop_finishes_the_mail_in_hand_and_gives_back_the_rest(
    server, ask
):
    worker = Worker()
    server.before_yes = lambda number: worker._stop.set()
    jobs = ask("a", "b", "c")
    worker.send_mails()
    assert len(server.received) == 1
    assert states(jobs) == [
        (Status.DONE, 1, ""),
        (Status.WAITING, 0, ""),
        (Status.WAITING, 0, ""),
    ]


def test_a_long_batch_gives_back_what_is_not_sent(server, ask, monkeypatch):
    monkeypatch.setattr(posting, "LONGEST_BATCH", -1.0)
    jobs = ask("a", "b")
    Worker().send_mails()
    assert states(jobs) == [(Status.DONE, 1, ""), (Status.WAITING, 0, "")]


def test_what_went_out_is_noted_while_the_batch_goes_on(server, ask, monkeypatch):
    monkeypatch.setattr(posting, "NOTE_EVERY", -1.0)
    answered = []
    real = posting.leases.answer
    monkeypatch.setattr(
        posting.leases,
        "answer",
        lambda sent, failed, **rest: (
            answered.append(len(sent)) or real(sent, failed, **rest)
        ),
    )
    ask("a", "b", "c")
    Worker().send_mails()
    assert answered == [1, 1, 1]


def test_a_payload_that_cannot_be_unsealed_stops_no_other_mail(server, ask):
    broken, fine = ask("a", "b")
    Job.objects.filter(pk=broken.pk).update(sealed_payload="1:nonsense")
    Worker().send_mails()
    assert states([broken, fine]) == [
        (Status.WAITING, 1, "InvalidToken"),
        (Status.DONE, 1, ""),
    ]


def test_a_mail_that_another_worker_took_meanwhile_stays_that_workers(server, ask):
    first, second = ask("a", "b")
    batch = posting.Batch(leases.take(posting.MAILS, most=50))
    Job.objects.filter(pk=second.pk).update(fence=7)
    batch.send(threading.Event())
    batch.note()
    assert states([first, second]) == [(Status.DONE, 1, ""), (Status.RUNNING, 1, "")]


def test_nothing_of_what_a_server_says_is_logged_or_kept(server, ask, caplog):
    server.on_recipient = lambda to: f"550 {to} is a canary"
    [job] = ask("a", to="canary@marlbrook.example")
    Worker().send_mails()
    job.refresh_from_db()
    assert "canary" not in caplog.text + job.error
    assert "SMTPRecipientsRefused 550" in caplog.text
