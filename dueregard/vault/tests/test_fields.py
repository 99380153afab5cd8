"""Sealed fields: plain in an open room that shows the row, and nowhere else."""

import pickle
from datetime import date

import pytest
from django.apps.registry import Apps
from django.core import serializers
from django.db import models, transaction
from django.forms.models import model_to_dict

from dueregard.vault import rooms
from dueregard.vault.errors import RoomClosed
from dueregard.vault.fields import SealedTextField
from dueregard.vault.models import SealedModel

from .conftest import CANARY
from .samples import REGISTRY, Note


def test_what_was_sealed_reads_as_it_was_given(make_note, opened, fetched):
    note = make_note(answers={"aged": [9, None]}, born_on=date(2016, 2, 29), reply="")
    note = fetched(note)
    with opened(note):
        assert note.words == CANARY
        assert note.reply == ""
        assert note.answers == {"aged": [9, None]}
        assert note.born_on == date(2016, 2, 29)


@pytest.mark.parametrize(
    "words", ["", "a", "Siân ap Llŷr", "محمد", "\ud800", "👩‍👩‍👧", "x" * 100_000]
)
def test_any_text_comes_back(make_note, opened, fetched, words):
    note = fetched(make_note(words))
    with opened(note):
        assert note.words == words


def test_nothing_is_read_outside_a_room(note, fetched):
    with pytest.raises(RoomClosed):
        note.words  # noqa: B018 (saved: what was given is not kept on the row)
    with pytest.raises(RoomClosed):
        fetched(note).words  # noqa: B018


def test_nothing_is_read_after_the_room_is_left(note, opened):
    with opened(note):
        assert note.words == CANARY
    with pytest.raises(RoomClosed):
        note.words  # noqa: B018


def test_a_room_shows_what_it_was_opened_for_and_no_other_row(make_note, opened):
    first, second = make_note(), make_note()
    with opened(first), pytest.raises(RoomClosed):
        second.words  # noqa: B018


def test_a_room_to_write_in_opens_nothing(note, marlbrook):
    with rooms.sealing(marlbrook), pytest.raises(RoomClosed):
        note.words  # noqa: B018


def test_a_record_is_added_to_without_being_read(
    note, marlbrook, opened, fetched, bytes_of
):
    before = bytes_of(note, "words")
    with rooms.sealing(marlbrook):
        note.reply = "More was seen."
        note.save()
    assert bytes_of(note, "words") == before
    note = fetched(note)
    with opened(note):
        assert (note.words, note.reply) == (CANARY, "More was seen.")


def test_what_was_not_read_is_saved_as_it_was(note, fetched, bytes_of, marlbrook):
    before = bytes_of(note, "words")
    note = fetched(note)
    note.stage = "seen"
    with rooms.sealing(marlbrook):
        note.save()
    assert bytes_of(note, "words") == before


def test_reading_changes_nothing_that_is_saved_after(note, opened, bytes_of):
    before = bytes_of(note, "words")
    with opened(note):
        assert note.words
        note.save()
    assert bytes_of(note, "words") == before


def test_a_deferred_answer_is_fetched_and_opened_when_asked_for(note, opened):
    with opened() as room:
        row = room.show(Note.objects.defer("words").get(pk=note.pk))
        assert row.words == CANARY


def test_a_row_saved_without_its_deferred_answer_keeps_it(
    note, opened, bytes_of, marlbrook
):
    before = bytes_of(note, "words")
    with rooms.sealing(marlbrook):
        Note.objects.defer("words").get(pk=note.pk).save()
    assert bytes_of(note, "words") == before


def test_fetching_a_row_again_opens_nothing(note, opened, marlbrook):
    with rooms.sealing(marlbrook):
        note.refresh_from_db()
    with opened(note):
        assert note.words == CANARY


def test_a_copy_under_another_id_is_refused(note, marlbrook):
    stranger = Note()
    note.pk, note._state.adding = stranger.pk, True
    with pytest.raises(ValueError, match="another row"), rooms.sealing(marlbrook):
        note.save(force_insert=True)


