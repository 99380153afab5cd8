"""Cutting a cell into actions, line by line and sentence by sentence."""

from dueregard.plans.reading.items import Piece, cut, whole

from .build import COVERED, cell, codes, plan, plan_from_text, table, texts

HEADER = "Activity\tLead\tActions\tTimescales\tRAG\n"


def items(*lines, width=0, sentences=True):
    pieces = [
        Piece(line.removeprefix("• "), at, at, line.startswith("• "))
        for at, line in enumerate(lines)
    ]
    return [item.text for item in cut(pieces, width=width, sentences=sentences)]


def test_a_line_in_lower_case_goes_on():
    assert items("Meet the", "farm workers", "Ring the council") == [
        "Meet the farm workers",
        "Ring the council",
    ]


def test_a_line_that_ends_open_goes_on_even_to_a_capital():
    assert items("Meet the clerk of", "Ashby Vale", "Ring, write and", "Visit") == [
        "Meet the clerk of Ashby Vale",
        "Ring, write and Visit",
    ]


def test_a_line_as_wide_as_the_column_goes_on_to_a_capital():
    lines = ("Use the newsletter of the County", "Halls Group to tell", "Stop")
    assert items(*lines, width=36) == [
        "Use the newsletter of the County Halls Group to tell",
        "Stop",
    ]
    assert len(items(*lines, width=0)) == 3


def test_a_line_wider_than_the_column_was_never_wrapped():
    long = "Use the newsletter of the County and of each of its many districts"
    assert len(items(long, "Halls Group", width=36)) == 2


def test_sentences_are_cut_in_plain_text_only():
    text = "Meet the head, e.g. Monthly. Tell the board. Is it known?"
    assert items(text) == [
        "Meet the head, e.g. Monthly.",
        "Tell the board. Is it known?",
    ]
    assert items(text, sentences=False) == [text]


def test_bullets_are_actions_and_short_ones_beneath_a_colon_are_not():
    assert items("• Train staff", "• Tell parents") == ["Train staff", "Tell parents"]
    assert items("Tell:", "• Staff", "• Parents") == ["Tell:\n• Staff\n• Parents"]


def test_long_points_beneath_a_colon_are_actions_with_their_stem():
    points = (
        "• train every member of staff who meets the public this year",
        "• tell each parent in writing what the school does and why",
    )
    assert items("The school will:", *points) == [
        "The school will: " + points[0].removeprefix("• "),
        "The school will: " + points[1].removeprefix("• "),
    ]


def test_an_action_that_the_source_numbers_stays_whole():
    pieces = [
        Piece("Do this. Then", 1, 0),
        Piece("That", 2, 0),
        Piece("One", 3, 0, True),
    ]
    assert [item.text for item in whole(pieces)] == ["Do this. Then That\n• One"]


def test_a_row_with_a_date_of_its_own_is_an_action_of_its_own():
    draft = plan_from_text(
        HEADER
        + "Halls\tClerk\tWrite down what each hall does\tMay 2026\t\n"
        + "\t\tthis year and the year after that one\t\t\n"
        + "\t\tRing the managers of the nearby halls\tJune 2026\t\n"
        + "\t\tCouncillors are told of it\tJuly 2026\t\n"
        + "Parks\tClerk\tWrite down what all the parks do each\tMay 2026\t\n"
        + "\t\tand every year\t\t\n"
    )
    assert texts(draft.groups[0])[1:] == [
        "Ring the managers of the nearby halls",
        "Councillors are told of it",
    ]


def test_a_title_in_lower_case_goes_on_though_dates_are_rare():
    draft = plan_from_text(
        HEADER
        + "Talking to people\tClerk\tMeet them all.\tOngoing\t\n"
        + "in their homes\t\tRing them all.\t\t\n"
        + "Halls\tClerk\tWrite a policy.\t\t\nParks\tClerk\tWalk round.\t\t\n"
    )
    assert [group.title for group in draft.groups] == [
        "Talking to people in their homes",
        "Halls",
        "Parks",
    ]
    assert "joined" not in codes(draft)


def test_an_action_merged_over_rows_is_one_with_all_its_owners():
    draft = plan(
        table(
            "Activity | Lead | Actions | Timescales | RAG",
            (cell("Halls", row_span=2), "Clerk", cell("Write", row_span=2), "", ""),
            (COVERED, "Police", COVERED, "May 2026", ""),
        )
    )
    (action,) = draft.actions()
    assert action.owners == ("Clerk", "Police")
    assert str(action.due) == "2026-05-31"


def test_a_narrower_table_in_word_is_not_the_plan_going_on():
    draft = plan(
        table("# | Action | Owner | RAG", "1 | Do | Chair | "),
        table("2 | Clerk", "3 | Chair"),
    )
    assert texts(draft.groups[0]) == ["Do"]
    assert "2 | Clerk" in draft.groups[0].narrative


def test_a_table_of_the_same_shape_goes_on_without_a_header():
    draft = plan(
        table("# | Action | Owner", "1 | Do | Chair"),
        table("2 | Tell | Chair", "3 | Ask | Chair"),
    )
    assert texts(draft.groups[0]) == ["Do", "Tell", "Ask"]
