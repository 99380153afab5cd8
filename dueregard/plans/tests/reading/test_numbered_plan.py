"""A plan of priorities, objectives and numbered actions, as text out of a PDF (L1)."""

from .build import codes, plan_from_file, plan_from_text, refs, texts


def read():
    return plan_from_file("priorities.md")


def test_priorities_objectives_and_numbers_are_those_of_the_document():
    draft = read()
    assert draft.layout == "L1"
    assert [(g.number, g.title) for g in draft.groups] == [
        ("4.1", "PRIORITY 1: To know the risk in Fernshire"),
        ("4.2", "PRIORITY 2: To help people early"),
    ]
    objectives = [group for one in draft.groups for group in one.groups]
    assert [refs(group) for group in objectives] == [
        ["1", "2", "3"],
        ["4", "5"],
        ["6", "7"],
    ]
    assert objectives[1].title == "Train the people who meet the public"
    assert draft.counts() == {
        "sections": 5,
        "level_1": 2,
        "level_2": 3,
        "actions": 7,
        "warnings": 3,
    }


def test_title_and_period_are_on_the_cover():
    draft = read()
    title = "PREVENT DELIVERY PLAN – Fernshire County Council. 2026-2027"
    assert draft.title == title
    assert str(draft.period_start) == "2026-04-01"
    assert str(draft.period_end) == "2027-03-31"


def test_sections_keep_their_order_and_numbers():
    assert [(s.number, s.heading) for s in read().sections] == [
        ("1", "Why we act"),
        ("2", "What we know"),
        ("2.1", "Our towns"),
        ("3", "Who does what"),
        ("4", "Priorities"),
    ]


def test_a_paragraph_cut_by_a_page_is_whole_again():
    assert "and it will be looked at again every quarter" in read().sections[0].text


def test_headings_without_a_number_and_small_tables_stay_in_their_section():
    text = read().sections[3].text
    assert "Fernshire County Council (Chair) | Fernshire Police" in text
    assert "Signs to look for\n\n• Someone stops seeing friends\n• Someone" in text
    assert text.endswith("This list is a help, not a test.")


def test_a_footnote_keeps_its_mark():
    text = read().sections[2].text
    assert "20th century.¹ They" in text.replace("ᵗʰ", "th")
    assert "¹ https://fernshire.example/census_data" in text


def test_the_narrative_of_a_priority_belongs_to_its_group():
    first, second = read().groups
    assert first.narrative == "We want every partner to see the same picture."
    assert second.narrative == "Help that comes early is help that works."


def test_nothing_of_the_cover_or_the_contents_is_content():
    draft = read()
    said = str(draft.as_json()["sections"]) + str(draft.as_json()["groups"])
    assert "Care Board" not in said
    assert "....." not in said
    assert codes(draft) == ["cover-left-out", "contents-left-out", "period-assumed"]


def test_owners_go_on_after_a_page_break():
    panel = read().groups[1].groups[0].actions[0]
    assert panel.owners == (
        "Panel Chair",
        "Prevent Coordinator",
        "Head of Service, Safeguarding",
        "Fernshire Children's Services",
        "Community Safety team",
    )
    assert panel.owners_text.endswith("Children's Services Community Safety team")


def test_a_list_beneath_an_owner_says_how_not_who():
    record = read().groups[0].groups[1].actions[1]
    assert record.owners == ("Prevent Coordinator",)
    assert record.extra["owner_note"] == (
        "A register of sessions\nA yearly count for the board"
    )


def test_bold_marks_are_not_words():
    assert texts(read().groups[0])[1] == "Brief every school head"


def test_numbers_that_start_again_stay_apart():
    draft = plan_from_text(
        "# Marlbrook plan 2025-26\n\n"
        "## Priority 1: Know\n\n#\tAction\tOwner\n1\tWrite it down\tChair\n\n"
        "## Priority 2: Help\n\n#\tAction\tOwner\n1\tRun the panel\tChair\n"
    )
    assert refs(draft.groups[0]) == ["1"]
    assert refs(draft.groups[1]) == ["Priority 2.1"]
    assert next(draft.groups[1].all_actions()).extra["source_ref"] == "1"
    assert "duplicate-ref" in codes(draft)


def test_a_number_used_twice_in_a_group_is_named_and_replaced():
    draft = plan_from_text(
        "#\tAction\tOwner\n1\tOne\tChair\n1\tTwo\tChair\n1\tThree\tChair\n"
    )
    assert len(set(refs(draft.groups[0]))) == 3
    assert codes(draft).count("duplicate-ref") == 2


def test_an_action_without_a_number_gets_one_of_ours():
    draft = plan_from_text("#\tAction\tOwner\n1\tOne.\tChair\n\tAnother one\tPolice\n")
    assert refs(draft.groups[0]) == ["1", "auto-1"]


def test_an_action_cut_by_a_page_is_whole_again():
    draft = plan_from_text(
        "#\tAction\tOwner\n1\tShare what we know with\tChair\n\n\n\n\n\n"
        "\tthe schools of the county\t\n2\tNext\tChair\n"
    )
    assert texts(draft.groups[0]) == [
        "Share what we know with the schools of the county",
        "Next",
    ]
