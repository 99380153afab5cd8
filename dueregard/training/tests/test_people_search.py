"""People are found by the beginnings of words, by index, on both databases."""

import pytest
from django.db import connection

from dueregard.training.models import Learner
from dueregard.training.search import install, matching

from .factories import LearnerFactory

pytestmark = pytest.mark.django_db


def found(typed):
    people = matching(Learner.objects.all(), typed)
    return sorted(people.values_list("number", flat=True))


@pytest.fixture
def people(marlbrook):
    for number, name in (
        ("MC-1001", "Zoë O’Hara"),
        ("MC-1002", "Ann Poole"),
        ("0017", "Łucja Pool"),
        ("1e5/7", ""),
    ):
        LearnerFactory(authority=marlbrook, number=number, name=name)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("pool", ["0017", "MC-1002"]),
        ("POOLE, ann", ["MC-1002"]),
        ("zoe ohara", ["MC-1001"]),
        ("O'H", ["MC-1001"]),
        ("lucja", ["0017"]),
        ("MC-1001", ["MC-1001"]),
        ("mc 10", ["MC-1001", "MC-1002"]),
        ("poole mc", ["MC-1002"]),
        ("1e5", ["1e5/7"]),
        ("oole", []),
        ("17", []),
    ],
)
def test_each_word_typed_begins_a_word_of_the_name_or_the_number(
    people, typed, numbers
):
    assert found(typed) == numbers


@pytest.mark.parametrize(
    "typed",
    [
        "'",
        '"',
        "ann' | 'zoe",
        "NOT ann",
        "ann*",
        "(",
        "\x00",
        "&!|",
        "%",
        "a:b",
        "’",
        " ",
    ],
)
def test_nothing_that_is_typed_is_an_operator(people, typed):
    assert set(found(typed)) <= {"MC-1002"}


def test_the_index_follows_changes_and_deletions(people):
    Learner.objects.filter(number="MC-1002").update(
        name="Bo Reed", name_key="bo reed", number="9"
    )
    assert (found("poole"), found("reed"), found("9")) == ([], ["9"], ["9"])
    Learner.objects.filter(number="9").delete()
    assert found("reed") == []


def test_putting_the_index_in_place_again_changes_nothing(marlbrook):
    install(using=connection.alias)
    LearnerFactory(authority=marlbrook, number="5", name="Ann Poole")
    assert found("poole") == ["5"]
