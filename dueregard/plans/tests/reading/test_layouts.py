"""The other layouts of councils, colleges and schools (domain.md §8.3)."""

import pytest

from dueregard.plans.reading import LAYOUTS

from .build import (
    COVERED,
    cell,
    codes,
    heading,
    paragraph,
    plan,
    plan_from_text,
    refs,
    table,
    texts,
)

HEADERS = {
    "L1": "# | Action | Owner",
    "L2": "Activity | Lead Officer & Organisation | Actions | Timescales | RAG",
    "L3": "Guidance summary of activity required | Work to date | Action required",
    "L4": "Guidance extract (paragraph no.) | Current position | "
    "Further action required/recommendations",
    "L5": "Outcome | Risk/Vulnerability | Action to address risk | Owner | "
    "Evidence of progress | RAG*",
    "L6": "Risk area | Hazard | Severity 1–5 | Likelihood 1–5 | Rating A×B | "
    "Existing measures | Proposed actions | Risk owner | Planned completion",
    "L7": "Risk title | Summary | Existing controls | Actions required | Owner | RAG",
    "L8": "Action point | Timescale | Staff responsible",
    "L9": "No | Vulnerability/risk area | Action/Response | Lead | Review | B | 1 | 2"
    " | 3",
    "L10": "Vulnerability/risk area | Risk Y/N | Action taken/in place | Lead | When"
    " | Date completed",
    "due-regard": "Priority number | Priority | Objective number | Objective | Ref | "
    "Action | Owner | Timescale | Start | Due | Ongoing | Status | RAG | Last update",
}


ACTION_AT = {"L1": 1, "L3": 2, "L4": 2, "L6": 6, "L7": 3, "L8": 0, "due-regard": 5}


def row_for(code):
    """A row whose action cell says so; its second cell has words, the rest none."""
    at = ACTION_AT.get(code, 2)
    width = len(HEADERS[code].split(" | "))
    return tuple(
        "Do this" if i == at else ("x" if i == 1 else "") for i in range(width)
    )


@pytest.mark.parametrize("code", HEADERS)
def test_each_layout_is_recognised_by_its_header(code):
    draft = plan(table(HEADERS[code], row_for(code)))
    assert draft.layout == code
    assert [action.text for action in draft.actions()] == ["Do this"]


def test_every_layout_has_a_header_here():
    assert {layout.code for layout in LAYOUTS} == set(HEADERS)


def test_columns_may_stand_in_any_order():
    draft = plan(table("Owner | # | Action", "Chair | 1 | Write it down"))
    assert draft.layout == "L1"
    assert refs(draft.groups[0]) == ["1"]


def test_guidance_is_the_group_and_work_to_date_is_kept():
    draft = plan(
        heading("Fernshire Prevent plan 2025-26"),
        table(
            HEADERS["L3"],
            (
                "1. Assess the risk",
                "We met",
                "• Write it down\n• Share it with schools",
            ),
            ("2. Halls", "A policy is in place", ""),
        ),
    )
    first, second = draft.groups
    assert (first.number, first.title) == ("1", "Assess the risk")
    assert texts(first) == ["Write it down", "Share it with schools"]
    assert {a.extra["Work to date"] for a in first.actions} == {"We met"}
    assert second.narrative == "Work to date: A policy is in place"
    assert "unplaced" in codes(draft)


def test_merged_cells_give_their_activity_to_the_rows_they_cover():
    draft = plan(
        table(
            ("Leadership", *[COVERED] * 5),
            HEADERS["L5"],
            (cell("Leaders lead", row_span=2), "Gap", "Brief them", "Head", "", "G"),
            (COVERED, "Other gap", "Remind them", "Chair", "", "A"),
            (cell("Pupils", bold=True, column_span=6), *[COVERED] * 5),
            "Pupils are safe | Online | Filter | IT | Log | ",
        )
    )
    leadership, pupils = draft.groups
    assert [group.title for group in leadership.groups] == ["Leaders lead"]
    assert texts(leadership) == ["Brief them", "Remind them"]
    assert [a.rag for a in leadership.all_actions()] == ["green", "amber"]
    assert pupils.groups[0].actions[0].extra == {
        "Risk/Vulnerability": "Online",
        "Evidence of progress": "Log",
    }


