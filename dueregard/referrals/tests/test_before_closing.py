"""What a closing still wants is said before anything is typed, with where to do it."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.referrals import services
from dueregard.referrals.models import Match
from dueregard.referrals.services.matching import LOOK_FIRST
from dueregard.referrals.services.telling import SAY_FIRST
from dueregard.vault.rooms import sealing

from . import ways
from .factories import make_referral, not_told_yet, staff
from .pages import again, opens, page_of, sends, signed_in
from .routes import by_link
from .test_children import child_of
from .test_moves import ADULT, CLOSING, at_gateway, repeated

pytestmark = pytest.mark.django_db
GIVEN = {"outcome": "nfa", "other_support": "none_needed", "reason": "A game."}


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def officer(people):
    return people[Role.GATEWAY_OFFICER]


def text_of(answer) -> str:
    return answer.content.decode()


def accepted(marlbrook, officer, subject=ADULT):
    referral = make_referral(marlbrook, subject=subject)
    services.accept(referral, by=officer)
    return again(referral)


def possibly_one(first, second) -> None:
    with sealing(first.authority_id):
        Match.objects.create(
            authority_id=first.authority_id,
            data_key_id=second.subject.data_key_id,
            first=first.subject,
            second=second.subject,
            because="both_names",
        )


def test_all_that_a_closing_wants_is_listed_with_links_before_the_form(
    marlbrook, officer
):
    referral = accepted(marlbrook, officer)
    possibly_one(make_referral(marlbrook), referral)
    page = text_of(opens(signed_in(officer), referral, "close"))
    assert "What is missing" in page
    for sentence, name in ((SAY_FIRST, "told"), (LOOK_FIRST, "same_person")):
        assert sentence in page
        assert f'href="{page_of(referral, name)}"' in page
    assert 'name="reason"' not in page


def test_of_a_child_the_page_leads_to_social_care(marlbrook, officer):
    child = child_of(12, marlbrook, officer)
    page = text_of(opens(signed_in(officer), child, "close"))
    assert f'href="{page_of(child, "parallel", "children")}"' in page


def test_of_a_small_child_it_leads_to_telling_and_then_to_what_care_said(
    marlbrook, officer
):
    child = child_of(9, marlbrook, officer)
    client = signed_in(officer)
    said_so = f'href="{page_of(child, "parallel_acknowledged", "children")}"'
    page = text_of(opens(client, child, "close"))
    assert f'href="{page_of(child, "parallel", "children")}"' in page
    assert said_so not in page
    services.answer_parallel(
        child, by=officer, to_children=True, is_made=True, reason="A child."
    )
    page = text_of(opens(client, child, "close"))
    assert said_so in page
    assert f'href="{page_of(child, "parallel", "children")}"' not in page


def test_the_form_stands_there_once_nothing_is_missing(marlbrook, officer):
    page = text_of(opens(signed_in(officer), at_gateway(marlbrook, officer), "close"))
    assert "What is missing" not in page
    assert 'name="reason"' in page


def test_what_was_typed_stays_when_something_is_missing_after_all(marlbrook, officer):
    referral = at_gateway(marlbrook, officer)
    possibly_one(make_referral(marlbrook), referral)
    page = text_of(sends(signed_in(officer), referral, "close", GIVEN))
    assert LOOK_FIRST in page
    assert "A game." in page
    assert again(referral).status == "gateway"


def test_where_it_is_done_is_no_link_for_whom_it_is_not_to_do(marlbrook, people):
    referral = ways.deciding(marlbrook, people)
    with sealing(marlbrook):
        referral.tellings.all().delete()
    client = signed_in(people[Role.PANEL_CHAIR])
    page = text_of(opens(client, referral, "find_no_grounds"))
    assert SAY_FIRST in page
    assert page_of(referral, "told") not in page


def test_a_second_person_reads_what_is_missing_before_they_confirm(marlbrook, officer):
    referral = repeated(at_gateway(marlbrook, officer))
    services.ask_to_close(referral, CLOSING, by=officer)
    possibly_one(make_referral(marlbrook), referral)
    second = signed_in(person_with(Role.GATEWAY_OFFICER, marlbrook))
    page = text_of(opens(second, referral, "confirm_closing"))
    assert LOOK_FIRST in page
    assert f'href="{page_of(referral, "same_person")}"' in page
    assert 'name="has_read"' not in page


@pytest.mark.parametrize(
    ("name", "data"),
    [("close", GIVEN), ("pass_on", {"note": "Ashby Vale, by letter."})],
)
def test_who_no_longer_sees_it_lands_on_the_queue(marlbrook, officer, name, data):
    referral = accepted(marlbrook, officer)
    not_told_yet(referral, officer)
    services.assign(referral, person_with(Role.GATEWAY_OFFICER, marlbrook), by=officer)
    client = signed_in(officer)
    done = sends(client, referral, name, data)
    assert done.status_code == 302
    after = client.get(done["Location"], follow=True)
    assert after.status_code == 200
    assert "There is a problem" not in text_of(after)


def test_the_coordinator_lands_on_the_referral(marlbrook, people, officer):
    referral = at_gateway(marlbrook, officer)
    told = clock.today() - timedelta(days=1)
    data = GIVEN | {"told_by": "Sgt Calder", "told_on_day": told.day}
    data |= {"told_on_month": told.month, "told_on_year": told.year}
    done = sends(signed_in(people[Role.COORDINATOR]), referral, "close", data)
    assert done["Location"] == page_of(referral)


def test_taking_it_forward_says_the_same_and_the_police_are_led_to_the_checks(
    marlbrook, people, officer
):
    referral = accepted(marlbrook, officer)
    page = text_of(opens(signed_in(officer), referral, "go_on"))
    assert "What is missing" in page
    assert f'href="{page_of(referral, "mark")}"' in page
    assert 'name="note"' not in page
    council = text_of(opens(signed_in(people[Role.COORDINATOR]), referral, "go_on"))
    assert "Wait for police checks." in council
    assert page_of(referral, "mark") not in council


def test_passing_it_on_says_first_that_the_other_area_has_not_accepted(
    marlbrook, people, officer
):
    referral = accepted(marlbrook, officer)
    area = by_link(marlbrook, kind="other_area", name="Ashby Vale")
    services.ask_area(referral, area, by=officer)
    page = text_of(opens(signed_in(officer), referral, "pass_on"))
    assert f'href="{page_of(referral, "delivery")}"' in page
    assert 'name="note"' not in page
