import pytest

from dueregard.ui.charts import WIDTH, Bar, Line, StackedBar
from dueregard.ui.gallery import figures

from .upstream import elements, find, parse

SHOWN = "{% load ui %}{% chart figure %}"


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.template)
def test_a_chart_says_in_words_what_it_shows(show, figure):
    page = show(SHOWN, figure=figure)
    tree = parse(page)
    assert find(tree, "figcaption")[2] == [figure.title]
    assert figure.description in page
    assert 'role="img"' in page


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.template)
def test_every_number_of_a_chart_stands_in_its_table(show, figure):
    table = find(parse(show(SHOWN, figure=figure)), "table")
    numbers = [element[2][0] for element in elements(table) if element[0] == "td"]
    pairs = getattr(figure, "parts", None) or getattr(figure, "rows", None)
    pairs = pairs or figure.points
    assert numbers == [str(pair[1]) for pair in pairs]


def test_the_parts_of_a_stack_fill_it_and_have_patterns_of_their_own(show):
    figure = StackedBar("RAG", [("Red", 1, "red"), ("Not rated", 3, "not_rated")], "x")
    assert [part.width for part in figure.segments] == [WIDTH / 4, WIDTH * 3 / 4]
    page = show(SHOWN, figure=figure)
    assert f"url(#{figure.id}-red)" in page
    assert f'id="{figure.id}-not-rated"' in page


def test_a_stack_of_nothing_says_so(show):
    page = show(SHOWN, figure=StackedBar("RAG", [("Red", 0, "red")], "actions"))
    assert "There are no actions to count yet." in page


def test_nothing_and_one_point_can_be_drawn(show):
    for figure in (
        Line("Updates", [], "updates"),
        Line("Updates", [("May", 3)], "updates"),
        Line("Updates", [("May", 0), ("June", 0)], "updates"),
        Bar("Owners", [], "actions"),
        Bar("Owners", [("Ashby Vale", 0)], "actions"),
    ):
        assert figure.title in show(SHOWN, figure=figure)


def test_two_charts_on_a_page_do_not_share_ids():
    one, two = Bar("A", [], "x"), Bar("A", [], "x")
    assert one.id != two.id


def test_a_label_is_escaped(show):
    page = show(SHOWN, figure=Bar("Owners", [("<script>", 1)], "actions"))
    assert "<script>" not in page
