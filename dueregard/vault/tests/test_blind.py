"""Finding by name and number without a word of it being stored."""

import unicodedata
from datetime import date

import pytest
from django.db import connection

from dueregard import keys
from dueregard.vault import blind, rooms, services, tenancy
from dueregard.vault.models import BlindToken, DataKey


@pytest.fixture
def named(make_note, marlbrook):
    """Write a record that is found by a name; answers its data key."""

    def name(text, authority=marlbrook):
        key = make_note(text, authority=authority).data_key
        services.index(key, blind.tokens_of_name(text))
        return key.pk

    return name


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Conor O'Brien", "conor obrien"),
        ("Conor O’Brien", "O'BRIEN"),
        ("Siân Llywelyn-Rhŷs", "Sian Llywelyn Rhys"),
        ("Łukasz Wójcik", "Lukasz Wojcik"),
        ("Zoë", "zoe"),
        ("Ann Other", "Other, Ann"),
        ("Ann Mary Other", "Other Ann"),
        ("Mohammed Hussain", "Muhammad Hussein"),
        ("محمد حسین", "Mohammed Hussain"),
        ("Ahmed", "أحمد"),
        ("Кузнецов", "Kuznetsov"),
        ("Catherine Smyth", "Katherine Smith"),
        ("O", "o"),
        ("李", "Li"),
        (unicodedata.normalize("NFD", "Siân Ó Dálaigh"), "Siân Ó Dálaigh"),
        ("Андрей", unicodedata.normalize("NFD", "Андрей")),
        ("Tāne Tuʻipulotu", "Tane Tuipulotu"),
        ("D`Souza", "DSouza"),
        ("SIÂN Ó DÁLAIGH", unicodedata.normalize("NFD", "Siân Ó Dálaigh")),
    ],
)
def test_a_name_is_found_however_it_is_written(named, marlbrook, written, asked):
    key = named(written)
    named("Somebody Quitedifferent")
    with rooms.sealing(marlbrook):
        assert blind.find_name(marlbrook, asked) == [key]


@pytest.mark.parametrize("name", ["Siân Ó Dálaigh", "Андрей", "Zoë"])
def test_accents_may_be_written_apart_from_their_letters(name):
    apart = unicodedata.normalize("NFD", name)
    assert apart != name
    assert blind.words_of(apart) == blind.words_of(name)


@pytest.mark.parametrize("asked", ["", " ", "-", "'", "…"])
def test_a_name_without_a_letter_finds_nobody(named, marlbrook, asked):
    named("Ann Other")
    with rooms.sealing(marlbrook):
        assert blind.find_name(marlbrook, asked) == []


def test_every_word_must_be_met(named, marlbrook):
    named("Ann Other")
    with rooms.sealing(marlbrook):
        assert blind.find_name(marlbrook, "Ann Quill") == []


def test_somebody_without_a_surname_is_found_by_the_one_name(named, marlbrook):
    key = named("Prasad")
    with rooms.sealing(marlbrook):
        assert blind.find_name(marlbrook, "Prasad") == [key]


def test_a_name_of_another_authority_is_not_found(named, marlbrook, ashby_vale):
    named("Ann Other", authority=ashby_vale)
    with rooms.sealing(marlbrook):
        assert blind.find_name(marlbrook, "Ann Other") == []


def test_equal_names_of_two_authorities_leave_nothing_equal(
    named, marlbrook, ashby_vale
):
    named("Ann Other")
    named("Ann Other", authority=ashby_vale)
    seen = []
    for authority in (marlbrook, ashby_vale):
        with tenancy.of(authority):
            mine = BlindToken.objects.filter(authority=authority)
            seen.append({bytes(row.token) for row in mine})
    assert seen[0]
    assert not seen[0] & seen[1]


def test_dates_of_birth_and_numbers_are_found(make_note, marlbrook):
    key = make_note().data_key
    born, number = (
        blind.token_of_birth(date(2016, 2, 29)),
        blind.token_of_number("nhs", "943 476 5919"),
    )
    services.index(key, [born, number])
    with rooms.sealing(marlbrook):
        assert blind.find(marlbrook, blind.BORN, ["2016-02-29"]) == {key.pk}
        _, asked = blind.token_of_number("nhs", "943-476-5919")
        assert blind.find(marlbrook, blind.NUMBER, [asked]) == {key.pk}
        assert blind.find(marlbrook, blind.WORD, [asked]) == set()


def test_a_name_that_was_corrected_is_found_by_the_new_one_only(make_note, marlbrook):
    key = make_note().data_key
    services.index(key, blind.tokens_of_name("Ann Other"))
    services.index(key, blind.tokens_of_name("Ann Quill"))
    with rooms.sealing(marlbrook):
        assert blind.find_name(marlbrook, "Other") == []
        assert blind.find_name(marlbrook, "Quill") == [key.pk]


def test_a_name_corrected_where_its_record_was_made_is_found_by_the_new_one_only(
    marlbrook,
):
    with rooms.sealing(marlbrook):
        key = services.new_key(marlbrook, DataKey.Kind.PERSON)
        services.index(key, blind.tokens_of_name("Ann Other"))
        services.index(key, blind.tokens_of_name("Ann Quill"))
        assert blind.find_name(marlbrook, "Other") == []
        assert blind.find_name(marlbrook, "Quill") == [key.pk]


def test_a_room_lends_its_index_key_to_no_other_authority(
    make_note, named, marlbrook, ashby_vale
):
    theirs = make_note("Ann Other", authority=ashby_vale).data_key
    named("Ann Other")
    with rooms.sealing(marlbrook):
        assert blind.find_name(marlbrook, "Other")
        services.index(theirs, blind.tokens_of_name("Ann Other"))
    with rooms.sealing(ashby_vale):
        assert blind.find_name(ashby_vale, "Other") == [theirs.pk]


def test_a_name_is_still_found_when_the_keys_were_changed(
    named, marlbrook, settings, tmp_path
):
    settings.KEY_FILE = tmp_path / "keys.json"
    keys.create(settings.KEY_FILE)
    key = named("Ann Other")
    services.rotate()
    with rooms.sealing(marlbrook):
        assert blind.find_name(marlbrook, "Other") == [key]


def test_no_word_of_a_name_is_in_the_index(named, marlbrook):
    named("Quillfeather")
    with tenancy.of(marlbrook), connection.cursor() as cursor:
        cursor.execute("SELECT kind, token FROM vault_blindtoken")
        rows = [(kind, bytes(token)) for kind, token in cursor.fetchall()]
    assert rows
    assert all(len(token) == 16 for _, token in rows)
    assert b"quill" not in b"".join(token for _, token in rows).lower()


def test_a_name_of_any_length_makes_a_bounded_number_of_tokens():
    assert len(blind.tokens_of_name("ab cd " * 10_000)) <= 12 * 3
