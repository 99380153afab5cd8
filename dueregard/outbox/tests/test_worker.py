from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from dueregard import clock
from dueregard.audit import heads
from dueregard.audit import services as audit
from dueregard.audit.tests.events import SampleEvent
from dueregard.clock import services as clock_services
from dueregard.clock.models import Offset
from dueregard.outbox import leases, registry
from dueregard.outbox import services as outbox
from dueregard.outbox.models import LEASE, Job
from dueregard.outbox.worker import Worker

from . import jobs

pytestmark = pytest.mark.django_db
Status = Job.Status
LONDON = ZoneInfo("Europe/London")


def ask(kind="sample.note", key="a", **payload):
    with audit.atomic():
        outbox.enqueue(kind, key=key, payload=payload)
    return Job.objects.get(kind=kind, key=key)


def test_a_job_is_done_once_and_its_payload_forgotten():
    job = ask(n=1)
    assert Worker().work_one()
    job.refresh_from_db()
    assert (job.status, job.attempts, job.sealed_payload) == (Status.DONE, 1, "")
    assert Offset.objects.exists()
    assert not Worker().work_one()


def test_jobs_are_done_in_the_order_in_which_they_fell_due():
    for key in ("a", "b"):
        ask(key=key)
    Worker().work_one()
    assert Job.objects.get(status=Status.DONE).key == "a"


def test_a_job_that_fails_leaves_nothing_and_is_tried_again_later():
    job = ask(trouble=True)
    Worker().work_one()
    job.refresh_from_db()
    assert (job.status, job.error) == (Status.WAITING, "Trouble")
    assert job.run_at > clock.now()
    assert not Offset.objects.exists()
    assert outbox.payload_of(job) == {"trouble": True}


def test_what_an_error_says_is_not_logged(caplog):
    ask(trouble=True)
    Worker().work_one()
    assert "Trouble" in caplog.text
    assert "canary" not in caplog.text


def test_a_job_that_fails_eight_times_is_given_up_and_stays_to_be_seen():
    job = ask(trouble=True)
    for _ in range(8):
        clock_services.shift(clock.offset() + timedelta(hours=2))
        assert Worker().work_one()
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Status.DEAD, 8)
    clock_services.shift(clock.offset() + timedelta(days=9))
    assert not Worker().work_one()


def test_a_job_of_an_unknown_kind_is_not_lost():
    job = ask("sample.unknown")
    Worker().work_one()
    job.refresh_from_db()
    assert (job.status, job.error) == (Status.WAITING, "LookupError")


def test_waits_double_up_to_an_hour_give_or_take_half():
    def between(attempts, low, high):
        waits = [leases.wait_before(attempts).total_seconds() for _ in range(200)]
        assert low <= min(waits) <= max(waits) <= high
        assert len(set(waits)) > 20

    between(1, 5, 15)
    between(3, 20, 60)
    between(8, 640, 1920)
    between(20, 1800, 5400)


def test_a_leased_job_is_nobody_elses_until_the_lease_ends():
    ask()
    assert leases.take()
    assert leases.take() == []
    clock.set_offset(LEASE + timedelta(seconds=1))
    assert leases.take()


def test_a_renewed_lease_lasts_longer():
    ask()
    held = leases.take()
    clock.set_offset(LEASE - timedelta(seconds=1))
    leases.renew(held)
    clock.set_offset(LEASE + timedelta(seconds=30))
    assert leases.take() == []


def test_a_worker_that_wakes_late_is_refused():
    ask()
    [late] = leases.take()
    clock.set_offset(2 * LEASE)
    [early] = leases.take()
    with pytest.raises(leases.LeaseLost):
        leases.finish(late)
    with pytest.raises(leases.LeaseLost):
        leases.renew([late])
    with pytest.raises(leases.LeaseLost):
        leases.fail(late, ValueError())
    assert leases.give_back([late]) == 0
    assert leases.answer([late], []) == 1
    leases.finish(early)
    assert Job.objects.get().status == Status.DONE


def test_what_a_late_worker_did_is_taken_back():
    ask("sample.steal")
    assert Worker().work_one()
    assert not Offset.objects.exists()


def test_a_job_that_was_handed_back_is_due_at_once_and_not_counted():
    job = ask()
    leases.give_back(leases.take())
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Status.WAITING, 0)
    assert Job.objects.waiting().exists()


def test_a_clock_set_back_a_day_leaves_no_lease_hanging():
    clock.set_offset(timedelta(days=1))
    ask()
    assert leases.take()
    clock.set_offset(timedelta(0))
    assert leases.take()


def at(moment):
    clock.set_offset(moment - timezone.now())