@pytest.mark.parametrize(
    "lookup", ["words", "words__contains", "words__gt", "words__in", "words__regex"]
)
def test_a_sealed_answer_cannot_be_searched(tables, lookup):
    with pytest.raises(TypeError, match="cannot be searched|no transforms"):
        Note.objects.filter(**{lookup: "Z"}).exists()


def test_whether_an_answer_was_given_can_be_asked(note, opened):
    with opened():
        assert Note.objects.filter(reply__isnull=True).count() == 1
        assert not Note.objects.filter(words__isnull=True).exists()


def test_answers_are_not_written_without_their_row(note, opened):
    with opened(note):
        with pytest.raises(TypeError, match="one by one"), transaction.atomic():
            Note.objects.update(words="x")
        with pytest.raises(TypeError, match="one by one"), transaction.atomic():
            Note.objects.bulk_update([note], ["words"])


def test_many_rows_are_written_at_once(marlbrook, make_note, opened, fetched):
    key = make_note().data_key
    rows = [Note(authority=marlbrook, data_key=key, words=f"{n}") for n in range(3)]
    with rooms.sealing(marlbrook):
        Note.objects.bulk_create(rows)
    rows = [fetched(row) for row in rows]
    with opened(*rows):
        assert [row.words for row in rows] == ["0", "1", "2"]


def test_words_are_in_no_repr_form_or_serializer(note, opened):
    with opened(note):
        assert repr(note) == "<Note>"
        assert CANARY not in f"{note} {note.__dict__!r} {note.data_key!r}"
        assert "words" not in model_to_dict(note)
        assert "words" not in serializers.serialize("json", [note])
        values = Note.objects.values("words").get()
        assert repr(values) == "{'words': <sealed>}"


def test_words_are_in_no_pickle(note, opened, fetched):
    fresh = Note(words=CANARY)
    with opened(note):
        assert note.words
        for row in (note, fetched(note), fresh):
            assert "words" not in row.__getstate__()
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(list(Note.objects.values("words")))
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(fresh.__dict__["words"])


def test_validating_a_row_opens_nothing(note):
    note.clean_fields(exclude=["authority", "data_key"])
    note.validate_constraints()


@pytest.mark.parametrize(
    ("value", "field"),
    [(b"bytes", "words"), (3, "reply"), ("2020-01-01", "born_on"), ({1}, "answers")],
)
def test_a_value_of_another_kind_is_refused(make_note, value, field):
    with pytest.raises(TypeError):
        make_note(**{"words": "x", field: value})


def wrong(**attributes):
    """A model made wrongly, as somebody might write it."""
    meta = {"app_label": "vault", "apps": _registry(), **attributes.pop("meta", {})}
    meta = type("Meta", (), meta)
    body = {"words": SealedTextField(), "__module__": __name__, **attributes}
    return type("Wrong", (SealedModel,), {**body, "Meta": meta})


def _registry():
    registry = Apps()
    registry.all_models.update(REGISTRY.all_models)
    registry.all_models["vault"] = {"datakey": REGISTRY.all_models["vault"]["datakey"]}
    return registry


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"meta": {"ordering": ["-words"]}}, "ordering uses words"),
        (
            {"meta": {"indexes": [models.Index(fields=["words"], name="x")]}},
            "an index uses words",
        ),
        (
            {
                "meta": {
                    "constraints": [models.UniqueConstraint(fields=["words"], name="x")]
                }
            },
            "a constraint uses words",
        ),
        ({"meta": {"unique_together": [("words", "id")]}}, "unique_together"),
        ({"words": SealedTextField(unique=True)}, "unique or indexed"),
        ({"__str__": lambda self: self.words}, "__str__ uses words"),
    ],
)
def test_the_system_check_refuses(attributes, words):
    found = [error.msg for error in wrong(**attributes).check() if words in error.msg]
    assert found


def test_the_system_check_is_content_with_a_good_model():
    assert [each for each in Note.check() if each.id.startswith("vault")] == []
