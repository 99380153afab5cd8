"""A mistaken or malicious referral counts as none; each who holds it is told."""

from datetime import date

import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.referrals import services
from dueregard.referrals.codes import OtherSupport, Outcome
from dueregard.referrals.models import Correction, CorrectionNotice, Referral
from dueregard.referrals.services import Closing
from dueregard.vault import tenancy

from .factories import make_referral, not_told_yet, police_destination, staff
from .pages import again, opens, sends, signed_in

pytestmark = pytest.mark.django_db
ADULT = {"forenames": "Corin", "surname": "Ashgrove", "born_on": date(1990, 3, 14)}


@pytest.fixture
def marlbrook():
    made = AuthorityFactory(name="Marlbrook")
    police_destination(made)
    return made


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def chair(people):
    return people[Role.PANEL_CHAIR]


def at_gateway(marlbrook, people, **kwargs):
    referral = make_referral(marlbrook, subject=ADULT, **kwargs)
    services.accept(referral, by=people[Role.GATEWAY_OFFICER])
    not_told_yet(referral, people[Role.COORDINATOR])
    return again(referral)


def close(referral, people, outcome=Outcome.NO_FURTHER_ACTION):
    closing = Closing(outcome, OtherSupport.NONE_NEEDED, "Canaryword of the reason.")
    services.close(referral, closing, by=people[Role.GATEWAY_OFFICER])
    return again(referral)


def repeat_of(earlier, marlbrook, people):
    """A later referral, still open, of the same person."""
    later = make_referral(marlbrook, subject={"forenames": "Bo", "surname": "Quill"})
    with tenancy.of(marlbrook):
        Referral.objects.filter(pk=later.pk).update(subject=earlier.subject_id)
        services.recount(earlier.subject)
    return again(later)


def marks(referral) -> int:
    kind = Correction.Kind.MADE_IN_ERROR
    with tenancy.of(referral.authority):
        return referral.corrections.filter(kind=kind).count()


def held_by(referral) -> int:
    with tenancy.of(referral.authority):
        return CorrectionNotice.objects.filter(referral=referral).count()


@pytest.mark.parametrize("outcome", [Outcome.MISTAKEN, Outcome.MALICIOUS])
def test_what_is_closed_so_is_marked_and_each_holder_is_told(
    marlbrook, people, outcome
):
    referral = close(at_gateway(marlbrook, people), people, outcome)
    assert marks(referral) == 1
    assert held_by(referral) == 1
    page = opens(signed_in(people[Role.COORDINATOR]), referral).content.decode()
    assert "Made in error, " in page
    assert "Drew a plan of the hall" in page


def test_another_ending_marks_nothing(marlbrook, people):
    referral = close(at_gateway(marlbrook, people), people)
    assert (marks(referral), held_by(referral)) == (0, 0)


def test_the_chair_marks_one_that_has_ended(marlbrook, people, chair):
    referral = close(at_gateway(marlbrook, people), people)
    kept_until = referral.retention_due_on
    later = repeat_of(referral, marlbrook, people)
    assert later.sequence == 2
    services.find_made_in_error(
        referral, Outcome.MALICIOUS, reason="The writer said so.", by=chair
    )
    row = again(referral)
    assert row.outcome == Outcome.MALICIOUS
    assert row.status == "closed"
    assert row.retention_due_on < kept_until
    assert again(later).sequence == 1
    assert (marks(referral), held_by(referral)) == (1, 1)


def test_the_reason_stays_here(marlbrook, people, chair):
    referral = close(at_gateway(marlbrook, people), people, Outcome.MISTAKEN)
    page = opens(signed_in(chair), referral, "disclosures").content.decode()
    assert "it was mistaken" in page
    assert "Canaryword" not in page


@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.CASE_OFFICER, Role.GATEWAY_OFFICER]
)
def test_who_closes_at_the_gateway_does_not_mark_it(marlbrook, people, role):
    referral = close(at_gateway(marlbrook, people), people)
    with pytest.raises(NotAllowed):
        services.find_made_in_error(
            referral, Outcome.MISTAKEN, reason="So.", by=person_with(role, marlbrook)
        )


def test_an_open_one_is_closed_instead(marlbrook, people, chair):
    referral = at_gateway(marlbrook, people)
    with pytest.raises(NotNow, match="close it as mistaken"):
        services.find_made_in_error(referral, Outcome.MISTAKEN, reason="So.", by=chair)


def test_it_is_marked_once_for_a_reason_and_as_one_of_two(marlbrook, people, chair):
    referral = close(at_gateway(marlbrook, people), people)
    for outcome, reason in (
        (Outcome.SIGNPOSTED, "So."),
        (Outcome.MISTAKEN, " "),
    ):
        with pytest.raises(NotNow):
            services.find_made_in_error(referral, outcome, reason=reason, by=chair)
    services.find_made_in_error(referral, Outcome.MISTAKEN, reason="So.", by=chair)
    with pytest.raises(NotNow, match="already"):
        services.find_made_in_error(referral, Outcome.MISTAKEN, reason="So.", by=chair)


def test_the_page_asks_the_chair(marlbrook, people, chair):
    referral = close(at_gateway(marlbrook, people), people)
    client = signed_in(chair)
    assert "It was made in error" in opens(client, referral).content.decode()
    text = sends(client, referral, "made_in_error", {}).content.decode()
    assert "Select what it was" in text
    given = {"outcome": "mistaken", "reason": "It was another pupil."}
    assert sends(client, referral, "made_in_error", given).status_code == 302
    page = opens(client, again(referral)).content.decode()
    assert "Marked as made in error" in page
    assert "It was made in error</a>" not in page
