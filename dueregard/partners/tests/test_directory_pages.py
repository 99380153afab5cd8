"""The pages of the directory: finding, keeping, approving, and taking it out."""

import csv
import io

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.tests.factories import OrganisationFactory, person_with
from dueregard.audit.models import Entry
from dueregard.partners.models import Area, Service

from .factories import AreaFactory, ServiceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def charity(marlbrook):
    return OrganisationFactory(
        name="Weir Street Project", sector="voluntary", authorities=[marlbrook]
    )


@pytest.fixture
def service(marlbrook, charity):
    return ServiceFactory(
        authority=marlbrook,
        organisation=charity,
        name="Alongside",
        supports=["mentoring"],
        age_from=11,
        age_to=17,
    )


@pytest.fixture
def keeper(client, coordinator):
    client.force_login(coordinator)
    return client


def listed(client, authority, **filters) -> list[str]:
    address = reverse("partners:services", args=[authority.slug])
    return [row.name for row in client.get(address, filters).context["page"]]


def answers(charity, **other) -> dict:
    return {
        "organisation": charity.pk,
        "name": "Open Door",
        "supports": ["housing"],
        "waiting_weeks": "6",
    } | other


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_list_is_narrowed_by_what_the_address_says(marlbrook, service, keeper):
    near = AreaFactory(authority=marlbrook, name="Netherbrook")
    far = AreaFactory(authority=marlbrook, name="Ashby Vale")
    ServiceFactory(
        authority=marlbrook,
        name="Roof",
        areas=[near],
        age_from=18,
        approved_on=clock.today(),
        approved_by=person_with(Role.PANEL_CHAIR, marlbrook),
    )
    ServiceFactory(authority=marlbrook, name="Gone", closed_on=clock.today())
    ServiceFactory(name="Elsewhere")
    for filters, found in (
        ({}, ["Alongside", "Roof"]),
        ({"support": "housing"}, ["Roof"]),
        ({"support": "nonsense"}, ["Alongside", "Roof"]),
        ({"age": "10_to_17"}, ["Alongside"]),
        ({"area": near.pk}, ["Alongside", "Roof"]),
        ({"area": far.pk}, ["Alongside"]),
        ({"approved": "yes"}, ["Roof"]),
        ({"approved": "no"}, ["Alongside"]),
        ({"third_sector": "on"}, ["Alongside"]),
        ({"closed": "on"}, ["Gone"]),
        ({"support": "housing", "age": "10_to_17"}, []),
    ):
        assert listed(keeper, marlbrook, **filters) == found, filters


def test_an_empty_directory_says_what_to_do(marlbrook, keeper):
    address = reverse("partners:services", args=[marlbrook.slug])
    assert "No services yet. Add those" in text_of(keeper.get(address))
    assert "Change or clear the filters" in text_of(
        keeper.get(address, {"age": "under_10"})
    )
    assert "No areas yet" in text_of(
        keeper.get(reverse("partners:areas", args=[marlbrook.slug]))
    )


def test_the_directory_is_where_a_co_ordinator_looks(marlbrook, keeper):
    posts = keeper.get(reverse("partners:posts", args=[marlbrook.slug]))
    assert reverse("partners:services", args=[marlbrook.slug]) in text_of(posts)


def test_a_service_is_added_and_then_approved(marlbrook, charity, keeper, coordinator):
    add = reverse("partners:add_service", args=[marlbrook.slug])
    assert "Write about the service" in text_of(keeper.get(add))
    made = keeper.post(add, answers(charity), follow=True)
    assert "Nobody approved it yet" in text_of(made)
    row = Service.objects.get()
    assert (row.waiting_weeks, row.asked_on) == (6, clock.today())
    approve = reverse("partners:approve_service", args=[row.pk])
    today = clock.today()
    day = {
        "approved_on_day": today.day,
        "approved_on_month": today.month,
        "approved_on_year": today.year,
    }
    page = text_of(keeper.post(approve, day, follow=True))
    assert "is approved. Referrals may be passed to it." in page
    assert coordinator.name in page
    back = reverse("partners:end_approval", args=[row.pk])
    assert "Not approved" in text_of(keeper.post(back, follow=True))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"organisation": ""}, "Select who provides it"),
        ({"name": ""}, "Enter the name of the service"),
        ({"supports": []}, "Select what support it gives"),
        ({"age_from": "18", "age_to": "11"}, "must not be below the lowest"),
        ({"waiting_weeks": "soon"}, "Enter it as a whole number"),
        ({"capacity": "-1"}, "Enter 0 or a higher number"),
        (
            {"asked_on_day": "1", "asked_on_month": "1", "asked_on_year": "2999"},
            "must not be in the future",
        ),
    ],
)
def test_a_mistake_is_named(marlbrook, charity, keeper, wrong, sentence):
    add = reverse("partners:add_service", args=[marlbrook.slug])
    assert sentence in text_of(keeper.post(add, answers(charity, **wrong)))
    assert not Service.objects.exists()