def test_rows_above_the_header_give_the_title_and_stay_as_text():
    draft = plan(
        table(
            "Prevent risk assessment 2025-26",
            "School: Netherbrook Primary | Date: 1 May 2025",
            HEADERS["L6"],
            "Visitors | Talks | 4 | 2 | 8 | Sign-in | Check them | Head | 31/12/2025",
            " | Leaflets | 2 | 2 | 4 | None | Watch the foyer | Office | Termly",
        ),
        kind="xlsx",
    )
    assert draft.title == "Prevent risk assessment 2025-26"
    assert draft.sections[0].text == "School: Netherbrook Primary | Date: 1 May 2025"
    (visitors,) = draft.groups
    assert [str(a.due) for a in visitors.actions] == ["2025-12-31", "None"]
    assert visitors.actions[0].extra["Severity 1–5"] == "4"
    assert visitors.actions[1].extra["recurs"] == "Termly"


def test_a_pipe_table_broken_over_lines_is_whole_again():
    draft = plan_from_text(
        f"| {HEADERS['L7']} |\n"
        "|---|---|---|---|---|---|\n"
        "| Leadership | Leaders are not\nsure | Training | Brief the\ngovernors "
        "| Head | Amber |\n"
    )
    assert draft.layout == "L7"
    (action,) = draft.actions()
    assert (action.text, action.owners, action.rag) == (
        "Brief the governors",
        ("Head",),
        "amber",
    )
    assert action.extra["Summary"] == "Leaders are not\nsure"


def test_columns_of_spaces_are_read():
    draft = plan_from_text(
        "Some risks come first.\n\n"
        "Action point        Timescale     Staff responsible\n"
        "Review the policy   July 2026     Head\n"
        "and tell all\n"
        "Train the staff     May 2026      Deputy Head\n"
    )
    assert draft.layout == "L8"
    assert texts(draft.groups[0]) == [
        "Review the policy and tell all",
        "Train the staff",
    ]
    assert [str(a.due) for a in draft.actions()] == ["2026-07-31", "2026-05-31"]


def test_columns_of_reviews_are_milestones_and_numbers_start_again():
    draft = plan(
        table(
            ("No", "Vulnerability/risk area", "Action/Response", "Lead")
            + (cell("Review", column_span=4), COVERED, COVERED, COVERED),
            ("", "", "", "", "B", "1", "2", "3"),
            "1 | Online | Filter the web | IT | Red | May 2026 |  | ",
            ("Teaching", *[""] * 7),
            "1 | Lessons | Teach debate | Head |  |  |  | ",
        ),
        kind="xlsx",
    )
    assert draft.layout == "L9"
    first, second = draft.actions()
    assert [(m.text, str(m.due)) for m in first.milestones] == [
        ("Review B: Red", "None"),
        ("Review 1: May 2026", "2026-05-31"),
    ]
    assert first.ref == "1"
    assert second.ref != "1"
    assert second.extra["source_ref"] == "1"


def test_priorities_over_objectives_are_two_levels():
    header = "Ref | Action | Owner | Due date"
    draft = plan(
        heading("Priority 1: Know", 1),
        paragraph("Why this matters."),
        heading("Objective 1.1 Share", 2),
        table(header, "A1 | Share it | Chair | 31 March 2026"),
        heading("Objective 1.2 Ask", 2),
        table(header, "A2 | Ask them | Chair | TBC"),
    )
    (priority,) = draft.groups
    assert (priority.number, priority.title) == ("Priority 1", "Know")
    assert priority.narrative == "Why this matters."
    assert [(g.number, g.title) for g in priority.groups] == [
        ("Objective 1.1", "Share"),
        ("Objective 1.2", "Ask"),
    ]
    assert [str(a.due) for a in draft.actions()] == ["2026-03-31", "None"]


