from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from dueregard.audit import services as audit
from dueregard.audit.events import Event
from dueregard.audit.models import Chain, Entry
from dueregard.audit.verifier import verify

from .events import SampleEvent

pytestmark = pytest.mark.django_db


def test_an_event_outside_a_transaction_cannot_be_recorded(marlbrook):
    with pytest.raises(RuntimeError):
        audit.record(SampleEvent.CHANGED, marlbrook, by=None)


def test_a_plain_transaction_is_not_enough(marlbrook):
    with pytest.raises(RuntimeError), transaction.atomic():
        audit.record(SampleEvent.CHANGED, marlbrook, by=None)


def test_an_entry_says_who_did_what_to_which_thing(marlbrook, coordinator):
    with audit.atomic():
        audit.record(
            SampleEvent.CHANGED, coordinator, by=coordinator, authority=marlbrook
        )
    entry = Entry.objects.get()
    assert entry.authority_id == marlbrook.pk
    assert entry.person_id == coordinator.pk
    assert (entry.subject_type, entry.subject_id) == (
        "accounts.person",
        str(coordinator.pk),
    )
    assert entry.event == "sample.changed"
    assert entry.sequence == 1


def test_an_event_about_an_authority_is_in_its_own_chain(marlbrook):
    with audit.atomic():
        audit.record(SampleEvent.CHANGED, marlbrook, by=None)
    assert Entry.objects.get().authority_id == marlbrook.pk


def test_an_event_goes_to_the_chain_of_its_subjects_authority(coordinator, marlbrook):
    membership = coordinator.memberships.get()
    with audit.atomic():
        audit.record(SampleEvent.CHANGED, membership, by=coordinator)
    assert Entry.objects.get().authority_id == marlbrook.pk


def test_an_event_of_no_authority_is_in_the_service_wide_chain():
    with audit.atomic():
        audit.record(SampleEvent.CHANGED, None, by=None)
    entry = Entry.objects.get()
    assert entry.authority_id is None
    assert Chain.objects.get(pk=Chain.SERVICE_WIDE).sequence == 1


def test_each_chain_is_numbered_without_gaps(marlbrook, fernshire):
    for authority in (marlbrook, fernshire, marlbrook):
        with audit.atomic():
            audit.record(SampleEvent.CHANGED, authority, by=None)
            audit.record(SampleEvent.CHANGED, authority, by=None)
    numbers = Entry.objects.filter(authority_id=marlbrook.pk).order_by("sequence")
    assert list(numbers.values_list("sequence", flat=True)) == [1, 2, 3, 4]
    assert not any(finding.fault for finding in verify())


def test_a_service_that_fails_records_nothing(marlbrook):
    with pytest.raises(ZeroDivisionError), audit.atomic():
        audit.record(SampleEvent.CHANGED, marlbrook, by=None)
        raise ZeroDivisionError
    assert not Entry.objects.exists()
    assert not audit.is_open()


def test_a_service_called_by_another_joins_it(marlbrook):
    @audit.atomic
    def inner():
        audit.record(SampleEvent.CHANGED, marlbrook, by=None)
        assert not Entry.objects.exists()

    @audit.atomic
    def outer():
        inner()
        assert not Entry.objects.exists()
        audit.record(SampleEvent.CHANGED, marlbrook, by=None)

    outer()
    assert Entry.objects.count() == 2


def test_what_a_caught_inner_failure_recorded_is_taken_back(marlbrook):
    @audit.atomic
    def inner():
        type(marlbrook).objects.filter(pk=marlbrook.pk).update(name="Changed")
        audit.record(SampleEvent.CHANGED, marlbrook, by=None)
        raise ZeroDivisionError

    with audit.atomic():
        with pytest.raises(ZeroDivisionError):
            inner()
        audit.record(SampleEvent.UNNAMED, marlbrook, by=None)
    marlbrook.refresh_from_db()
    assert marlbrook.name == "Marlbrook"
    assert [entry.event for entry in Entry.objects.all()] == ["sample.unnamed"]


def test_without_a_savepoint_the_caller_fails_too(marlbrook):
    @audit.atomic(savepoint=False)
    def inner():
        type(marlbrook).objects.filter(pk=marlbrook.pk).update(name="Changed")
        audit.record(SampleEvent.CHANGED, marlbrook, by=None)
        raise ZeroDivisionError

    with pytest.raises(transaction.TransactionManagementError), audit.atomic():
        with pytest.raises(ZeroDivisionError):
            inner()
        type(marlbrook).objects.filter(pk=marlbrook.pk).update(name="Again")
    marlbrook.refresh_from_db()
    assert marlbrook.name == "Marlbrook"
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "value", ["He said so.", "a@b.example", 1.5, {"a": 1}, ["two words"], b"x"]
)
def test_a_fact_is_never_text(marlbrook, value):
    with pytest.raises(TypeError), audit.atomic():
        audit.record(SampleEvent.CHANGED, marlbrook, by=None, code=value)


def test_a_fact_that_the_event_does_not_allow_is_refused(marlbrook):
    with pytest.raises(ValueError, match="does not allow"), audit.atomic():
        audit.record(SampleEvent.UNNAMED, marlbrook, by=None, code="x")


def test_facts_are_kept_in_one_written_form(marlbrook):
    with audit.atomic():
        audit.record(
            SampleEvent.CHANGED,
            marlbrook,
            by=None,
            fields={"b", "a"},
            on=date(2026, 11, 21),
            count=3,
        )
    facts = Entry.objects.get().facts
    assert facts == {"fields": ["a", "b"], "on": "2026-11-21", "count": 3}


def test_an_unsaved_subject_cannot_be_recorded(marlbrook):
    unsaved = type(marlbrook)(name="New")
    with pytest.raises(ValueError, match="Save the subject"), audit.atomic():
        audit.record(SampleEvent.CHANGED, unsaved, by=None)


def test_a_note_is_proved_by_its_hash_and_cannot_be_read_from_it():
    hashed = audit.text_hash("Agreed at board.")
    assert "board" not in hashed
    assert audit.matches_text("Agreed at board.", hashed)
    assert not audit.matches_text("Agreed at Board.", hashed)


def test_an_event_code_is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        Event("sample.changed", "changed")


def test_a_sentence_names_only_facts_that_the_event_allows():
    with pytest.raises(ValueError, match="names"):
        Event("sample.other", "changed {reason}")


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_at_once_leave_no_gap(marlbrook, fernshire):
    def write(number):
        both = [marlbrook, fernshire] if number % 2 else [fernshire, marlbrook]
        try:
            with audit.atomic():
                for authority in both:
                    audit.record(SampleEvent.CHANGED, authority, by=None, count=number)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(write, range(50)))
    for authority in (marlbrook, fernshire):
        chain = Entry.objects.of_chain(authority.pk)
        assert list(chain.values_list("sequence", flat=True)) == list(range(1, 51))
    assert not any(finding.fault for finding in verify())