@pytest.mark.parametrize(
    ("first", "hours"),
    [
        (datetime(2027, 3, 28, tzinfo=LONDON), 23),
        (datetime(2026, 10, 25, tzinfo=LONDON), 25),
        (datetime(2028, 2, 29, tzinfo=LONDON), 24),
        (datetime(2027, 12, 31, tzinfo=LONDON), 24),
    ],
    ids=["clocks forward", "clocks back", "29 February", "New Year's Eve"],
)
def test_a_daily_job_runs_once_on_a_day_however_long_and_an_hourly_one_every_hour(
    first, hours, monkeypatch
):
    ran = []
    kinds = [("sample.daily", timedelta(days=1)), ("sample.hourly", timedelta(hours=1))]
    for kind, every in kinds:
        handler = registry.Handler(
            kind, lambda payload, kind=kind: ran.append(kind), every, calls_out=True
        )
        monkeypatch.setitem(registry._handlers, kind, handler)
    chosen = [registry.find(kind) for kind, _ in kinds]
    monkeypatch.setattr(registry, "recurring", lambda: chosen)
    monkeypatch.setattr(clock_services, "follow", lambda: None)
    moment, end = first.astimezone(UTC), first.astimezone(UTC) + timedelta(hours=hours)
    assert end.astimezone(LONDON).time() == time(0, 0)
    while moment < end:
        at(moment)
        Worker().run_until_idle()
        moment += timedelta(minutes=20)
    assert ran.count("sample.daily") == 1
    assert ran.count("sample.hourly") == hours


def test_a_recurring_job_is_asked_for_once_in_its_period(monkeypatch):
    daily = registry.Handler("sample.daily", jobs.note, timedelta(days=1), False)
    hourly = registry.Handler("sample.hourly", jobs.note, timedelta(hours=1), False)
    monkeypatch.setattr(registry, "recurring", lambda: [daily, hourly])

    def asked(kind):
        return Job.objects.filter(kind=kind).count()

    clock.set_offset(timedelta(0))
    outbox.schedule()
    outbox.schedule()
    assert (asked("sample.daily"), asked("sample.hourly")) == (1, 1)
    clock.set_offset(timedelta(days=1))
    outbox.schedule()
    assert (asked("sample.daily"), asked("sample.hourly")) == (2, 2)
    clock.set_offset(timedelta(0))  # the clock went back: nothing is doubled
    outbox.schedule()
    assert (asked("sample.daily"), asked("sample.hourly")) == (2, 2)


def test_the_outbox_itself_is_swept_by_the_hour():
    assert "outbox.purge" in {handler.kind for handler in registry.recurring()}
    ask()
    Worker().work_one()
    given_up = ask(key="b")
    Job.objects.filter(pk=given_up.pk).update(
        status=Status.DEAD, finished_at=clock.now()
    )
    ask(key="c")  # waits, however long
    clock.set_offset(timedelta(days=29))
    assert outbox.purge() == 0
    clock.set_offset(timedelta(days=31))
    assert outbox.purge() == 2


def test_a_kind_of_job_has_one_function():
    with pytest.raises(ValueError, match="declared twice"):
        registry.job("sample.note")(jobs.note)


def test_a_worker_told_to_stop_takes_up_nothing_more():
    ask()
    worker = Worker()
    worker._stop.set()
    worker.run()
    assert Job.objects.get(kind="sample.note").status == Status.WAITING


def test_until_idle_does_all_that_is_due(no_recurring_jobs):
    for key in "abc":
        ask(key=key)
    Worker().run_until_idle()
    assert Job.objects.filter(status=Status.DONE).count() == 3


def test_once_does_one_job(no_recurring_jobs):
    for key in "abc":
        ask(key=key)
    Worker().run_once()
    assert Job.objects.filter(status=Status.DONE).count() == 1


def test_the_worker_writes_signed_heads_where_it_is_told(
    settings, tmp_path, no_recurring_jobs, marlbrook
):
    settings.AUDIT_HEADS = str(tmp_path / "heads.jsonl")
    with audit.atomic():
        audit.record(SampleEvent.CHANGED, marlbrook, by=None)
    Worker().run_until_idle()
    [head] = heads.read(settings.AUDIT_HEADS)
    assert (head.authority_id, head.sequence, head.genuine) == (marlbrook.pk, 1, True)


def test_a_job_that_calls_out_has_no_transaction_of_ours(monkeypatch):
    depths = []
    before = len(connection.savepoint_ids)
    handler = registry.Handler(
        "sample.call",
        lambda payload: depths.append(len(connection.savepoint_ids)),
        None,
        calls_out=True,
    )
    monkeypatch.setitem(registry._handlers, "sample.call", handler)
    ask("sample.call")
    Worker().work_one()
    assert depths == [before]
    assert Job.objects.get().status == Status.DONE
