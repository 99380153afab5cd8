"""Staff numbers as spreadsheets write them: the same person, or perhaps."""

import pytest

from dueregard.training.importing.alike import Twice
from dueregard.training.models import Learner

from .factories import LearnerFactory
from .importing import errors, messages

pytestmark = pytest.mark.django_db
HERE = "Marlbrook Council,Front line,WRAP,01/03/2025"


@pytest.fixture
def ann(marlbrook, council):
    return LearnerFactory(
        authority=marlbrook, organisation=council, number="00123", name="Ann Lee"
    )


@pytest.mark.parametrize("typed", ["00123", "00123 ", " 00123", "'00123", '"\t00123"'])
def test_what_a_spreadsheet_adds_around_a_number_is_nothing(bring, ann, typed):
    bring(f"{typed},Ann Lee,{HERE}")
    assert Learner.objects.get() == ann
    assert ann.completions.count() == 1


@pytest.mark.parametrize(
    ("held", "typed"),
    [
        ("00123", "123"),
        ("123", "00123"),
        ("AB12", "ab12"),
        ("AB 12", "AB12"),
        ("AB-12", "ab/12"),
    ],
)
def test_a_number_that_is_nearly_somebodys_is_proposed_and_not_merged(
    send, confirm, ann, held, typed
):
    Learner.objects.filter(pk=ann.pk).update(number=held)
    upload = send(f"{typed},Ann Lee,{HERE}")
    assert upload.counts == {"uncertain": 1}
    assert errors(upload) == [(2, "Staff number")]
    assert f"Staff number {typed} may be {held}, Ann Lee, who is" in messages(upload)[0]
    confirm(upload, near=True)
    assert set(Learner.objects.values_list("number", flat=True)) == {held, typed}


def test_a_nearly_known_number_without_a_name_is_proposed_too(send, ann):
    assert send(f"123,,{HERE}").counts == {"uncertain": 1}


def test_a_nearly_known_number_of_another_name_is_another_person(send, ann):
    assert send(f"123,Bo Marsh,{HERE}").counts == {"new": 1}


def test_a_nearly_known_number_of_another_organisation_is_another_person(
    send, marlbrook, trust
):
    LearnerFactory(
        authority=marlbrook, organisation=trust.school, number="00123", name="Ann Lee"
    )
    assert send(f"123,Ann Lee,{HERE}").counts == {"new": 1}


def test_nearly_the_same_numbers_of_one_file_are_proposed(send):
    upload = send(f"00123,Ann Lee,{HERE}", f"123,Ann Lee,{HERE}", f"9,C D,{HERE}")
    assert upload.counts == {"new": 2, "uncertain": 1}
    assert "Staff number 123 may be 00123 in row 2" in messages(upload)[0]


def test_two_numbers_that_were_said_to_be_two_people_are_known_again(bring, send, ann):
    bring(f"123,Ann Lee,{HERE}", near=True)
    again = send(f"123,Ann Lee,{HERE}", "00123,Ann Lee,Marlbrook Council,,,")
    assert again.counts == {"same": 2}


def test_keys_that_came_twice_are_never_missed_and_few_others_are_looked_at():
    twice = Twice()
    for number in range(20_000):
        twice.add(hash(("place", str(number))))
    for number in range(0, 20_000, 100):
        twice.add(hash(("place", str(number))))
    for number in range(0, 20_000, 100):
        assert twice.may_be(hash(("place", str(number))))
    once = [n for n in range(20_000) if n % 100]
    taken = [n for n in once if twice.may_be(hash(("place", str(n))))]
    assert len(taken) < len(once) / 100