def test_a_provider_of_another_authority_is_not_on_offer(marlbrook, keeper):
    stranger = OrganisationFactory()
    add = reverse("partners:add_service", args=[marlbrook.slug])
    assert keeper.post(add, answers(stranger)).status_code == 200
    assert not Service.objects.exists()


def test_both_texts_are_shown_when_somebody_saved_in_between(
    marlbrook, service, charity, keeper
):
    change = reverse("partners:change_service", args=[service.pk])
    shown = keeper.get(change).context["form"]
    stale = {
        "version": shown["version"].value(),
        "base": shown["base"].value(),
        **answers(charity, name="Alongside", contact="Mine"),
    }
    Service.objects.filter(pk=service.pk).update(version=2, contact="Theirs")
    answer = keeper.post(change, stale)
    assert answer.status_code == 409
    assert "Mine" in text_of(answer)
    assert "Theirs" in text_of(answer)


def test_a_changed_service_says_that_it_is_to_be_approved_again(
    service, charity, keeper, coordinator
):
    Service.objects.filter(pk=service.pk).update(
        approved_on=clock.today(), approved_by=coordinator
    )
    change = reverse("partners:change_service", args=[service.pk])
    assert "it has to be approved again" in text_of(keeper.get(change))
    sent = {"version": 1, "base": "{}", **answers(charity)}
    said = text_of(keeper.post(change, sent, follow=True))
    assert "It has to be approved again" in said
    assert "Not approved" in said


def test_a_closed_service_leaves_the_list_and_keeps_its_page(
    marlbrook, service, keeper
):
    keeper.post(reverse("partners:close_service", args=[service.pk]))
    assert listed(keeper, marlbrook) == []
    page = text_of(keeper.get(service.get_absolute_url()))
    assert "Closed" in page
    assert reverse("partners:change_service", args=[service.pk]) not in page


def test_gaps_are_shown_for_all_areas_or_one(marlbrook, service, coordinator, keeper):
    near = AreaFactory(authority=marlbrook, name="Netherbrook")
    AreaFactory(authority=marlbrook, name="Ashby Vale")
    Service.objects.filter(pk=service.pk).update(
        age_from=10, approved_on=clock.today(), approved_by=coordinator
    )
    service.areas.add(near)
    address = reverse("partners:gaps", args=[marlbrook.slug])
    page = keeper.get(address)
    assert "says nothing about any person" in text_of(page)
    assert (page.context["none"], page.context["places"]) == (99, 100)
    one = keeper.get(address, {"area": near.pk})
    assert (one.context["none"], one.context["places"]) == (49, 50)


def test_an_area_is_added_and_removed(marlbrook, keeper):
    areas = reverse("partners:areas", args=[marlbrook.slug])
    assert "Netherbrook is one of the areas" in text_of(
        keeper.post(areas, {"name": "Netherbrook"}, follow=True)
    )
    remove = reverse("partners:remove_area", args=[Area.objects.get().pk])
    assert remove in text_of(keeper.get(areas))
    assert keeper.get(remove).status_code == 405
    keeper.post(remove)
    assert not Area.objects.exists()


@pytest.mark.parametrize("what", ["services_file", "gaps_file"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_directory_and_its_gaps_leave_as_files_and_that_is_recorded(
    marlbrook, service, keeper, what, form
):
    answer = keeper.get(reverse(f"partners:{what}", args=[marlbrook.slug, form]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)
    entry = Entry.objects.get(event="partners.services_exported")
    assert entry.facts == {"format": form, "gaps": what == "gaps_file"}
    wrong = reverse(f"partners:{what}", args=[marlbrook.slug, "pdf"])
    assert keeper.get(wrong).status_code == 404


def test_a_file_holds_what_the_list_shows_and_runs_nothing(marlbrook, service, keeper):
    ServiceFactory(authority=marlbrook, name="=cmd|x")
    address = reverse("partners:services_file", args=[marlbrook.slug, "csv"])
    body = b"".join(keeper.get(address, {"support": "housing"}).streaming_content)
    header, row = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert dict(zip(header, row, strict=True))["Service"] == "'=cmd|x"


def test_what_others_keep_is_not_there_for_an_outsider(
    marlbrook, service, client, outsider
):
    client.force_login(outsider)
    area = AreaFactory(authority=marlbrook)
    for name, args in (
        ("services", [marlbrook.slug]),
        ("gaps", [marlbrook.slug]),
        ("areas", [marlbrook.slug]),
        ("services_file", [marlbrook.slug, "csv"]),
        ("service", [service.pk]),
        ("change_service", [service.pk]),
        ("approve_service", [service.pk]),
    ):
        assert client.get(reverse(f"partners:{name}", args=args)).status_code == 404
    remove = reverse("partners:remove_area", args=[area.pk])
    assert client.post(remove).status_code == 404


def test_a_switched_off_room_has_no_directory(marlbrook, service, keeper):
    marlbrook.rooms.filter(room=Room.PARTNERSHIP).delete()
    assert keeper.get(service.get_absolute_url()).status_code == 404
