from django.http import QueryDict

from dueregard.ui.filters import chips_of
from dueregard.ui.forms import DatePartsField
from dueregard.ui.gallery import FilterExample

from .upstream import elements, find, parse

SHOWN = "{% load ui %}{% filter_panel filter_form %}"


class DatedFilter(FilterExample):
    due = DatePartsField(label="Due before", required=False)


def chips(query: str, form=FilterExample):
    data = QueryDict(query)
    return [(chip.text, chip.url) for chip in chips_of(form(data), data)]


def test_each_selected_value_can_be_taken_away_alone():
    assert chips("status=late&status=done&words=leaflet") == [
        ("Search: leaflet", "?status=late&status=done"),
        ("Status: Late", "?status=done&words=leaflet"),
        ("Status: Done", "?status=late&words=leaflet"),
    ]


def test_taking_a_filter_away_begins_the_list_again_and_keeps_the_sort():
    assert chips("status=late&page=4&after=abc&sort=due") == [
        ("Status: Late", "?sort=due")
    ]


def test_an_empty_answer_is_no_filter():
    assert chips("words=&status=") == []


def test_a_date_is_one_filter():
    found = chips("due_day=1&due_month=3&due_year=2027", DatedFilter)
    assert found == [("Due before: 1 3 2027", "?")]


def test_a_form_nobody_has_sent_has_nothing_selected():
    assert chips_of(FilterExample(), QueryDict()) == []


def test_the_panel_is_a_get_form_that_keeps_the_sort(show):
    form = FilterExample(QueryDict("words=leaflet&sort=-due&page=3"))
    page = parse(show(SHOWN, path="/plans/?words=leaflet", filter_form=form))
    sent = find(page, "form")
    assert sent[1]["method"] == "get"
    assert sent[1]["action"] == "/plans/"
    names = {element[1].get("name") for element in elements(sent)}
    assert "sort" in names
    assert "page" not in names
    assert "submission_key" not in names
    assert "(optional)" not in str(page)


def test_what_is_selected_is_shown_and_counted(show):
    form = FilterExample(QueryDict("words=leaflet&status=late"))
    page = show(SHOWN, path="/?words=leaflet&status=late", filter_form=form)
    assert "Filters (2)" in page
    assert "Clear filters" in page
    assert "Selected filters" not in show(SHOWN, filter_form=FilterExample())


def test_a_value_typed_into_the_address_is_escaped(show):
    form = FilterExample(QueryDict("words=<script>"))
    assert "<script>" not in show(SHOWN, filter_form=form)


def test_a_field_whose_name_begins_like_another_is_its_own_filter():
    class Form(FilterExample):
        words_of = DatePartsField(label="Of", required=False)

    found = chips("words_of_day=1&words_of_month=2&words_of_year=2027", Form)
    assert found == [("Of: 1 2 2027", "?")]
