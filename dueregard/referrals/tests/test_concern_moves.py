"""The table of moves, walked: every state, every move, every kind of person."""

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import person_with
from dueregard.referrals.concern_workflow import CONCERN_WORKFLOW
from dueregard.referrals.models import Concern
from dueregard.vault.rooms import sealing

from .concerns import a_concern, a_school

pytestmark = pytest.mark.django_db
Status = Concern.Status
PEOPLE = ("noticer", "checker", "colleague", "lead", *Role.values)


@pytest.fixture
def school():
    return a_school()


def the(who, school):
    """`noticer` and `checker` are those of the concern; the checker is no lead."""
    named = {"noticer": school.tutor, "checker": school.colleague, "lead": school.lead}
    if who == "colleague":
        return a_school(school.authority, name="Weir College").tutor
    return named.get(who) or person_with(who, school.authority)


def in_state(school, status):
    concern = a_concern(school)
    ended = clock.today() if status in (Status.NOT_SHARED, Status.REFERRED) else None
    with sealing(school.authority):
        Concern.objects.filter(pk=concern.pk).update(
            status=status, checker=school.colleague, ended_on=ended, shred_on=ended
        )
        return Concern.objects.get(pk=concern.pk)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("status", Status)
def test_only_the_noticer_and_the_checker_make_moves_and_only_as_the_table_says(
    school, status, who
):
    concern, person = in_state(school, status), the(who, school)
    owner = {"end": "checker", "refer": "checker"}
    with sealing(school.authority):
        for name, move in CONCERN_WORKFLOW.moves.items():
            if who != owner.get(name, "noticer"):
                with pytest.raises(NotAllowed):
                    CONCERN_WORKFLOW.check(concern, name, by=person)
            elif status != move.source:
                with pytest.raises(NotNow):
                    CONCERN_WORKFLOW.check(concern, name, by=person)
            else:
                CONCERN_WORKFLOW.check(concern, name, by=person)


def test_every_open_state_has_somebody_whose_turn_it_is():
    for status in (Status.NOTICED, Status.CHECKING):
        assert any(move.source == status for move in CONCERN_WORKFLOW.moves.values())
    assert set(CONCERN_WORKFLOW.statuses()) == set(Status)
