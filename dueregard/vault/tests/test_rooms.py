"""Who looked is written down, or nothing is shown."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from dueregard.access.purposes import Purpose
from dueregard.audit.models import Entry
from dueregard.audit.services import NotRecorded
from dueregard.vault import blind, rooms, services, tenancy
from dueregard.vault.errors import KeysUnavailable, RoomClosed, Unreadable
from dueregard.vault.middleware import LockedMiddleware

from .conftest import CANARY
from .samples import Note

LOOKED = "vault.looked"


def looks():
    return list(Entry.objects.filter(event=LOOKED).order_by("pk"))


def test_a_look_is_recorded_with_who_what_why_and_by_which_door(
    note, opened, coordinator
):
    with opened(note, door="detail"):
        assert note.words
    (entry,) = looks()
    assert entry.person_id == coordinator.pk
    assert entry.authority_id == note.authority_id
    assert (entry.subject_type, entry.subject_id) == ("vault.note", str(note.pk))
    assert entry.facts == {
        "purpose": "triage",
        "door": "detail",
        "groups": ["G1", "G2"],
        "kinds": ["vault.note"],
        "subjects": [str(note.pk)],
    }


def test_the_record_of_a_look_holds_no_words(note, opened):
    with opened(note):
        assert note.words
    (entry,) = looks()
    assert CANARY not in str(entry.__dict__)


def test_a_list_is_one_look_at_many(make_note, opened):
    notes = [make_note(f"{n}") for n in range(3)]
    with opened(door="list") as room:
        room.show_all(Note.objects.order_by("pk"))
    (entry,) = looks()
    assert entry.subject_id == ""
    assert sorted(entry.facts["subjects"]) == sorted(str(each.pk) for each in notes)


def test_a_room_in_which_nothing_was_shown_records_nothing(opened, db):
    with opened():
        pass
    assert looks() == []


def test_a_page_that_breaks_shows_nothing_and_records_nothing(note, opened):
    with pytest.raises(ZeroDivisionError), opened(note):
        1 / 0  # noqa: B018
    assert looks() == []


def test_a_purpose_must_be_one_of_the_list(note, marlbrook, coordinator):
    room = rooms.case_room(
        coordinator,
        authority=marlbrook,
        purpose="curiosity",
        door="detail",
        groups=["G1"],
    )
    with pytest.raises(ValueError, match="curiosity"), room:
        pass


def test_a_row_of_another_authority_is_not_shown(note, opened, ashby_vale):
    with opened(authority=ashby_vale) as room, pytest.raises(RoomClosed):
        room.show(note)


def test_a_room_within_a_room_shows_its_own(make_note, opened):
    outer, inner = make_note("outer"), make_note("inner")
    with opened(outer):
        with opened(inner):
            assert inner.words == "inner"
            with pytest.raises(RoomClosed):
                outer.words  # noqa: B018
        assert outer.words == "outer"


def test_the_authority_is_forgotten_when_the_room_is_left(note, opened):
    with opened(note):
        assert tenancy.current() == note.authority_id
    assert tenancy.current() is None


def test_keys_are_dropped_when_the_room_is_left(note, opened):
    with opened(note) as room:
        services.index(note.data_key, blind.tokens_of_name("Ann Other"))
        assert room._opened
        assert room.fetched.versions
        assert room.fetched.index_key
    assert not room._opened
    assert not room._readable
    assert not room.fetched.versions
    assert not room.fetched.index_key


def test_a_room_within_a_room_leaves_the_outer_one_what_it_fetched(note, opened):
    with opened(note) as room:
        services.index(note.data_key, blind.tokens_of_name("Ann Other"))
        with opened(note):
            pass
        assert room.fetched.versions
        assert room.fetched.index_key


def test_many_rows_cost_as_many_statements_as_one(make_note, opened):
    def statements(notes):
        with opened() as room:
            before = len(connection.queries_log)
            room.show_all(notes)
            assert all(note.words for note in notes)
            return len(connection.queries_log) - before

    notes = [make_note() for _ in range(25)]
    connection.force_debug_cursor = True
    try:
        assert statements(notes[:1]) == statements(notes) == 2
    finally:
        connection.force_debug_cursor = False


@pytest.fixture
def unwritable(db):
    """Nobody can add to the audit."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE RULE no_room AS ON INSERT TO audit_entry DO INSTEAD "
                "SELECT 1 / (SELECT 0)"
            )
        else:
            cursor.execute(
                "CREATE TRIGGER no_room BEFORE INSERT ON audit_entry "
                "BEGIN SELECT RAISE(ABORT, 'no room left'); END"
            )


@pytest.fixture
def page(note, marlbrook):
    """A view that shows the note, behind the middleware; call it to ask for it."""

    def view(request):
        with rooms.case_room(
            request,
            authority=marlbrook,
            purpose=Purpose.TRIAGE,
            door="detail",
            groups=["G1"],
        ) as room:
            return HttpResponse(room.show(note).words)

    def ask(user, view=view):
        request = RequestFactory().get("/")
        request.user, request.resolver_match, request.session = user, None, {}
        middleware = LockedMiddleware(view)
        try:
            return middleware(request)
        except Exception as error:
            answer = middleware.process_exception(request, error)
            if answer is None:
                raise
            return answer

    return ask


def test_the_page_shows_the_record(page, coordinator):
    answer = page(coordinator)
    assert (answer.status_code, answer.content.decode()) == (200, CANARY)


def test_when_the_look_cannot_be_recorded_nothing_is_shown(
    page, coordinator, unwritable, caplog
):
    answer = page(coordinator)
    text = answer.content.decode()
    assert answer.status_code == 503
    assert CANARY not in text
    assert "nothing was shown or changed" in text
    reference = text.split("<strong>")[-1].partition("<")[0]
    assert reference in caplog.text
    assert CANARY not in caplog.text


def test_without_keys_the_page_says_so_and_whom_to_ring(
    page, coordinator, marlbrook, settings, tmp_path
):
    marlbrook.public_contact = "Ring 01234 567890 in office hours."
    marlbrook.save()
    settings.KEY_FILE = tmp_path / "gone.json"
    answer = page(coordinator)
    text = answer.content.decode()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Records are locked" in text
    assert "999" in text
    assert "01234 567890" in text
    assert CANARY not in text


def test_a_damaged_record_says_so_without_details(page, coordinator):
    def view(request):
        raise Unreadable("what is wrong")

    text = page(coordinator, view).content.decode()
    assert "cannot be opened now" in text
    assert "what is wrong" not in text


def test_any_other_mistake_is_not_dressed_up(page, coordinator):
    def view(request):
        raise RoomClosed("our own mistake")

    with pytest.raises(RoomClosed):
        page(coordinator, view)


def test_a_write_that_cannot_be_recorded_is_not_made(make_note, unwritable, opened):
    note = make_note()
    with pytest.raises(NotRecorded), opened(note):
        note.stage = "changed"
        note.save()
    with tenancy.of(note.authority_id):
        assert Note.objects.get(pk=note.pk).stage == "new"


def test_keys_that_are_gone_are_no_reason_to_call_a_room_closed():
    assert not issubclass(KeysUnavailable, RoomClosed)


def test_only_drafts_are_read_without_a_note(note, make_draft, marlbrook):
    for rows in ([note], [make_draft({"n": 1}), note]):
        own_words = rooms.own_words(marlbrook, rows)
        with pytest.raises(RoomClosed, match="Only drafts"), own_words:
            pass
