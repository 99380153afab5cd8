"""Coverage as people see it: which numbers, for whom, and the way to the names."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
)
from dueregard.audit.models import Entry
from dueregard.training.coverage import trend
from dueregard.training.models import (
    Headcount,
    OrganisationReturn,
    SessionHeadcount,
)
from dueregard.training.services.standing import refresh

from .factories import (
    CompletionFactory,
    CourseFactory,
    LearnerFactory,
    RequirementFactory,
    RoleGroupFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db
URL = "/training/in/marlbrook/coverage/"


@pytest.fixture
def council(marlbrook):
    return OrganisationFactory(name="Marlbrook Council", authorities=[marlbrook])


@pytest.fixture
def school(marlbrook):
    return OrganisationFactory(
        name="Millrace School",
        kind=Organisation.Kind.SCHOOL,
        sector=Organisation.Sector.EDUCATION,
        authorities=[marlbrook],
    )


@pytest.fixture
def front_line(marlbrook):
    return RoleGroupFactory(authority=marlbrook, name="Front line")


@pytest.fixture
def wrap(front_line):
    course = CourseFactory(authority=front_line.authority, code="WRAP", title="WRAP")
    RequirementFactory(role_group=front_line, course=course, within_days=30)
    return course


@pytest.fixture
def register(marlbrook, council, school, front_line, wrap):
    """Ten in scope: six in date (one due soon), two lapsed, one never at the council,
    one unknown at the school; and apart one left, one in grace, one on leave."""
    OrganisationReturn.objects.create(
        authority=marlbrook, organisation=council, kind="people"
    )
    for _ in range(5):
        CompletionFactory(learner=_at(council, front_line), course=wrap)
    CompletionFactory(learner=_at(school, front_line), course=wrap, days=710)
    for _ in range(2):
        CompletionFactory(learner=_at(council, front_line), course=wrap, days=900)
    _at(council, front_line)
    _at(school, front_line, name="Vera Example")
    today = clock.today()
    _at(council, front_line, left_on=today)
    _at(council, front_line, joined_on=today - timedelta(days=10))
    _at(council, front_line, leave_from=today)
    refresh(authority=marlbrook)


def _at(organisation, group, **fields):
    return LearnerFactory(
        authority=group.authority,
        organisation=organisation,
        role_groups=[group],
        **fields,
    )


def shown(client, person, url=URL) -> str:
    client.force_login(person)
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def school_lead(marlbrook, school):
    person = PersonFactory()
    MembershipFactory(
        person=person,
        role=Role.TRAINING_LEAD,
        authority=marlbrook,
        organisation=school,
    )
    return person


def test_the_headline_has_its_numerator_and_its_denominator(
    register, coordinator, client
):
    page = shown(client, coordinator)
    assert "6 of 10 (60%) are in date." in page
    assert "1 of them is due in the next 60 days." in page
    assert "Counted apart: starter in grace 1, on leave 1, left 1," in page


def test_each_cell_has_numbers_a_share_and_a_word(register, coordinator, client):
    page = shown(client, coordinator)
    assert "5 of 8" in page
    assert "63%, fair" in page
    assert "1 of 2" in page
    assert "50%, low" in page


def test_headcounts_stand_apart(register, coordinator, client, front_line, school):
    Headcount.objects.create(
        authority=front_line.authority,
        organisation=school,
        role_group=front_line,
        as_of=clock.today(),
        people=40,
        in_date=30,
        declared_by="Head teacher",
        by=coordinator,
    )
    page = shown(client, coordinator)
    assert "6 of 10 (60%) are in date." in page
    assert "30 in date of 40 as partners declared" in page


def test_people_in_no_role_group_are_counted_as_unknown(
    register, coordinator, client, council
):
    LearnerFactory(authority=council.authorities.get(), organisation=council)
    page = shown(client, coordinator)
    assert "6 of 11 (55%) are in date." in page
    assert "No role group known" in page


def test_a_filter_narrows_what_is_counted(register, coordinator, client):
    page = shown(client, coordinator, f"{URL}?sector=education")
    assert "1 of 2 (50%) are in date." in page
    assert "Marlbrook Council" not in page


def test_a_filter_that_makes_no_sense_is_left_out(register, coordinator, client):
    url = f"{URL}?sector=moon&day=1999-01-01&role_group=x&across=99&page=7"
    assert "6 of 10 (60%) are in date." in shown(client, coordinator, url)


def test_the_lowest_share_can_come_first(register, coordinator, client):
    rows = shown(client, coordinator, f"{URL}?order=lowest").split("<tbody")[-1]
    assert rows.index("Millrace School") < rows.index("Marlbrook Council")


def test_an_empty_register_says_what_to_do(marlbrook, council, client):
    lead = PersonFactory()
    MembershipFactory(
        person=lead,
        role=Role.TRAINING_LEAD,
        authority=marlbrook,
        organisation=council,
    )
    page = shown(client, lead)
    assert "Nobody is in the register yet" in page
    assert "Bring your training records" in page


def test_a_partners_training_lead_sees_their_own_numbers(
    register, marlbrook, school, council, client
):
    lead = school_lead(marlbrook, school)
    page = shown(client, lead)
    assert "1 of 2 (50%) are in date." in page
    assert "Marlbrook Council" not in page
    assert client.get(f"{URL}of/{council.pk}/").status_code == 404
    assert client.get(f"{URL}of/{school.pk}/").status_code == 200


def test_a_board_member_sees_counts_and_no_way_to_names(
    register, board_member, school, client
):
    page = shown(client, board_member, f"{URL}of/{school.pk}/")
    assert "1 of 2" in page
    assert "/people/" not in page
    lapsing = shown(client, board_member, f"{URL}next-to-lapse/")
    assert "Millrace School" in lapsing
    assert "Person" not in lapsing.split("<main")[1]


def test_a_training_lead_goes_from_a_number_to_the_names(
    register, coordinator, front_line, school, client
):
    page = shown(
        client, coordinator, f"{URL}of/{school.pk}/?role_group={front_line.pk}"
    )
    url = (
        f"/training/in/marlbrook/people/?organisation={school.pk}"
        f"&amp;role_group={front_line.pk}&amp;state=unknown"
    )
    assert url in page
    people = shown(client, coordinator, url.replace("&amp;", "&"))
    assert "Vera Example" in people


def test_an_elected_member_sees_totals_and_none_of_a_few_people(
    register, elected_member, front_line, wrap, council, client
):
    few = RoleGroupFactory(authority=front_line.authority, name="Chairs")
    RequirementFactory(role_group=few, course=wrap)
    _at(council, few)
    refresh(authority=front_line.authority)
    page = shown(client, elected_member)
    assert "6 of 11 (55%) are in date." in page
    assert "6 of 10" in page
    assert "Fewer than 10 people" in page
    assert "Marlbrook Council" not in page
    assert client.get(f"{URL}of/{council.pk}/").status_code == 404
    assert client.get(f"{URL}next-to-lapse/").status_code == 404
    assert client.get(f"{URL}as-csv/").status_code == 404


def test_another_authority_sees_none_of_it(register, outsider, client):
    client.force_login(outsider)
    for page in ("", "by-month/", "next-to-lapse/", "ever-trained/", "as-csv/"):
        assert client.get(f"{URL}{page}").status_code == 404


def test_an_organisation_that_does_not_work_with_us_is_not_there(
    register, coordinator, client
):
    client.force_login(coordinator)
    other = OrganisationFactory(name="Elsewhere")
    assert client.get(f"{URL}of/{other.pk}/").status_code == 404


def test_next_to_lapse_names_the_soonest(register, coordinator, client, council):
    page = shown(client, coordinator, f"{URL}next-to-lapse/?within=30")
    assert "1 result" in page
    assert "Millrace School" in page
    other = f"{URL}next-to-lapse/?organisation={council.pk}"
    assert "0 results" in shown(client, coordinator, other)


def test_each_month_is_counted_from_what_was_done_by_its_end(
    register, coordinator, client
):
    page = shown(client, coordinator, f"{URL}by-month/")
    assert "6 of 10 (60%)" in page
    assert page.count("<tr") > 13


def test_ever_trained_counts_people_once_and_heads_apart(
    register, coordinator, client, wrap, council
):
    again = wrap.completions.first().learner
    CompletionFactory(learner=again, course=wrap, days=1500)
    session = SessionFactory(authority=wrap.authority, course=wrap, status="held")
    SessionHeadcount.objects.create(
        session=session, organisation=council, people=25, by=coordinator
    )
    page = shown(client, coordinator, f"{URL}ever-trained/")
    assert "8 people in the register have ever done WRAP." in page
    assert "counted 25 heads" in page
    assert "About 10 people have been trained in WRAP" in page


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_counts_leave_as_a_file_and_are_noted(register, coordinator, client, form):
    client.force_login(coordinator)
    answer = client.get(f"{URL}as-{form}/?sector=education")
    body = b"".join(answer.streaming_content)
    if form == "csv":
        assert "Millrace School,Front line" in body.decode()
        assert "Marlbrook Council" not in body.decode()
    assert Entry.objects.filter(event="training.coverage_exported").count() == 1


def test_a_very_large_register_says_that_it_leaves_months_out(
    client, coordinator, register, monkeypatch
):
    url = f"{URL}by-month/"
    client.force_login(coordinator)
    whole = client.get(url)
    assert "every third month" not in whole.content.decode()
    monkeypatch.setattr(trend, "LARGE", 1)
    some = client.get(url)
    assert "every third month is shown" in some.content.decode()
    by_day = {month.day: month.tally for month in whole.context["months"]}
    assert len(by_day) == 13
    assert [month.day for month in some.context["months"]] == list(by_day)[::3]
    for month in some.context["months"]:
        assert month.tally == by_day[month.day]
