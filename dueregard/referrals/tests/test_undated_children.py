"""Children of before it was noted when they are adults get their review at 18 too."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.plans.rag import add_months
from dueregard.referrals.jobs import review_keeping
from dueregard.referrals.models import Referral, Subject
from dueregard.referrals.services import undated_children
from dueregard.referrals.services.reviewing_keeping import AT_18_DUE
from dueregard.reminders.models import Task
from dueregard.vault import tenancy

from .factories import a_form, make_referral
from .pages import again, opens, signed_in
from .test_retention import ended

pytestmark = pytest.mark.django_db


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook", slug="marlbrook")


def child(marlbrook, **subject):
    """One that ended without grounds, as it was kept before the day was noted."""
    given = {"born_on": add_months(clock.today(), -12 * 17)} | subject
    made = make_referral(marlbrook, subject=a_form().subject | given)
    row = ended(made, status=Referral.Status.NOT_MET)
    with tenancy.of(marlbrook):
        Subject.objects.filter(pk=row.subject_id).update(adult_from=None)
        Referral.objects.filter(pk=row.pk).update(child_review_on=None)
    return again(row)


def looks() -> list[Entry]:
    found = Entry.objects.filter(event="vault.looked").order_by("sequence")
    return [each for each in found if each.facts["door"] == "coming_of_age"]


def test_the_night_gives_them_the_day_of_their_review(marlbrook):
    row = child(marlbrook)
    review_keeping({})
    kept = again(row)
    assert kept.subject.adult_from > clock.today()
    assert kept.child_review_on == kept.subject.adult_from


def test_one_whose_review_has_come_is_owed_the_same_night(marlbrook):
    officer = person_with(Role.DATA_PROTECTION_OFFICER, marlbrook)
    child(marlbrook, born_on=add_months(clock.today(), -12 * 18 - 4))
    with tenancy.of(marlbrook):  # they were a child when it came in
        Subject.objects.update(age_route="under_18")
    review_keeping({})
    assert Task.objects.open().filter(kind=AT_18_DUE, person=officer).exists()


def test_each_is_looked_at_once_and_the_look_is_on_record(marlbrook):
    row = child(marlbrook)
    review_keeping({})
    review_keeping({})
    [look] = looks()
    assert look.person_id is None
    assert look.facts["purpose"] == "retention"
    assert look.facts["groups"] == ["G1"]
    assert set(look.facts["subjects"]) == {str(row.pk), str(row.subject_id)}
    chair = signed_in(person_with(Role.PANEL_CHAIR, marlbrook))
    page = opens(chair, again(row), "who_looked").content.decode()
    assert "The age, to know when it is to be reviewed" in page


def test_an_adult_and_one_that_has_its_day_are_not_looked_at(marlbrook):
    make_referral(marlbrook)
    adult = make_referral(
        marlbrook, subject=a_form().subject | {"born_on": date(1990, 1, 1)}
    )
    review_keeping({})
    assert looks() == []
    assert again(adult).subject.adult_from is None


def test_a_night_takes_so_many_and_the_next_goes_on(marlbrook, monkeypatch):
    monkeypatch.setattr(undated_children, "A_NIGHT", 2)
    rows = [child(marlbrook) for _ in range(3)]
    for expected in (2, 3, 3):
        review_keeping({})
        dated = [row for row in rows if again(row).subject.adult_from]
        assert len(dated) == expected
    assert len(looks()) == 2


def test_an_age_in_years_counts_from_the_day_it_was_given(marlbrook):
    row = child(marlbrook, born_on=None, approximate_age="16")
    given_on = timezone.localdate(row.subject.created_at)
    a_year_before = timedelta(days=365)
    with tenancy.of(marlbrook):
        Subject.objects.update(created_at=row.subject.created_at - a_year_before)
    review_keeping({})
    from_day = add_months(given_on, 12)
    assert from_day < again(row).subject.adult_from <= add_months(from_day, 4)


def test_one_that_does_not_open_counts_as_the_youngest_and_keeps_none_back(marlbrook):
    damaged = child(marlbrook)
    table = Subject._meta.db_table
    with tenancy.of(marlbrook), connection.cursor() as cursor:
        for column in ("born_on", "approximate_age"):
            cursor.execute(f"UPDATE {table} SET {column} = %s", [b"\x01" * 60])
    other = child(marlbrook)
    review_keeping({})
    assert again(other).subject.adult_from < add_months(clock.today(), 12 + 4)
    eight_years = add_months(clock.today(), 12 * 8)
    assert again(damaged).subject.adult_from > eight_years
    review_keeping({})
    assert len(looks()) == 1


def test_one_of_another_authority_is_looked_at_in_its_own_room(marlbrook):
    elsewhere = AuthorityFactory(name="Netherbrook")
    rows = [child(marlbrook), child(elsewhere)]
    review_keeping({})
    assert all(again(row).subject.adult_from for row in rows)
    assert {each.authority_id for each in looks()} == {marlbrook.pk, elsewhere.pk}
