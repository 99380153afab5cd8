"""Two spellings of one name are near; two people's names are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.training.names import LONGEST, is_near, name_key, number_key, slips


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoe O'Brien", "O’BRIEN, Zoë"),
        ("Łukasz Nowak", "lukasz  NOWAK"),
        ("Søren Vang", "Soren Vang"),
        ("Ann-Marie Poole", "Ann Marie Poole"),
        ("Straße", "STRASSE"),
    ],
)
def test_word_order_case_accents_and_punctuation_do_not_tell_people_apart(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Smith", "Jon Smith"),
        ("Zohn Smith", "John Smith"),
        ("Jane Smtih", "Jane Smith"),
        ("J Smith", "Jane Smith"),
        ("Ann Mary Poole", "Ann Poole"),
        ("Cllr Owen Marsh", "Owen Marsh"),
    ],
)
def test_a_letter_an_initial_or_a_missing_name_is_near(one, other):
    assert is_near(name_key(one), name_key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Smith", "Jane Smith"),
        ("John Smith", "John Jones"),
        ("Li Wu", "Li Xu"),
        ("Ann Poole", ""),
        ("", ""),
        ("Mary Poole", "Ann Poole"),
    ],
)
def test_two_peoples_names_are_not_near(one, other):
    assert not is_near(name_key(one), name_key(other))


@given(st.text(max_size=300))
def test_folding_twice_changes_nothing_and_fits_the_column(name):
    key = name_key(name)
    assert name_key(key) == key
    assert len(key) <= LONGEST


@given(st.text(max_size=60), st.text(max_size=60))
def test_being_near_goes_both_ways(one, other):
    one, other = name_key(one), name_key(other)
    assert is_near(one, other) == is_near(other, one)


@given(st.text(alphabet="abcdefghij ", min_size=4, max_size=30), st.data())
def test_one_letter_left_out_of_a_longer_word_is_always_near(name, data):
    words = name_key(name).split()
    long_words = [place for place, word in enumerate(words) if len(word) > 3]
    if long_words:
        place = data.draw(st.sampled_from(long_words))
        letter = data.draw(st.integers(0, len(words[place]) - 1))
        word = words[place]
        typed = [
            *words[:place],
            word[:letter] + word[letter + 1 :],
            *words[place + 1 :],
        ]
        assert is_near(name_key(name), name_key(" ".join(typed)))
        assert slips(name_key(name)) & slips(name_key(" ".join(typed)))


@pytest.mark.parametrize(
    ("one", "other"),
    [("00123", "123"), ("A-12 b", "a12B"), ("77 (Ashby Leisure)", "77"), ("0", "000")],
)
def test_a_number_is_the_same_however_it_is_written(one, other):
    assert number_key(one) == number_key(other)
