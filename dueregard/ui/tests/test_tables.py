import pytest
from django.utils.safestring import mark_safe

from .upstream import elements, find, parse

TABLE = (
    '{% load ui %}{% table "Actions" %}{% columns %}{% column "Action" sort="text" %}'
    '{% column "Due" sort="due" %}{% column "Updates" numeric=True %}'
    '{% column "Choose" hidden_label=True %}{% endcolumns %}'
    "{% for row in rows %}{% row %}{% cell header=True %}a{% endcell %}"
    "{% cell %}b{% endcell %}{% cell %}3{% endcell %}{% cell %}x{% endcell %}"
    "{% endrow %}{% endfor %}{% endtable %}"
)


def headings(page: str) -> list:
    return [element for element in elements(parse(page)) if element[0] == "th"]


def test_a_cell_carries_its_columns_label_and_alignment(show):
    page = parse(show(TABLE, rows=[1, 2]))
    rows = [element for element in elements(page) if element[0] == "tr"][1:]
    for row in rows:
        cells = [element for element in elements(row) if element[0] == "td"]
        labels = [cell[1].get("data-label") for cell in cells]
        assert labels == ["Due", "Updates", None]
        assert "numeric" in cells[1][1]["class"]
        assert "numeric" not in cells[0][1]["class"]


def test_a_second_table_starts_with_columns_of_its_own(show):
    page = show(
        TABLE + '{% table "B" %}{% columns %}{% column "Other" %}{% endcolumns %}'
        "{% row %}{% cell %}z{% endcell %}{% endrow %}{% endtable %}",
        rows=[1],
    )
    cells = [element for element in elements(parse(page)) if element[0] == "td"]
    assert cells[-1][1]["data-label"] == "Other"


def test_a_column_sorts_by_a_link_that_keeps_the_filters(show):
    page = show(TABLE, path="/?status=late&page=4", rows=[])
    link = find(headings(page)[0], "a")
    assert link[1]["href"] == "?status=late&sort=text"
    assert "aria-sort" not in headings(page)[0][1]


def test_a_sorted_column_says_so_and_turns_round(show):
    page = show(TABLE, path="/?sort=due", rows=[])
    assert headings(page)[1][1]["aria-sort"] == "ascending"
    assert find(headings(page)[1], "a")[1]["href"] == "?sort=-due"
    page = show(TABLE, path="/?sort=-due", rows=[])
    assert headings(page)[1][1]["aria-sort"] == "descending"
    assert find(headings(page)[1], "a")[1]["href"] == "?sort=due"


def test_the_view_may_say_how_rows_are_sorted_by_default(show):
    page = show(TABLE, rows=[], sort="text")
    assert headings(page)[0][1]["aria-sort"] == "ascending"


def test_a_heading_that_is_not_shown_is_still_read_out(show):
    hidden = headings(show(TABLE, rows=[]))[3]
    assert find(hidden, "govuk-visually-hidden")[2] == ["Choose"]


def test_a_table_always_has_a_caption(show):
    page = show('{% load ui %}{% table "Hidden" hidden_caption=True %}{% endtable %}')
    assert find(parse(page), "caption")[2] == ["Hidden"]


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (mark_safe("<i>Due</i>"), "<i>Due</i>"),
        ("<i>Due</i>", "&lt;i&gt;Due&lt;/i&gt;"),
    ],
)
def test_typed_words_are_escaped_where_the_same_markup_was_printed_before(
    show, words, printed
):
    template = "{% load ui %}{% tag words %}{% columns %}{% column words %}"
    page = show(f"{template}{{% endcolumns %}}", words=words)
    assert page.count(printed) == 2
