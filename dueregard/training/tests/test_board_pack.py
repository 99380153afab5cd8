"""What a board pack says of training: counts now and then, and nobody's name."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.plans.board_pack.registry import sections_of_rooms
from dueregard.training.models import OrganisationReturn
from dueregard.training.services.standing import refresh

from .factories import CompletionFactory, LearnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def since():
    return clock.today() - timedelta(days=90)


def section(authority, since):
    (found,) = [
        one
        for one in sections_of_rooms(authority, since)
        if one.heading.startswith("Training")
    ]
    return found


@pytest.fixture
def register(marlbrook, council, front_line, catalogue):
    """Eight people: one in date for long, one since last week, six never."""
    people = [
        LearnerFactory(
            authority=marlbrook,
            organisation=council,
            name=f"Example {number}",
            role_groups=[front_line],
        )
        for number in range(8)
    ]
    for learner, days in zip(people, (200, 7), strict=False):
        CompletionFactory(
            learner=learner,
            course=catalogue.awareness,
            completed_on=clock.today() - timedelta(days=days),
        )
    front_line.requirements.update(starts_on=clock.today() - timedelta(days=400))
    refresh(authority=marlbrook)
    return people


def test_the_board_reads_of_how_many_now_and_at_its_last_meeting(
    marlbrook, register, since
):
    rows = {row.cells[0]: row.cells[1:] for row in section(marlbrook, since).rows}
    assert rows["In date, of those in scope"] == ["2 of 8 (25%)", "1 of 8 (13%)"]
    assert rows["Unknown"] == ["6", "7"]
    assert rows["Lapsed"] == ["0", "0"]


def test_who_is_silent_is_counted_and_not_named(marlbrook, register, since):
    for number in range(3):
        OrganisationFactory(
            name=f"School {number}",
            kind=Organisation.Kind.SCHOOL,
            sector=Organisation.Sector.EDUCATION,
            authorities=[marlbrook],
        )
    told = Organisation.objects.get(name="School 1")
    OrganisationReturn.objects.create(
        authority=marlbrook,
        organisation=told,
        kind=OrganisationReturn.Kind.PEOPLE,
        received_on=clock.today() - timedelta(days=30),
    )
    found = section(marlbrook, since)
    now, then = found.rows[-1].cells[1:]
    silent, of, expected = now.partition(" of ")
    assert then == f"{int(silent) + 1}{of}{expected}"
    text = str(found)
    assert "School" not in text
    assert "Example" not in text


def test_nothing_of_it_is_in_the_public_part(marlbrook, register, since):
    found = section(marlbrook, since)
    assert found.is_exempt
    assert all(row.is_exempt for row in found.rows)


def test_without_a_register_a_pack_says_nothing_of_training(marlbrook, since):
    assert sections_of_rooms(marlbrook, since) == []
