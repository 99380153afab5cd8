"""A plan of strands and activities whose cells were printed line by line (L2)."""

import re

from .build import DOCUMENTS, codes, plan_from_file, plan_from_text, texts

WORDS = re.compile(r"[\w’']+")


def read():
    return plan_from_file("activities.txt")


def activity(title):
    groups = [group for strand in read().groups for group in strand.groups]
    return next(group for group in groups if group.title.startswith(title))


def seen(title):
    return [
        (action.text, str(action.due), action.confidence)
        for action in activity(title).actions
    ]


def test_strands_and_activities_are_those_of_the_document():
    draft = read()
    assert draft.layout == "L2"
    assert draft.title == "Netherbrook Prevent Action Plan 2025-2027"
    assert [len(strand.groups) for strand in draft.groups] == [2, 8]
    assert [len(group.actions) for group in draft.groups[1].groups] == [
        2, 1, 2, 3, 1, 2, 4, 1
    ]  # fmt: skip
    assert [a.ref for a in draft.actions()] == [f"auto-{n}" for n in range(1, 23)]


def test_a_title_that_columns_cut_is_mended_from_the_text():
    assert read().groups[1].title == (
        "People – keeping people from being drawn into harm and giving them good "
        "advice and steady support"
    )
    assert "mended-title" in codes(read())


def test_a_title_that_columns_cut_is_put_together_when_the_text_lacks_it():
    draft = plan_from_text(
        "Activity\tLead\tActions\tTimescales\tRAG\n"
        "Places - keeping halls sa\tfe for all of u\ts who use them\t\t\n"
        "Activity\tLead\tActions\tTimescales\tRAG\n"
        "Halls\tClerk\tWrite a policy.\tMay 2026\t\n"
    )
    assert draft.groups[0].title.startswith("Places - keeping halls")
    assert "broken-title" in codes(draft)


def test_page_furniture_is_left_out_and_said():
    draft = read()
    assert codes(draft).count("page-furniture") == 4
    assert "TO KEEP" not in str(draft.as_json()["groups"])
    assert "safe" not in texts(draft.groups[1])


def test_a_row_like_no_other_after_a_page_break_is_kept():
    draft = plan_from_text(
        "Activity\tLead\tActions\tTimescales\tRAG\n"
        "Halls\tClerk\tWrite a policy.\tMay 2026\t\n\n\n\n\n\n\n"
        "\t\tTELL EVERY HALL\t\t\n"
    )
    assert texts(draft.groups[0]) == ["Write a policy.", "TELL EVERY HALL"]


def test_the_title_of_an_activity_goes_on_over_rows():
    titles = [group.title for group in read().groups[1].groups]
    assert "Talking to people through their groups" in titles
    assert "New arrivals Neighbours - a warm welcome" in titles
    assert "News" in titles


def test_signs_without_words_are_shown_not_kept():
    unplaced = [w for w in read().warnings if w.code == "unplaced"]
    assert [warning.excerpt for warning in unplaced] == [", 00"]


def test_dates_in_one_cell_with_sentences_in_one_cell_are_uncertain():
    assert seen("Champions") == [
        (
            "A champion in each team to know the referral route.",
            "2026-02-28",
            "uncertain",
        ),
        ("News to be told in the staff bulletin.", "2026-02-28", "uncertain"),
        (
            "Talk with the events team about their new duties.",
            "2026-09-30",
            "certain",
        ),
        ("Fill in the yearly checklist", "2026-04-30", "certain"),
    ]


def test_dates_that_do_not_line_up_go_in_order_and_are_uncertain():
    assert seen("Signposts") == [
        ("Tell the public what to look for.", "2025-11-30", "uncertain"),
        ("Use what we hear to choose what we say", "2026-03-31", "uncertain"),
        ("A line at the foot of each e-mail", "2026-09-30", "uncertain"),
        ("The Valley Business Group", "2027-02-28", "uncertain"),
    ]


def test_rows_that_line_up_are_certain():
    screens = activity("Safe screens").actions
    assert [(a.owners, a.ongoing, a.confidence) for a in screens] == [
        (("All",), False, "certain"),
        (("Learnwell",), True, "certain"),
    ]
    assert screens[0].text.endswith("lend to the public in our halls")


def test_a_question_goes_with_what_it_asks_about():
    assert texts(activity("Knowing"))[0].endswith("Are there any new trends?")


def test_a_range_over_two_lines_is_one():
    news = activity("News").actions
    assert len(news) == 1
    assert news[0].timescale_text == "Feb 2026 – March 2027"
    assert str(news[0].start) == "2026-02-01"
    assert str(news[0].due) == "2027-03-31"


def test_short_lines_beneath_a_colon_belong_to_it():
    talks = texts(activity("Talking"))
    assert talks[1] == "Prevent talk to:\nGarden Clubs\nWalking Groups"


def test_a_surname_pushed_to_the_next_line_comes_back():
    owners = activity("New arrivals").actions[0].owners
    assert owners == ("Sam Example", "Alex Sample", "Netherbrook District Council")


def test_nothing_is_rated_when_the_cells_are_empty():
    assert {action.rag for action in read().actions()} == {"not_rated"}


def test_every_word_of_the_actions_column_is_in_an_action():
    said = set(WORDS.findall(" ".join(a.text for a in read().actions())))
    lost = set()
    for line in (DOCUMENTS / "activities.txt").read_text().split("\n"):
        cells = line.split("\t")
        if len(cells) < 4 or cells[0].startswith(("Activity", "People", '"We')):
            continue
        if not cells[2].startswith(("TO KEEP", "PR TO")):
            lost |= set(WORDS.findall(cells[2])) - said
    assert not lost


def test_headers_and_footers_between_pages_of_text_are_left_out():
    gap = "\n" * 6
    draft = plan_from_text(
        "# Marlbrook plan 2025-26\n\nOne.\n\nMarlbrook Council – official\n\n"
        + "Page 1 of 3"
        + gap
        + "Prevent plan, agreed in May\n\nTwo.\n\nMarlbrook Council – official\n"
        + gap
        + "Prevent plan, agreed in May\n\nThree.\n"
    )
    assert draft.sections[0].text == "One.\n\nTwo.\n\nThree."
    assert codes(draft).count("page-furniture") == 5


def test_a_line_that_each_priority_repeats_is_content():
    part = "## Priority {0}: P\n\nLead partner: Marlbrook Council\n\n{1}\n\n"
    table_ = "#\tAction\tOwner\n{0}\tDo it\tChair"
    draft = plan_from_text(
        "# Marlbrook plan\n\n"
        + "".join(part.format(n, table_.format(n)) for n in range(1, 5))
    )
    assert {g.narrative for g in draft.groups} == {"Lead partner: Marlbrook Council"}
