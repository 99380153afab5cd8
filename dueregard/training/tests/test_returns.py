"""Organisations that have not returned, and asking them (issue 4, point 7)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import MembershipFactory, OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.reminders.models import Task
from dueregard.training.models import OrganisationReturn
from dueregard.training.services import returns as services
from dueregard.training.tests.factories import LearnerFactory

pytestmark = pytest.mark.django_db

Kind = OrganisationReturn.Kind


@pytest.fixture
def college(marlbrook):
    """Named in the 2015 Act, with a lead post that somebody holds."""
    college = OrganisationFactory(
        name="Marlbrook College",
        kind=Organisation.Kind.FURTHER_EDUCATION,
        sector=Organisation.Sector.EDUCATION,
        is_specified_authority=True,
        authorities=[marlbrook],
    )
    post = PostFactory(authority=marlbrook, organisation=college, is_lead=True)
    PostHoldingFactory(post=post)
    return college


@pytest.fixture
def fire(marlbrook):
    """Not named in the Act, and nobody there is known."""
    return OrganisationFactory(name="Netherbrook Fire", authorities=[marlbrook])


def silent(authority):
    return list(services.organisations_without_return(authority, services.a_year_ago()))


def told(organisation, days_ago=0, kind=Kind.PEOPLE):
    day = clock.today() - timedelta(days=days_ago)
    [authority] = organisation.authorities.all()
    return services.note_return(authority, organisation, kind, by=None, received_on=day)


def test_an_organisation_that_the_act_names_is_expected_to_return(marlbrook, college):
    assert silent(marlbrook) == [college]
    told(college)
    assert silent(marlbrook) == []


def test_one_with_people_in_the_register_is_expected_too(marlbrook, fire):
    assert silent(marlbrook) == []
    LearnerFactory(authority=marlbrook, organisation=fire)
    assert silent(marlbrook) == [fire]


def test_one_that_was_merged_into_another_is_not_asked(marlbrook, college, fire):
    Organisation.objects.filter(pk=college.pk).update(
        successor=fire, succeeded_on=clock.today()
    )
    assert silent(marlbrook) == []


@pytest.mark.parametrize("kind", Kind.values)
def test_a_return_of_any_kind_counts_for_twelve_months(
    monkeypatch, marlbrook, college, kind
):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 21))
    [authority] = college.authorities.all()
    for day, answer in ((date(2025, 11, 21), [college]), (date(2025, 11, 22), [])):
        OrganisationReturn.objects.all().delete()
        services.note_return(authority, college, kind, by=None, received_on=day)
        assert silent(marlbrook) == answer


def test_the_longest_silent_comes_first(marlbrook, college, fire):
    told(fire, days_ago=500)
    assert silent(marlbrook) == [college, fire]
    told(college, days_ago=600)
    assert [each.last_return_on for each in silent(marlbrook)] == [
        clock.today() - timedelta(days=600),
        clock.today() - timedelta(days=500),
    ]


def test_the_same_return_is_noted_once_a_day(college):
    assert told(college) == told(college)
    assert OrganisationReturn.objects.count() == 1


def test_chasing_puts_a_task_on_the_lead_post_and_names_those_without_one(
    marlbrook, coordinator, college, fire
):
    chased = services.chase_returns(marlbrook, [college, fire], by=coordinator)
    assert (chased.asked, chased.unreachable) == ([college], [fire])
    task = Task.objects.open().get()
    assert task.post.organisation == college
    assert task.due_on > clock.today()


def test_chasing_twice_makes_no_second_task(marlbrook, coordinator, college):
    services.chase_returns(marlbrook, [college], by=coordinator)
    services.chase_returns(marlbrook, [college], by=coordinator)
    assert Task.objects.open().count() == 1


def test_a_return_closes_the_task(marlbrook, coordinator, college):
    services.chase_returns(marlbrook, [college], by=coordinator)
    told(college)
    assert not Task.objects.open().exists()
    assert Task.objects.get().closed_by_event == "training.return_people"


def test_nothing_to_tell_is_noted_with_its_reason_and_counts_as_a_return(
    marlbrook, coordinator, college
):
    services.note_nothing(
        marlbrook, college, by=coordinator, note="No front line staff."
    )
    assert silent(marlbrook) == []
    entry = Entry.objects.get(event="training.nothing_to_tell")
    assert "front line" not in str(entry.facts)


def test_an_organisation_of_elsewhere_has_nothing_to_tell_us(
    marlbrook, fernshire, coordinator
):
    stranger = OrganisationFactory(authorities=[fernshire])
    with pytest.raises(NotNow, match="does not work with"):
        services.note_nothing(marlbrook, stranger, by=coordinator, note="No.")


def test_a_partners_training_lead_answers_for_their_own_and_chases_nobody(
    marlbrook, college, fire
):
    lead = MembershipFactory(
        authority=marlbrook, organisation=college, role=Role.TRAINING_LEAD
    ).person
    services.note_nothing(marlbrook, college, by=lead, note="Nobody.")
    with pytest.raises(NotAllowed):
        services.note_nothing(marlbrook, fire, by=lead, note="Nobody.")
    with pytest.raises(NotAllowed):
        services.chase_returns(marlbrook, [fire], by=lead)


def test_the_page_asks_the_ticked_and_says_who_cannot_be_asked(
    client, marlbrook, coordinator, college, fire
):
    told(fire, days_ago=500)
    client.force_login(coordinator)
    url = reverse("training:returns_missing", args=["marlbrook"])
    page = client.get(url).content.decode()
    assert "Marlbrook College" in page
    assert "Nobody in its lead post" in page
    answer = client.post(
        reverse("training:chase_returns", args=["marlbrook"]),
        {"organisation": [college.pk, fire.pk], "submission_key": "k" * 32},
        follow=True,
    ).content.decode()
    assert "1 organisation is asked" in answer
    assert "Nobody holds a lead post of Netherbrook Fire" in answer
    assert "Asked to answer by" in answer


def test_the_holder_of_the_lead_post_opens_the_page_that_the_task_leads_to(
    client, marlbrook, coordinator, college
):
    services.chase_returns(marlbrook, [college], by=coordinator)
    task = Task.objects.get()
    holder = task.post.current_holdings()[0].person
    MembershipFactory(
        person=holder, authority=marlbrook, organisation=college, role="action_owner"
    )
    client.force_login(holder)
    page = client.get(task.url)
    assert page.status_code == 200
    assert "role of training lead" in page.content.decode()


def test_others_of_the_authority_do_not_open_it(
    client, marlbrook, action_owner, college
):
    client.force_login(action_owner)
    url = reverse("training:return_of", args=["marlbrook", college.pk])
    assert client.get(url).status_code == 404
