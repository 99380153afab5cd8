"""A child's referral goes beside one to social care; a small child's after it."""

from datetime import date, timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.referrals import guards, services
from dueregard.referrals.codes import OtherSupport, Outcome
from dueregard.referrals.services import Closing, Step
from dueregard.vault import tenancy

from .factories import make_referral, staff
from .pages import again, opens, sends, signed_in

pytestmark = pytest.mark.django_db
CLOSING = Closing(Outcome.SIGNPOSTED, OtherSupport.CHILDREN, "Social care leads.")
FIRST = "children’s social care has it"


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


def child_of(years, marlbrook, officer):
    born = clock.today() - timedelta(days=int(years * 365.25) + 5)
    referral = make_referral(
        marlbrook, subject={"surname": "Ashgrove", "born_on": born}
    )
    services.accept(referral, by=officer)
    services.set_mark(referral, "clear", by=officer)
    return again(referral)


def test_nothing_of_a_nine_year_old_proceeds_before_social_care_has_it(
    marlbrook, people
):
    officer, coordinator = people[Role.GATEWAY_OFFICER], people[Role.COORDINATOR]
    child = child_of(9, marlbrook, officer)
    assert child.subject.age_route == "under_10"
    for act in (
        lambda: services.go_on(child, by=officer),
        lambda: services.close(child, CLOSING, by=officer),
        lambda: services.pass_on(child, by=officer, note="Elsewhere."),
        lambda: services.note_step(child, Step.CONTACT, by=coordinator, note="Rang."),
    ):
        with pytest.raises(NotNow, match=FIRST):
            act()
    with tenancy.of(marlbrook):
        assert guards.missing("ask_for_information", child)
    services.note_step(
        child, Step.URGENT, by=coordinator, note="Strategy.", agreed_by="Jo Ward"
    )
    answered = {"to_children": True, "is_made": True, "reason": "A child."}
    services.answer_parallel(child, by=coordinator, **answered)
    with pytest.raises(NotNow, match=FIRST):
        services.go_on(child, by=officer)
    services.acknowledge_parallel(
        child,
        by=coordinator,
        to_children=True,
        acknowledged_by="Jo Ward",
        acknowledged_on=clock.today(),
    )
    services.go_on(child, by=officer)


def test_a_small_childs_referral_to_social_care_cannot_be_declined(marlbrook, people):
    child = child_of(9, marlbrook, people[Role.GATEWAY_OFFICER])
    with pytest.raises(NotNow, match="always referred"):
        services.answer_parallel(
            child,
            by=people[Role.COORDINATOR],
            to_children=True,
            is_made=False,
            reason="No need.",
        )


@pytest.mark.parametrize("is_made", [True, False])
def test_of_a_child_it_is_answered_either_way_with_a_reason(marlbrook, people, is_made):
    officer, coordinator = people[Role.GATEWAY_OFFICER], people[Role.COORDINATOR]
    child = child_of(14, marlbrook, officer)
    for act in (
        lambda: services.go_on(child, by=officer),
        lambda: services.close(child, CLOSING, by=officer),
    ):
        with pytest.raises(NotNow, match="whether children’s social care is told"):
            act()
    answer = {"to_children": True, "is_made": is_made, "by": coordinator}
    with pytest.raises(NotNow, match="reason"):
        services.answer_parallel(child, reason=" ", **answer)
    services.answer_parallel(child, reason="Known to them.", **answer)
    services.go_on(child, by=officer)


def test_an_adult_needs_no_answer(marlbrook, people):
    officer = people[Role.GATEWAY_OFFICER]
    services.go_on(child_of(30, marlbrook, officer), by=officer)


def test_the_pages_write_the_answer_and_the_acknowledgement(marlbrook, people):
    child = child_of(9, marlbrook, people[Role.GATEWAY_OFFICER])
    client = signed_in(people[Role.COORDINATOR])
    assert "social care comes first" in opens(client, child).content.decode()
    day = date.fromisoformat(clock.today().isoformat())
    parts = {"_day": day.day, "_month": day.month, "_year": day.year}
    told = {f"made_on{part}": value for part, value in parts.items()}
    told |= {"is_made": "yes", "reason": "Under 10."}
    answer = sends(client, child, "parallel", told, "children")
    assert answer.status_code == 302, answer.content.decode()
    heard = {f"acknowledged_on{part}": value for part, value in parts.items()}
    heard |= {"acknowledged_by": "Jo Ward"}
    answer = sends(client, child, "parallel_acknowledged", heard, "children")
    assert answer.status_code == 302
    assert "that they have it" in opens(client, child).content.decode()
    assert opens(client, child, "parallel", "cousins").status_code == 404
