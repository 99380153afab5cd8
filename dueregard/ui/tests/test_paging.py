"""Paging, tried on Django's own table of content types, which is never empty."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import RequestFactory

from dueregard.ui.paging import counted, keyset

pytestmark = pytest.mark.django_db
ORDER = ("app_label", "pk")


@pytest.fixture
def rows():
    ContentType.objects.all().delete()
    ContentType.objects.bulk_create(
        ContentType(app_label=f"room{number % 3}", model=f"thing{number:02}")
        for number in range(10)
    )
    return ContentType.objects.all()


def get(query=""):
    return RequestFactory().get(f"/{query}")


def walk(rows, order, size=3):
    """Every row, page after page forwards, and the addresses on the way."""
    query, found, addresses = "", [], []
    for _ in range(len(rows) + 1):
        page = keyset(rows, get(query), order=order, size=size)
        found += list(page)
        addresses.append(query)
        if not page.next_url:
            return found, addresses
        query = page.next_url
    raise AssertionError("The pages never end.")


@pytest.mark.parametrize("order", [ORDER, ("-app_label", "pk"), ("-pk",)])
@pytest.mark.parametrize("size", [1, 3, 9, 10, 11])
def test_walking_forwards_meets_every_row_once(rows, order, size):
    found, _ = walk(rows, order, size)
    assert found == list(rows.order_by(*order))


@pytest.mark.parametrize("order", [ORDER, ("-app_label", "pk")])
def test_walking_back_meets_the_same_pages(rows, order):
    _, addresses = walk(rows, order)
    page = keyset(rows, get(addresses[-1]), order=order, size=3)
    for address in reversed(addresses[:-1]):
        page = keyset(rows, get(page.previous_url), order=order, size=3)
        assert list(page) == list(keyset(rows, get(address), order=order, size=3))
    assert page.previous_url == ""


def test_the_filters_stay_in_the_address(rows):
    page = keyset(rows, get("?status=late"), order=ORDER, size=3)
    assert page.next_url.startswith("?status=late&after=")


@pytest.mark.parametrize("cursor", ["!", "e30", "WyJhIl0", "W10", "bnVsbA", "A" * 500])
def test_a_cursor_that_makes_no_sense_gives_the_first_page(rows, cursor):
    page = keyset(rows, get(f"?after={cursor}"), order=ORDER, size=3)
    assert list(page) == list(rows.order_by(*ORDER)[:3])


def test_a_keyset_page_costs_two_statements(rows, django_assert_num_queries):
    with django_assert_num_queries(2):
        list(keyset(rows, get(), order=ORDER, size=3))


def test_numbered_pages_hold_every_row(rows):
    rows = rows.order_by("pk")
    found = []
    for number in range(1, 5):
        found += list(counted(rows, get(f"?page={number}"), size=3))
    assert found == list(rows)


def test_a_numbered_page_says_where_it_stands(rows):
    page = counted(rows.order_by("pk"), get("?page=2&status=late"), size=3)
    assert page.summary == "4 to 6 of 10 results"
    assert page.previous_url == "?status=late"
    assert page.next_url == "?status=late&page=3"


def test_a_single_page_has_no_neighbours(rows):
    page = counted(rows.order_by("pk"), get(), size=25)
    assert (page.summary, page.previous_url, page.next_url) == ("10 results", "", "")


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "²", "9" * 30])
def test_a_page_number_that_makes_no_sense_gives_the_first_page(rows, number):
    page = counted(rows.order_by("pk"), get(f"?page={number}"), size=3)
    assert page.rows[0] == rows.order_by("pk")[0]


def test_a_page_beyond_the_end_gives_the_last(rows):
    page = counted(rows.order_by("pk"), get("?page=99"), size=3)
    assert len(page) == 1
    assert page.next_url == ""


def test_the_count_stops_at_its_cap(rows):
    page = counted(rows.order_by("pk"), get(), size=3, cap=5)
    assert page.summary == "1 to 3 of 5+ results"
    assert page.total_is_capped
    far = counted(rows.order_by("pk"), get("?page=3"), size=3, cap=5)
    assert len(far) == 3


def test_one_result_is_one_result(rows):
    one = ContentType.objects.filter(model="thing01")
    assert counted(one, get()).summary == "1 result"
    assert counted(one.none(), get()).summary == "0 results"
