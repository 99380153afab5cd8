import hashlib
import hmac
import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from dueregard.audit import chain, heads
from dueregard.audit import services as audit
from dueregard.audit.models import Chain, Entry
from dueregard.audit.verifier import verify

from .events import SampleEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(marlbrook):
    """A chain of twenty entries."""
    for count in range(20):
        with audit.atomic():
            audit.record(SampleEvent.CHANGED, marlbrook, by=None, count=count)
    return Entry.objects.of_chain(marlbrook.pk)


@pytest.fixture
def saved_heads(record, tmp_path):
    path = tmp_path / "heads.jsonl"
    heads.append(path)
    return path


def command(*arguments):
    """The exit code and what was printed."""
    out = StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out)
    except SystemExit as exit:
        return exit.code, out.getvalue()
    return 0, out.getvalue()


def fault(saved=()):
    [finding] = verify(saved)
    return finding.fault


def rechain(record, after):
    """What somebody without the key could do: hash every later entry anew."""
    previous = record.get(sequence=after).hash
    for entry in record.filter(sequence__gt=after):
        entry.previous_hash = previous
        content = previous.encode() + chain.canonical(entry)
        previous = entry.hash = hmac.new(b"guess", content, hashlib.sha256).hexdigest()
        entry.save()
    Chain.objects.update(hash=previous)


def test_a_whole_record_is_found_whole(record, saved_heads):
    code, text = command("--heads", str(saved_heads))
    assert (code, text) == (0, "The record is whole: 20 entries in 1 chains.\n")


def test_a_changed_byte_is_found(record, lifted_triggers):
    entry = record.get(sequence=7)
    record.filter(pk=entry.pk).update(subject_id=entry.subject_id + "0")
    assert (fault().kind, fault().sequence) == ("changed", 7)


@pytest.mark.parametrize(
    "field",
    [
        "at",
        "event",
        "person_id",
        "facts",
        "subject_type",
        "key_version",
        "previous_hash",
        "hash",
    ],
)
def test_a_change_of_any_field_is_found(record, lifted_triggers, field):
    other = {
        "at": "2020-01-01T00:00:00Z",
        "person_id": 99,
        "facts": {"count": 99},
        "key_version": 9,
    }
    record.filter(sequence=7).update(**{field: other.get(field, "0" * 64)})
    assert fault().sequence == 7


def test_a_deleted_tail_is_found(record, lifted_triggers):
    record.filter(sequence__gt=10).delete()
    assert (fault().kind, fault().sequence) == ("cut", 11)


def test_a_tail_cut_together_with_its_chain_row_is_found_by_a_saved_head(
    record, saved_heads, lifted_triggers
):
    record.filter(sequence__gt=10).delete()
    Chain.objects.update(sequence=10, hash=record.get(sequence=10).hash)
    assert fault() is None
    code, text = command("--heads", str(saved_heads))
    assert code == 1
    assert "entries 11 to 20 were written and are not there" in text


def test_a_deleted_middle_is_found(record, lifted_triggers):
    record.filter(sequence__in=[8, 9]).delete()
    assert (fault().kind, fault().sequence) == ("missing", 8)


def test_two_swapped_entries_are_found(record, lifted_triggers):
    record.filter(sequence=5).update(sequence=1000)
    record.filter(sequence=6).update(sequence=5)
    record.filter(sequence=1000).update(sequence=6)
    assert fault().sequence == 5


def test_a_chain_made_again_from_the_middle_without_the_key_is_found(
    record, lifted_triggers
):
    rechain(record, after=9)
    assert (fault().kind, fault().sequence) == ("changed", 10)


def test_a_renumbered_gap_is_found(record, lifted_triggers):
    record.filter(sequence=9).delete()
    for entry in record.filter(sequence__gt=9):
        Entry.objects.filter(pk=entry.pk).update(sequence=entry.sequence - 1)
    assert fault().sequence == 9


