"""The directory of services: what is offered, to whom, and who approved it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    OrganisationFactory,
    person_with,
)
from dueregard.audit.models import Entry
from dueregard.partners import services
from dueregard.partners.ages import AgeBand, in_words, spans_of
from dueregard.partners.gaps import count_gaps, gaps_of
from dueregard.partners.models import Area, Service
from dueregard.partners.services import Offer
from dueregard.partners.services.succession import pass_services_now
from dueregard.submissions.versions import Stale

from .factories import AreaFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def charity(marlbrook):
    return OrganisationFactory(
        name="Weir Street Project", sector="voluntary", authorities=[marlbrook]
    )


@pytest.fixture
def mentoring(marlbrook, charity, coordinator):
    """Mentoring for those of 11 to 17, approved."""
    offer = Offer(charity, "Alongside", ["mentoring"], age_from=11, age_to=17)
    service = services.add_service(marlbrook, offer, by=coordinator)
    services.approve_service(service, on=clock.today(), by=coordinator)
    return Service.objects.get(pk=service.pk)


def as_it_is(service, **other):
    """The offer of a service, but for what is given."""
    said = {
        "organisation": service.organisation,
        "name": service.name,
        "supports": [each.support for each in service.supports.all()],
        "areas": list(service.areas.all()),
        "age_from": service.age_from,
        "age_to": service.age_to,
        "asked_on": service.asked_on,
    }
    return Offer(**(said | other))


def cell_of(authority, support, band, areas=()):
    rows = {row.support: row for row in gaps_of(authority, areas)}
    return rows[support].cells[list(AgeBand).index(band)]


def test_a_service_that_is_added_is_not_approved(marlbrook, charity, coordinator):
    offer = Offer(charity, "Alongside", ["mentoring", "education"])
    service = services.add_service(marlbrook, offer, by=coordinator)
    assert not service.is_approved
    assert service.is_third_sector
    assert service.supports_in_words == "Education; Life mentoring"
    entry = Entry.objects.get(event="partners.service_added")
    assert entry.facts == {"organisation_id": charity.pk}


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.COORDINATOR, Role.CASE_OFFICER)]
)
def test_only_the_co_ordinator_and_the_case_officer_keep_the_directory(
    marlbrook, charity, mentoring, role
):
    person = person_with(role, marlbrook)
    with pytest.raises(NotAllowed):
        services.add_service(marlbrook, Offer(charity, "New", ["housing"]), by=person)
    with pytest.raises(NotAllowed):
        services.change_service(
            mentoring, as_it_is(mentoring), version=mentoring.version, by=person
        )
    with pytest.raises(NotAllowed):
        services.close_service(mentoring, by=person)
    with pytest.raises(NotAllowed):
        services.add_area(marlbrook, name="Netherbrook", by=person)
    with pytest.raises(NotAllowed):
        services.remove_area(AreaFactory(authority=marlbrook), by=person)


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.COORDINATOR, Role.PANEL_CHAIR)]
)
def test_only_the_co_ordinator_and_the_panels_chair_approve(marlbrook, mentoring, role):
    person = person_with(role, marlbrook)
    with pytest.raises(NotAllowed):
        services.end_approval(mentoring, by=person)
    with pytest.raises(NotAllowed):
        services.approve_service(mentoring, on=clock.today(), by=person)


def test_an_approval_has_a_day_and_a_name_and_is_taken_back(mentoring, coordinator):
    assert (mentoring.approved_on, mentoring.approved_by) == (
        clock.today(),
        coordinator,
    )
    with pytest.raises(NotNow, match="approved already"):
        services.approve_service(mentoring, on=clock.today(), by=coordinator)
    services.end_approval(mentoring, by=coordinator)
    mentoring.refresh_from_db()
    assert not mentoring.is_approved
    with pytest.raises(NotNow, match="not approved"):
        services.end_approval(mentoring, by=coordinator)
    events = Entry.objects.values_list("event", flat=True)
    assert "partners.service_approval_ended" in events


def test_an_approval_is_not_dated_ahead(mentoring, coordinator):
    services.end_approval(mentoring, by=coordinator)
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(NotNow, match="future"):
        services.approve_service(mentoring, on=tomorrow, by=coordinator)


@pytest.mark.parametrize(
    ("other", "stands"),
    [
        ({"waiting_weeks": 9, "asked_on": clock.today()}, True),
        ({"capacity": 0, "asked_on": clock.today()}, True),
        ({"contact": "01632 960555"}, True),
        ({"age_to": 25}, False),
        ({"supports": ["housing", "mentoring"]}, False),
        ({"name": "Beside"}, False),
    ],
)
def test_the_approval_ends_when_it_is_for_others_or_of_another_kind(
    mentoring, coordinator, other, stands
):
    changed = services.change_service(
        mentoring,
        as_it_is(mentoring, **other),
        version=mentoring.version,
        by=coordinator,
    )
    assert changed.is_approved == stands
    entry = Entry.objects.get(event="partners.service_changed")
    assert entry.facts["fields"] == sorted(other)


def test_a_service_for_other_areas_is_approved_again(mentoring, coordinator):
    area = AreaFactory(authority=mentoring.authority, name="Netherbrook")
    changed = services.change_service(
        mentoring,
        as_it_is(mentoring, areas=[area]),
        version=mentoring.version,
        by=coordinator,
    )
    assert not changed.is_approved
    assert changed.areas_in_words == "Netherbrook"


def test_nothing_changed_records_nothing(mentoring, coordinator):
    services.change_service(
        mentoring, as_it_is(mentoring), version=mentoring.version, by=coordinator
    )
    assert not Entry.objects.filter(event="partners.service_changed").exists()
    mentoring.refresh_from_db()
    assert mentoring.is_approved


def test_who_saved_in_between_is_not_overwritten(mentoring, coordinator):
    before = mentoring.version
    offer = as_it_is(mentoring, contact="01632 960555")
    services.change_service(mentoring, offer, version=before, by=coordinator)
    with pytest.raises(Stale):
        services.change_service(
            mentoring, as_it_is(mentoring), version=before, by=coordinator
        )


def test_a_closed_service_is_changed_and_approved_no_more(mentoring, coordinator):
    services.close_service(mentoring, by=coordinator)
    mentoring.refresh_from_db()
    assert mentoring.closed_on == clock.today()
    with pytest.raises(NotNow, match="no longer offered"):
        services.change_service(
            mentoring, as_it_is(mentoring), version=mentoring.version, by=coordinator
        )
    for act in (services.close_service, services.end_approval):
        with pytest.raises(NotNow, match="no longer offered"):
            act(mentoring, by=coordinator)


def test_a_provider_has_one_service_of_a_name(mentoring, coordinator):
    offer = as_it_is(mentoring, name="ALONGSIDE")
    with pytest.raises(NotNow, match="of this name"):
        services.add_service(mentoring.authority, offer, by=coordinator)
    services.close_service(mentoring, by=coordinator)
    services.add_service(mentoring.authority, offer, by=coordinator)


def test_provider_and_areas_belong_to_the_authority(marlbrook, charity, coordinator):
    stranger = OrganisationFactory(authorities=[AuthorityFactory()])
    elsewhere = AreaFactory(authority=AuthorityFactory())
    for offer, words in (
        (Offer(stranger, "New", ["housing"]), "does not work with"),
        (Offer(charity, "New", ["housing"], areas=[elsewhere]), "not one of"),
        (Offer(charity, "New", []), "Select what support"),
    ):
        with pytest.raises(NotNow, match=words):
            services.add_service(marlbrook, offer, by=coordinator)


@pytest.mark.parametrize(
    "broken",
    [
        {"age_from": 12, "age_to": 11},
        {"waiting_weeks": 3, "asked_on": None},
        {"approved_on": clock.today()},
    ],
)
def test_the_database_holds_us_to_it(mentoring, broken):
    rows = Service.objects.filter(pk=mentoring.pk)
    rows.update(approved_on=None, approved_by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**broken)


def test_an_area_in_use_stays(marlbrook, coordinator):
    used = AreaFactory(authority=marlbrook, name="Netherbrook")
    free = AreaFactory(authority=marlbrook, name="Ashby Vale")
    ServiceFactory(authority=marlbrook).areas.add(used)
    with pytest.raises(NotNow, match="Change the service first"):
        services.remove_area(used, by=coordinator)
    services.remove_area(free, by=coordinator)
    assert list(Area.objects.all()) == [used]


def test_an_area_is_named_once(marlbrook, coordinator):
    first = services.add_area(marlbrook, name="Netherbrook", by=coordinator)
    assert services.add_area(marlbrook, name="NETHERBROOK", by=coordinator) == first
    assert Entry.objects.filter(event="partners.area_added").count() == 1


def test_services_are_found_by_support_age_and_area(marlbrook, mentoring):
    near = AreaFactory(authority=marlbrook, name="Netherbrook")
    far = AreaFactory(authority=marlbrook, name="Ashby Vale")
    local = ServiceFactory(
        authority=marlbrook, supports=["housing"], areas=[near], age_from=18
    )
    found = Service.objects.all()
    assert set(found.giving("housing")) == {local}
    assert set(found.for_ages(17, 17)) == {mentoring}
    assert set(found.for_ages(10, 20)) == {mentoring, local}
    assert set(found.for_ages(70, 120)) == {local}
    assert set(found.within(near)) == {mentoring, local}
    assert set(found.within(far)) == {mentoring}


def test_a_gap_is_where_no_approved_service_is(mentoring, coordinator):
    place = mentoring.authority
    assert cell_of(place, "housing", AgeBand.FROM_18).is_gap
    partly = cell_of(place, "mentoring", AgeBand.FROM_10)
    assert not partly.is_gap
    assert [each.missing_in_words for each in partly.wanting] == ["10"]
    services.end_approval(mentoring, by=coordinator)
    assert cell_of(place, "mentoring", AgeBand.FROM_10).is_gap


def test_support_for_some_ages_alone_is_no_gap_for_others(marlbrook):
    assert not cell_of(marlbrook, "children", AgeBand.FROM_25).is_gap
    assert cell_of(marlbrook, "children", AgeBand.UNDER_10).is_gap
    assert not cell_of(marlbrook, "adults", AgeBand.FROM_10).is_gap
    assert "other" not in [row.support for row in gaps_of(marlbrook, ())]


def test_a_closed_service_fills_no_gap(mentoring, coordinator):
    services.close_service(mentoring, by=coordinator)
    assert cell_of(mentoring.authority, "mentoring", AgeBand.FROM_10).is_gap


def test_two_services_fill_a_band_together(mentoring, coordinator):
    ServiceFactory(
        authority=mentoring.authority,
        supports=["mentoring"],
        age_to=10,
        waiting_weeks=4,
        asked_on=clock.today(),
        approved_on=clock.today(),
        approved_by=coordinator,
    )
    cell = cell_of(mentoring.authority, "mentoring", AgeBand.FROM_10)
    assert not cell.wanting
    assert (cell.many, cell.soonest) == (2, 4)


def test_a_gap_in_one_area_alone_is_told(marlbrook, mentoring):
    near = AreaFactory(authority=marlbrook, name="Netherbrook")
    far = AreaFactory(authority=marlbrook, name="Ashby Vale")
    Service.objects.filter(pk=mentoring.pk).update(age_from=0)
    mentoring.areas.add(near)
    cell = cell_of(marlbrook, "mentoring", AgeBand.FROM_10, [far, near])
    assert not cell.is_gap
    assert [place.name for place in cell.wanting] == ["Ashby Vale"]
    one = [
        each for each in gaps_of(marlbrook, [far, near]) if each.support == "mentoring"
    ]
    # Under 10 and 10 to 17 are filled in one of two areas, the older bands in none.
    assert count_gaps(one) == (6, 8)


def test_another_authoritys_service_fills_no_gap(marlbrook, mentoring):
    other = AuthorityFactory(name="Netherbrook")
    assert cell_of(other, "mentoring", AgeBand.FROM_10).is_gap


def test_services_pass_to_the_successor_with_their_areas(marlbrook, mentoring):
    heir = AuthorityFactory(name="Riverside")
    area = AreaFactory(authority=marlbrook, name="Netherbrook")
    local = ServiceFactory(authority=marlbrook, areas=[area])
    ServiceFactory(
        authority=heir, organisation=mentoring.organisation, name="Alongside"
    )
    assert pass_services_now(marlbrook, heir) == 2
    mentoring.refresh_from_db()
    assert mentoring.name == "Alongside (Marlbrook)"
    assert mentoring.areas_in_words == "Marlbrook"
    local.refresh_from_db()
    assert [each.authority for each in local.areas.all()] == [heir]


def test_ages_are_written_as_people_say_them():
    assert in_words(0, None) == "All ages"
    assert in_words(18, None) == "18 and over"
    assert in_words(0, 25) == "Up to 25"
    assert in_words(11, 17) == "11 to 17"
    assert spans_of(frozenset({10, 11, 16})) == ["10 to 11", "16"]
