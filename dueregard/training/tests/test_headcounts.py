"""Headcounts without names, and the sampled check behind them (issue 4, point 3)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import MembershipFactory, OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.training.models import Headcount, LearnerRole, OrganisationReturn
from dueregard.training.services.headcounts import check_sample, declare
from dueregard.training.tests.factories import RoleGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(marlbrook):
    return RoleGroupFactory(authority=marlbrook, name="Front line")


@pytest.fixture
def trust(marlbrook):
    return OrganisationFactory(
        name="Marl Valley NHS Trust",
        kind=Organisation.Kind.NHS_TRUST,
        sector=Organisation.Sector.HEALTH,
        authorities=[marlbrook],
    )


@pytest.fixture
def trusts_lead(marlbrook, trust):
    """The training lead of the trust, not of the council."""
    return MembershipFactory(
        authority=marlbrook, organisation=trust, role=Role.TRAINING_LEAD
    ).person


def declared(organisation, group, *, by, people=40, in_date=30, days_ago=0):
    return declare(
        group.authority,
        organisation,
        group,
        as_of=clock.today() - timedelta(days=days_ago),
        people=people,
        in_date=in_date,
        declared_by="Head of workforce",
        by=by,
    )


def test_a_newer_headcount_replaces_the_one_before_and_both_are_kept(
    coordinator, trust, group
):
    old = declared(trust, group, by=coordinator, days_ago=90)
    new = declared(trust, group, by=coordinator, people=44)
    old.refresh_from_db()
    assert old.replaced_by == new
    assert list(Headcount.objects.current()) == [new]
    assert Headcount.objects.count() == 2


def test_an_older_headcount_does_not_take_the_place_of_a_newer_one(
    coordinator, trust, group
):
    declared(trust, group, by=coordinator)
    with pytest.raises(NotNow, match="newer headcount"):
        declared(trust, group, by=coordinator, days_ago=1)


def test_a_headcount_makes_no_person_and_no_place_in_a_role_group(
    coordinator, trust, group
):
    declared(trust, group, by=coordinator)
    assert not LearnerRole.objects.exists()


def test_a_headcount_is_a_return_of_its_organisation(coordinator, trust, group):
    declared(trust, group, by=coordinator)
    told = OrganisationReturn.objects.get()
    assert (told.organisation, told.kind) == (trust, "headcount")


def test_a_partners_training_lead_declares_for_their_own_organisation(
    trusts_lead, trust, group
):
    assert declared(trust, group, by=trusts_lead).by == trusts_lead


def test_a_partners_training_lead_does_not_declare_for_another(
    trusts_lead, marlbrook, group
):
    school = OrganisationFactory(authorities=[marlbrook])
    with pytest.raises(NotAllowed):
        declared(school, group, by=trusts_lead)
    assert not Headcount.objects.exists()


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"people": 3, "in_date": 4}, "cannot be more"),
        ({"days_ago": -1}, "in the future"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(
    coordinator, trust, group, numbers, sentence
):
    with pytest.raises(NotNow, match=sentence):
        declared(trust, group, by=coordinator, **numbers)


def test_a_role_group_or_organisation_of_elsewhere_is_refused(
    coordinator, trust, fernshire, marlbrook
):
    with pytest.raises(NotNow, match="another authority"):
        declare(
            marlbrook,
            trust,
            RoleGroupFactory(authority=fernshire),
            as_of=clock.today(),
            people=1,
            in_date=1,
            declared_by="Head of workforce",
            by=coordinator,
        )
    with pytest.raises(NotNow, match="does not work with"):
        declared(
            OrganisationFactory(authorities=[fernshire]),
            RoleGroupFactory(authority=marlbrook),
            by=coordinator,
        )


def test_what_was_declared_is_recorded_in_numbers_alone(coordinator, trust, group):
    row = declared(trust, group, by=coordinator)
    entry = Entry.objects.get(event="training.headcount_declared")
    assert entry.subject_id == str(row.pk)
    assert (entry.facts["people"], entry.facts["in_date"]) == (40, 30)


def test_a_check_notes_how_many_certificates_were_asked_for_and_shown(
    coordinator, trust, group
):
    row = declared(trust, group, by=coordinator)
    check = check_sample(
        row, checked_on=clock.today(), asked=5, shown=4, by=coordinator
    )
    assert str(check) == "4 of 5 shown"


@pytest.mark.parametrize(
    ("asked", "shown"), [(0, 0), (31, 30), (5, 6)], ids=["none", "too many", "more"]
)
def test_a_check_that_cannot_be_is_refused(coordinator, trust, group, asked, shown):
    row = declared(trust, group, by=coordinator)
    with pytest.raises(NotNow):
        check_sample(
            row, checked_on=clock.today(), asked=asked, shown=shown, by=coordinator
        )


def test_who_declares_does_not_check(trusts_lead, trust, group):
    row = declared(trust, group, by=trusts_lead)
    with pytest.raises(NotAllowed):
        check_sample(row, checked_on=clock.today(), asked=1, shown=1, by=trusts_lead)


def test_a_replaced_headcount_is_not_checked_any_more(coordinator, trust, group):
    row = declared(trust, group, by=coordinator, days_ago=1)
    declared(trust, group, by=coordinator)
    with pytest.raises(NotNow, match="newer one"):
        check_sample(row, checked_on=clock.today(), asked=1, shown=1, by=coordinator)


@pytest.mark.parametrize(
    ("first_declared", "checked", "words"),
    [
        (30, None, "Not checked yet"),
        (400, None, "Not checked in 12 months"),
        (400, 390, "Not checked in 12 months"),
        (400, 30, "4 of 5 shown"),
    ],
)
def test_a_headcount_that_nobody_checked_for_a_year_is_marked(
    client, coordinator, trust, group, first_declared, checked, words
):
    """A check of an earlier headcount of the same role group counts."""
    row = declared(trust, group, by=coordinator, days_ago=first_declared)
    if checked:
        day = clock.today() - timedelta(days=checked)
        check_sample(row, checked_on=day, asked=5, shown=4, by=coordinator)
    declared(trust, group, by=coordinator)
    client.force_login(coordinator)
    page = client.get(reverse("training:headcounts", args=["marlbrook"]))
    text = page.content.decode()
    table = text[text.index("<tbody") :]
    assert words in table
    marked = "Not checked in 12 months" in table
    assert marked == words.startswith("Not checked in")


def test_the_form_declares_and_shows_the_headcount(client, trusts_lead, trust, group):
    client.force_login(trusts_lead)
    today = clock.today()
    answer = client.post(
        reverse("training:declare_headcount", args=["marlbrook"]),
        {
            "organisation": trust.pk,
            "role_group": group.pk,
            "as_of_day": today.day,
            "as_of_month": today.month,
            "as_of_year": today.year,
            "people": "40",
            "in_date": "30",
            "declared_by": "Head of workforce",
            "submission_key": "k" * 32,
        },
        follow=True,
    )
    assert "30 of 40 (75%)" in answer.content.decode()


def test_the_form_offers_only_organisations_that_the_person_keeps(
    client, trusts_lead, trust, marlbrook
):
    OrganisationFactory(name="Netherbrook Fire", authorities=[marlbrook])
    client.force_login(trusts_lead)
    page = client.get(reverse("training:declare_headcount", args=["marlbrook"]))
    assert "Marl Valley NHS Trust" in page.content.decode()
    assert "Netherbrook Fire" not in page.content.decode()