def test_an_old_copy_that_was_put_back_is_found_by_a_saved_head(
    record, saved_heads, marlbrook, lifted_triggers
):
    record.filter(sequence__gt=15).delete()
    Chain.objects.update(sequence=15, hash=record.get(sequence=15).hash)
    for count in range(10):  # the copy was worked on for a while
        with audit.atomic():
            audit.record(SampleEvent.CHANGED, marlbrook, by=None, count=count)
    assert fault() is None
    found = fault(list(heads.read(saved_heads)))
    assert (found.kind, found.sequence) == ("rewritten", 20)


def test_entries_of_another_copy_are_found_by_where_the_chain_stands(
    record, marlbrook, lifted_triggers
):
    """Nobody saved a head, but one of the two tables was not put back."""
    [stood] = Chain.objects.values()
    record.filter(sequence__gt=15).delete()
    Chain.objects.update(sequence=15, hash=record.get(sequence=15).hash)
    for count in range(5):
        with audit.atomic():
            audit.record(SampleEvent.CHANGED, marlbrook, by=None, count=100 + count)
    assert fault() is None
    Chain.objects.update(sequence=stood["sequence"], hash=stood["hash"])
    assert (fault().kind, fault().sequence) == ("rewritten", 20)


def test_entries_of_another_copy_are_found_where_the_two_meet(
    record, marlbrook, lifted_triggers
):
    ours = list(record.filter(sequence__range=(11, 15)).values())
    record.filter(sequence__gt=10).delete()
    Chain.objects.update(sequence=10, hash=record.get(sequence=10).hash)
    for count in range(10):
        with audit.atomic():
            audit.record(SampleEvent.CHANGED, marlbrook, by=None, count=100 + count)
    record.filter(sequence__range=(11, 15)).delete()
    Entry.objects.bulk_create(Entry(**row) for row in ours)
    assert (fault().kind, fault().sequence) == ("unlinked", 16)


def test_a_chain_removed_whole_is_found(record, saved_heads, lifted_triggers):
    record.delete()
    Chain.objects.all().delete()
    assert verify() == []
    assert fault(list(heads.read(saved_heads))).kind == "cut"


def test_a_chain_of_which_nothing_says_where_it_ends_is_found(record, lifted_triggers):
    Chain.objects.all().delete()
    assert (fault().kind, fault().sequence) == ("cut", 20)


def test_a_changed_head_is_not_believed(record, saved_heads):
    saved_heads.write_text(saved_heads.read_text().replace("20", "21"))
    assert fault(list(heads.read(saved_heads))).kind == "forged_head"


def test_only_what_grew_is_added_to_the_heads(record, saved_heads, marlbrook):
    standing = heads.append(saved_heads, since={marlbrook.pk: 20})
    assert standing == {marlbrook.pk: 20}
    assert len(saved_heads.read_text().splitlines()) == 1
    with audit.atomic():
        audit.record(SampleEvent.CHANGED, marlbrook, by=None)
    heads.append(saved_heads, since=standing)
    assert [head.sequence for head in heads.read(saved_heads)] == [20, 21]


def test_the_answer_can_be_had_as_json(record, lifted_triggers):
    record.filter(sequence=3).delete()
    code, text = command("--json")
    answer = json.loads(text)
    assert (code, answer["ok"]) == (1, False)
    assert answer["chains"][0]["fault"]["sequence"] == 3


def test_a_missing_file_of_heads_is_refused():
    with pytest.raises(Exception, match="no file of heads"):
        call_command("verify_audit", "--heads", "nowhere.jsonl")


def test_the_written_form_is_as_documented():
    entry = Entry(
        authority_id=7,
        sequence=12,
        at=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
        event="plan.approved",
        subject_type="plans.plan",
        subject_id="5",
        person_id=3,
    )
    assert chain.canonical(entry).decode() == (
        '{"at":"2026-11-21T09:30:00.000000+00:00","authority":7,'
        '"event":"plan.approved","facts":{},"person":3,"sequence":12,'
        '"subject_id":"5","subject_type":"plans.plan"}'
    )
