"""Sentences about how many were trained, fit for anyone to read."""

from dueregard.training.coverage.headline import EverTrained, Year


def sentences(*years):
    ever = EverTrained(course="WRAP", years=[Year(*year) for year in years])
    return [ever.published, *ever.published_by_year]


def test_ever_and_each_of_the_last_two_years_have_a_sentence_of_their_own():
    ever, this, last = sentences(
        (2026, 212, 100, 0), (2025, 308, 300, 0), (2024, 900, 900, 0)
    )
    assert ever.startswith("About 1,300 people have been trained in WRAP since April ")
    assert this == (
        "From April 2026 to March 2027, about 210 people were trained in WRAP. Each is "
        "counted once in a year."
    )
    assert last.startswith("From April 2025 to March 2026, about 310 people were")


def test_a_few_people_are_never_counted_out():
    ever, this, last = sentences((2026, 4, 0, 0), (2025, 12, 12, 0))
    assert ever.startswith("About 10 people")
    assert "fewer than 5 people were trained" in this
    assert "4" not in this.replace("2024", "")
    assert "about 10 people were" in last


def test_half_is_rounded_up():
    _, this = sentences((2026, 1_003, 1_003, 0))
    assert "about 1,005 people" in this
    assert "about 1,000 people" in sentences((2026, 1_002, 1_002, 0))[1]


def test_nobody_trained_yet_says_so_and_names_no_year():
    assert sentences() == ["Fewer than 5 people are recorded as trained in WRAP."]
