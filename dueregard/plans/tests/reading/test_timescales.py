"""What timescales mean: every form of domain.md §8.6 and those of the issue."""

from datetime import date

import pytest

from dueregard.plans.reading import timescales

YEAR = (date(2024, 4, 1), date(2025, 3, 31))

# text: first day, last day, ongoing, certain
FORMS = {
    "Ongoing": (None, None, True, True),
    "Sept 2024": (None, "2024-09-30", False, True),
    "February 2024": (None, "2024-02-29", False, True),
    "March 2024": (None, "2024-03-31", False, True),
    "April 2015": (None, "2015-04-30", False, True),
    "25.04.15": (None, "2015-04-25", False, True),
    "25/04/2015": (None, "2015-04-25", False, True),
    "2024-09-30 00:00:00": (None, "2024-09-30", False, True),
    "1st May 2024": (None, "2024-05-01", False, True),
    "Sep-24": (None, "2024-09-30", False, True),
    "Feb 2024 - March 2025": ("2024-02-01", "2025-03-31", False, True),
    "Feb 2024 – March 2025": ("2024-02-01", "2025-03-31", False, True),
    "Feb 2024 –\nMarch 2025": ("2024-02-01", "2025-03-31", False, True),
    "Feb - March 2025": ("2025-02-01", "2025-03-31", False, True),
    "Nov - March 2025": ("2024-11-01", "2025-03-31", False, True),
    "1-5 May 2024": ("2024-05-01", "2024-05-05", False, True),
    "Mar 2023 ongoing": ("2023-03-01", None, True, True),
    "From April 2024": ("2024-04-01", None, False, True),
    "Ongoing until March 2025": (None, "2025-03-31", False, True),
    "Annually": (None, None, True, True),
    "At least annually": (None, None, True, True),
    "quarterly": (None, None, True, True),
    "Every six months": (None, None, True, True),
    "": (None, None, False, True),
    "Q3 2024": (None, "2024-09-30", False, False),
    "Q3 2024/25": (None, "2024-12-31", False, True),
    "Q4 2024/25": (None, "2025-03-31", False, True),
    "Autumn term 2024": (None, "2024-12-31", False, False),
    "Autumn term": (None, "2024-12-31", False, False),
    "by end of March": (None, "2025-03-31", False, False),
    "2024/25": ("2024-04-01", "2025-03-31", False, False),
    "TBC": (None, None, False, False),
    "Immediate": (None, None, False, False),
    "31.02.24": (None, None, False, False),
    "31.02.24 or March 2024": (None, None, False, False),
    "March 2025 - Feb 2024": (None, None, False, False),
    "when we may": (None, None, False, False),
    "May 2024 with the police": (None, "2024-05-31", False, False),
    "February 2024 February 2024": (None, "2024-02-29", False, False),
    "Nov 2023\nMar 2024": (None, "2024-03-31", False, False),
}


@pytest.mark.parametrize("text", FORMS)
def test_a_timescale_means(text):
    said = timescales.parse(text, period=YEAR)
    start, due = (str(day) if day else None for day in (said.start, said.due))
    assert (start, due, said.ongoing, said.confidence == "certain") == FORMS[text]
    assert said.text == text
    assert bool(said.note) == (said.confidence == "uncertain")


def test_two_dates_become_milestones():
    said = timescales.parse("Nov 2023\nMar 2024")
    assert [(m.text, str(m.due)) for m in said.milestones] == [
        ("Nov 2023", "2023-11-30"),
        ("Mar 2024", "2024-03-31"),
    ]


def test_what_comes_round_says_how_often():
    assert timescales.parse("At least annually").recurs == "annually"


@pytest.mark.parametrize("text", ["by end of March", "Autumn term", "31 March"])
def test_a_year_is_never_made_up(text):
    assert timescales.parse(text).due is None
    two_years = (date(2023, 4, 1), date(2025, 3, 31))
    assert timescales.parse(text, period=two_years).due is None


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("February 2024 February 2024", ["February 2024", "February 2024"]),
        ("Feb 2024 –\nMarch 2025", ["Feb 2024 – March 2025"]),
        ("Nov 2023\nMar 2024", ["Nov 2023", "Mar 2024"]),
        ("by end of\nMarch 2025", ["by end of March 2025"]),
        ("March\n2025", ["March 2025"]),
        ("Ongoing\nreview with police", ["Ongoing review with police"]),
        ("Feb 2024 - March 2025", ["Feb 2024 - March 2025"]),
        ("", []),
    ],
)
def test_a_cell_is_cut_into_its_timescales(text, pieces):
    assert timescales.pieces(text) == pieces
