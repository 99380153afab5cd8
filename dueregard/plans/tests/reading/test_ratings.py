"""RAG: only what the source says, by word, letter or shading."""

import pytest

from dueregard.plans.reading import rag

from .build import cell, plan, table


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("Red", "red"),
        ("r", "red"),
        ("AMBER", "amber"),
        ("A*", "amber"),
        ("G", "green"),
        ("Green – on track", "green"),
        ("Blue", "complete"),
        ("Completed", "complete"),
        ("", "not_rated"),
        ("Red/Amber", "not_rated"),
        ("Low", "not_rated"),
    ],
)
def test_a_word_or_letter_is_the_rating(text, rating):
    assert rag.rating(cell(text)) == (rating, "")


@pytest.mark.parametrize(
    ("colour", "rating"),
    [
        ("FF0000", "red"),
        ("C00000", "red"),
        ("FFC000", "amber"),
        ("FFFF00", "amber"),
        ("00B050", "green"),
        ("92D050", "green"),
        ("0070C0", "complete"),
        ("FFFFFF", "not_rated"),
        ("D9D9D9", "not_rated"),
        ("000000", "not_rated"),
        ("7030A0", "not_rated"),
    ],
)
def test_shading_is_the_rating_when_there_is_no_word(colour, rating):
    assert rag.rating(cell("", colour=colour))[0] == rating


def test_a_word_wins_over_a_colour():
    assert rag.rating(cell("Red", colour="00B050")) == ("red", "")
    assert rag.rating(cell("See note", colour="00B050")) == ("not_rated", "")


def test_a_rating_from_a_colour_says_so_and_other_cells_do_not_count():
    header = "# | Action | Owner | RAG"
    draft = plan(
        table(
            header,
            ("1", "One", "Chair", cell("", colour="00B050")),
            ("2", cell("Two", colour="00B050"), "Chair", ""),
            ("3", "Three", "Chair", cell("", colour="FFFFFF")),
        )
    )
    one, two, three = draft.actions()
    assert one.rag == "green"
    assert one.extra == {"rag_source": "from the cell's colour"}
    assert (two.rag, three.rag) == ("not_rated", "not_rated")
