from datetime import timedelta

import pytest

from dueregard.accounts.models import Organisation
from dueregard.clock import services as clock_services
from dueregard.exchange import services
from dueregard.exchange.models import StagedRow, Upload
from dueregard.exchange.services import reading
from dueregard.outbox import registry
from dueregard.outbox.models import Job

from .toy import Toy

Status = Upload.Status
MANY = b"Name,Short name\n" + b"".join(b"Body %d,B%d\n" % (n, n) for n in range(50))


class Killed(BaseException):
    """The process ends here, as by SIGKILL: nothing after it runs."""


@pytest.fixture
def waiting(send, monkeypatch):
    """A file that the worker is to read, in batches of ten rows."""
    monkeypatch.setattr(Toy, "inline_bytes", 10)
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 10)
    return send(MANY)


def dies_after(monkeypatch, count):
    rows = Toy._rows

    def short(self, *args):
        for n, row in enumerate(rows(self, *args)):
            if n == count:
                raise Killed
            yield row

    monkeypatch.setattr(Toy, "_rows", short)


def test_progress_counts_the_rows_that_are_checked(waiting, monkeypatch):
    dies_after(monkeypatch, 25)
    with pytest.raises(Killed):
        services.read_now(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.rows_checked) == (Status.READING, 20)
    assert waiting.rows_total == 50


def test_reading_goes_on_after_the_worker_was_killed(waiting, monkeypatch):
    with monkeypatch.context() as patch:
        dies_after(patch, 25)
        with pytest.raises(Killed):
            services.read_now(waiting.pk)
    services.read_now(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == Status.READY
    assert waiting.counts == {"new": 50, "note": 1}
    ordinals = list(waiting.rows.values_list("ordinal", flat=True))
    assert ordinals == list(range(51))


def test_reading_twice_reads_once(waiting):
    services.read_now(waiting.pk)
    version = Upload.objects.get().version
    services.read_now(waiting.pk)
    assert Upload.objects.get().version == version
    assert StagedRow.objects.count() == 51


def test_a_process_that_was_overtaken_stages_nothing_more(waiting, monkeypatch):
    rows = Toy._rows

    def overtaken(self, *args):
        for n, row in enumerate(rows(self, *args)):
            if n == 15:
                with monkeypatch.context() as patch:
                    patch.setattr(Toy, "_rows", rows)
                    services.read_now(waiting.pk)
            yield row

    with monkeypatch.context() as patch:
        patch.setattr(Toy, "_rows", overtaken)
        services.read_now(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == Status.READY
    assert waiting.attempt == 2
    assert StagedRow.objects.count() == 51


def test_a_file_thrown_away_while_it_is_read_stays_thrown_away(
    waiting, coordinator, monkeypatch, stored
):
    rows = Toy._rows

    def thrown_away(self, *args):
        for n, row in enumerate(rows(self, *args)):
            if n == 15:
                services.discard(waiting, by=coordinator)
            yield row

    monkeypatch.setattr(Toy, "_rows", thrown_away)
    services.read_now(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.status == Status.DISCARDED
    assert not StagedRow.objects.exists()
    assert stored() == []


def test_the_worker_is_asked_in_the_transaction_that_keeps_the_file(waiting):
    job = Job.objects.get(kind="exchange.read")
    assert job.key == f"exchange.read:{waiting.pk}:1"


def test_the_worker_s_jobs_read_put_in_and_clean(waiting, coordinator):
    registry.find("exchange.read").run({"upload": waiting.pk})
    waiting.refresh_from_db()
    services.confirm(waiting, by=coordinator, version=waiting.version)
    registry.find("exchange.apply").run({"upload": waiting.pk})
    waiting.refresh_from_db()
    assert waiting.status == Status.APPLIED
    registry.find("exchange.clean").run({})
    assert registry.find("exchange.clean").every == timedelta(days=1)


def test_the_progress_page_looks_again_by_itself_and_by_a_link(page, waiting):
    answer = page(waiting.get_absolute_url())
    url = f"/exchange/{waiting.pk}/progress/"
    assert answer["Refresh"] == f"3; url={url}"
    content = answer.content.decode()
    assert "Reading the file" in content
    assert "Check again" in content
    assert page(url)["Refresh"] == answer["Refresh"]
    services.read_now(waiting.pk)
    assert page(url)["Location"] == waiting.get_absolute_url()


def test_waiting_does_not_lengthen_a_session(page, waiting, client):
    page(waiting.get_absolute_url())
    seen = client.session["seen_at"]
    clock_services.shift(timedelta(minutes=5))
    page(f"/exchange/{waiting.pk}/progress/")
    assert client.session["seen_at"] == seen
    page(waiting.get_absolute_url())
    assert client.session["seen_at"] != seen


def test_a_row_says_what_would_come_of_it(send, marlbrook):
    held = Organisation.objects.create(name="Elm Housing", short_name="Old")
    same = Organisation.objects.create(name="North Lane School", short_name="NLS")
    for organisation in (held, same):
        organisation.authorities.add(marlbrook)
    upload = send(
        b"Name,Short name\nNorth Lane School,NLS\nElm Housing,Elm\nOak?,Oak\n,X\n"
    )
    assert upload.counts == {
        "same": 1,
        "changed": 1,
        "uncertain": 1,
        "problem": 1,
        "note": 1,
    }
    changed = upload.rows.get(change="changed")
    assert changed.differences == [["Short name", "Old", "Elm"]]
    assert upload.labels == ["Name", "Short name"]


def test_the_number_of_statements_does_not_grow_with_the_rows(
    waiting, send, django_assert_max_num_queries, monkeypatch
):
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 500)
    with django_assert_max_num_queries(60):
        services.read_now(waiting.pk)
