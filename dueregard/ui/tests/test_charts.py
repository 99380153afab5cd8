from decimal import Decimal

import pytest

from dueregard.ui.charts import WIDTH, Bar, Line, StackedBar
from dueregard.ui.gallery import figures
from dueregard.ui.progress_charts import Box, LineToTarget, Strip, plain

from .upstream import elements, find, parse

SHOWN = "{% load ui %}{% chart figure %}"


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.template)
def test_a_chart_says_in_words_what_it_shows(show, figure):
    page = show(SHOWN, figure=figure)
    tree = parse(page)
    assert find(tree, "figcaption")[2] == [figure.title]
    assert figure.description in page
    assert 'role="img"' in page or 'role="list"' in page


@pytest.mark.parametrize("figure", figures(), ids=lambda figure: figure.template)
def test_every_number_of_a_chart_stands_in_its_table(show, figure):
    table = find(parse(show(SHOWN, figure=figure)), "table")
    numbers = [element[2][0] for element in elements(table) if element[0] == "td"]
    if isinstance(figure, Strip):
        pairs = [(box.full, box.number) for box in figure.boxes]
    else:
        pairs = getattr(figure, "parts", None) or getattr(figure, "rows", None)
        pairs = pairs or figure.points
    shown = ["Not measured" if pair[1] is None else str(pair[1]) for pair in pairs]
    assert numbers == shown


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


def test_what_was_not_measured_leaves_a_gap_and_is_never_zero(show):
    figure = LineToTarget("Events", [("May", 3), ("June", None), ("July", 5)], "events")
    assert len(figure.paths) == 2
    assert [place.label for place in figure.known] == ["May", "July"]
    assert figure.description == "Events: May 3, June Not measured, July 5."
    assert "<circle" in show(SHOWN, figure=figure)
    nothing = LineToTarget("Events", [], "events", target=8)
    assert "Nothing has been measured yet." in show(SHOWN, figure=nothing)


def test_a_measure_is_drawn_on_one_scale_with_its_baseline_and_target():
    figure = LineToTarget(
        "Balance", [("May", -10), ("June", 30)], "pounds", baseline=-10, target=40
    )
    assert figure.bounds == (-10.0, 40.0)
    baseline, target = figure.levels
    assert (baseline.y, target.y) == (190, 10)
    assert figure.known[0].y == baseline.y


def test_numbers_are_written_as_people_write_them():
    numbers = [Decimal("1200.00"), Decimal("3.50"), Decimal("1E+3"), 0, -2]
    assert [plain(n) for n in numbers] == ["1,200", "3.5", "1,000", "0", "-2"]


def test_a_strip_names_runs_of_months_that_are_alike_once():
    boxes = [Box(m[:3], f"{m} 2026", "Green", "green") for m in ("May", "June")]
    strip = Strip("Rating", [*boxes, Box("Jul", "July 2026", "Red", "red")])
    assert strip.description == "Green May 2026 to June 2026; Red July 2026."


def test_two_charts_on_a_page_do_not_share_ids():
    one, two = Bar("A", [], "x"), Bar("A", [], "x")
    assert one.id != two.id


def test_a_label_is_escaped(show):
    page = show(SHOWN, figure=Bar("Owners", [("<script>", 1)], "actions"))
    assert "<script>" not in page
