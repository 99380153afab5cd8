"""Which records are proposed as one person, and which are not."""

import pytest

from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.training.duplicates import MOST_ALIKE, near_ones, proposals
from dueregard.training.models import Learner
from dueregard.training.services import keep_apart

from .factories import LearnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(marlbrook, council):
    def added(name="", number="", organisation=council, **facts):
        return LearnerFactory(
            authority=marlbrook,
            organisation=organisation,
            name=name,
            number=number,
            **facts,
        )

    return added


@pytest.fixture
def school(marlbrook):
    return OrganisationFactory(name="Weir Primary School", authorities=[marlbrook])


def whys():
    return sorted(
        (
            pair.one.name or pair.one.number,
            pair.other.name or pair.other.number,
            pair.why,
        )
        for pair in proposals(Learner.objects.all())
    )


def test_the_same_number_in_another_spelling_is_proposed(add):
    add("Ann Poole", "0017")
    add("", "17")
    assert whys() == [("17", "Ann Poole", "Same staff number")]


def test_near_and_equal_names_at_one_organisation_are_proposed(add):
    add("Ann Poole", "1")
    add("Anne Poole", "2")
    add("POOLE, Anne", "3")
    assert whys() == [
        ("Ann Poole", "Anne Poole", "Names that are alike"),
        ("Ann Poole", "POOLE, Anne", "Names that are alike"),
        ("Anne Poole", "POOLE, Anne", "Same name"),
    ]


def test_names_alone_say_nothing_across_organisations(add, school):
    add("Ann Poole", "1")
    add("Ann Poole", "2", school)
    assert whys() == []


def test_a_number_across_organisations_needs_a_near_name(add, school):
    add("Ann Poole", "17")
    add("Anne Poole", "17", school)
    add("Bo Reed", "17 ", OrganisationFactory())
    assert whys() == [
        ("Ann Poole", "Anne Poole", "Same staff number, and names that are alike")
    ]


def test_the_same_address_is_proposed_anywhere(add, school):
    add("Ann Poole", "1", email="ann@marlbrook.example")
    add("A Reed", "2", school, email="ann@marlbrook.example")
    assert whys() == [("A Reed", "Ann Poole", "Same e-mail")]


def test_what_somebody_said_is_two_people_is_not_proposed(add, lead):
    one, other = add("Ann Poole", "1"), add("Anne Poole", "2")
    keep_apart(one, other, by=lead)
    assert whys() == []


def test_a_crowd_with_one_name_is_not_compared_pair_by_pair(add):
    for number in range(MOST_ALIKE + 1):
        add("Ann Poole", str(number + 1))
    assert whys() == []


def test_whoever_is_about_to_be_added_is_looked_for(add, marlbrook, council):
    ann = add("Ann Poole", "0017")
    for number, name in (("17", ""), ("", "Anne Poole"), ("17", "Bo Reed")):
        assert near_ones(marlbrook, council, number=number, name=name) == [ann]
    assert near_ones(marlbrook, council, number="18", name="Bo Reed") == []
    assert near_ones(marlbrook, council, number="", name="") == []