def test_one_heading_over_the_only_table_is_no_priority():
    draft = plan(
        heading("Marlbrook plan 2025-26"),
        heading("Action plan"),
        table(HEADERS["L2"], "Halls | Clerk | Write a policy | May 2026 | "),
    )
    assert [group.title for group in draft.groups] == ["Halls"]
    assert [section.heading for section in draft.sections] == ["Action plan"]


def test_each_sheet_of_several_is_a_priority():
    draft = plan(
        table(HEADERS["L1"], "1 | Know | Chair", name="Know"),
        table(HEADERS["L1"], "2 | Help | Chair", name="Help"),
        table("Some words about the plan", name="Notes"),
        kind="xlsx",
    )
    assert [(g.title, refs(g)) for g in draft.groups] == [
        ("Know", ["1"]),
        ("Help", ["2"]),
    ]


def test_an_unknown_column_is_kept_under_its_own_heading():
    draft = plan(table("# | Action | Owner | Funding", "1 | Do | Chair | £500"))
    assert draft.layout == "L1"
    assert next(draft.actions()).extra == {"Funding": "£500"}


def test_columns_known_by_their_names_alone_are_said_to_be_guessed():
    draft = plan(table("Task | Who | By when | Notes", "Do it | Sam | 1 May 2026 | x"))
    (action,) = draft.actions()
    assert (action.owners, str(action.due)) == (("Sam",), "2026-05-01")
    assert draft.layout == "synonyms"
    assert "layout-guessed" in codes(draft)


def test_another_table_after_the_plan_is_text_not_actions():
    draft = plan(
        table(HEADERS["L8"], "Do | May 2026 | Head"),
        table("Name | Phone | E-mail | Notes", "Office | 1 | 2 | 3"),
    )
    assert [action.text for action in draft.actions()] == ["Do"]
    assert "Office | 1 | 2 | 3" in draft.groups[0].narrative
    assert "other-table" in codes(draft)


def test_a_document_without_a_table_says_so():
    draft = plan(paragraph("Just words."))
    assert draft.layout == "unknown"
    assert draft.counts()["actions"] == 0
    assert "no-table" in codes(draft)
    assert draft.sections[0].text == "Just words."


def test_repeated_headers_are_not_actions():
    header = HEADERS["L2"]
    draft = plan(
        table(header, "Halls | Clerk | Write | May 2026 | ", header, " |  | Tell |  | ")
    )
    assert texts(draft.groups[0]) == ["Write", "Tell"]


def test_links_in_cells_survive():
    linked = cell("See the policy")
    linked = type(linked)(
        lines=linked.lines,
        links=(type("Link", (), {"text": "policy", "url": "https://x.example"})(),),
    )
    draft = plan(table(("#", "Action", "Owner"), ("1", linked, "Chair")))
    assert next(draft.actions()).extra["links"] == "https://x.example"


def test_what_due_regard_exported_comes_back_word_for_word():
    draft = plan(
        table(
            HEADERS["due-regard"],
            ("1", "Know", "1.1", "Share", "A1", "'=Tell:\nall", "Chair", "Feb 2026")
            + ("2026-01-05", "2026-03-31", "No", "Not started", "Not rated", ""),
            ("1", "Know", "", "", "A2", "Other.", "", "", "", "", "Yes", "", "Red", ""),
        ),
        kind="csv",
    )
    (know,) = draft.groups
    (first,), (second,) = know.groups[0].actions, know.actions
    assert (first.text, first.timescale_text) == ("=Tell:\nall", "Feb 2026")
    assert (str(first.start), str(first.due)) == ("2026-01-05", "2026-03-31")
    assert (second.ongoing, second.due, second.rag) == (True, None, "red")
