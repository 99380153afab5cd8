"""Excel workbooks: values, shading, merges, and what a sheet hides."""

import datetime

import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers import Limits, read
from dueregard.exchange.readers.colours import tinted

from . import files

SMALL = Limits(file=100_000, rows=5, cells=8, sheet_rows=3, columns=4, cell=20)


def read_sheet(fill):
    document = read("plan.xlsx", files.xlsx_bytes(fill))
    return next(document.tables()), document


def cell_with(value, number_format="General"):
    def fill(workbook):
        cell = workbook.active["A1"]
        cell.value = value
        cell.number_format = number_format

    table, _ = read_sheet(fill)
    return table.rows[0].cells[0]


def codes(document):
    return [(remark.code, remark.line) for remark in document.remarks]


def refusal(data, **more):
    with pytest.raises(Unreadable) as caught:
        read("plan.xlsx", data, **more)
    return str(caught.value)


def test_each_visible_sheet_becomes_a_table_named_after_it():
    def fill(workbook):
        workbook.active.append(["Ref", "Action"])
        workbook.create_sheet("Notes").append(["Agreed at board"])
        workbook.create_sheet("Empty")

    document = read("plan.xlsx", files.xlsx_bytes(fill))
    assert document.kind == "xlsx"
    assert [table.name for table in document.tables()] == ["Actions", "Notes"]
    assert next(document.tables()).rows[0].texts() == ["Ref", "Action"]


def test_rows_keep_the_number_they_have_in_the_sheet():
    def fill(workbook):
        workbook.active["B3"] = "Ref"
        workbook.active["C9"] = "Meet"

    table, _ = read_sheet(fill)
    assert [(row.line, row.texts()) for row in table.rows] == [
        (3, ["", "Ref", ""]),
        (9, ["", "", "Meet"]),
    ]
    assert table.rows[1].cells[2].lines[0].line == 9


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (37, "General", "37"),
        (37.0, "General", "37"),
        (0.1 + 0.2, "General", "0.3"),
        (0.75, "0%", "75%"),
        (12345678901234567890, "General", "12345678901234600000"),
        (True, "General", "TRUE"),
        (datetime.date(2026, 6, 30), "dd/mm/yyyy", "2026-06-30"),
        (datetime.datetime(2026, 6, 30, 14, 5), "d/m/yy h:mm", "2026-06-30T14:05:00"),
        (datetime.date(2026, 3, 1), "mmm yy", "March 2026"),
        (datetime.date(2026, 3, 1), '[$-809]mmmm yyyy;@', "March 2026"),
        (datetime.date(2026, 3, 1), "yyyy", "2026"),
        (datetime.time(9, 30), "h:mm", "09:30:00"),
        ("1.10", "General", "1.10"),
        ("#N/A", "General", "#N/A"),
        ("text_x000D_", "General", "text"),
    ],
)  # fmt: skip
def test_values_are_read_as_a_person_would_write_them(value, number_format, text):
    assert cell_with(value, number_format).text == text


def test_dates_of_a_1904_workbook_are_the_days_that_excel_shows():
    def fill(workbook):
        workbook.epoch = CALENDAR_MAC_1904
        workbook.active["A1"] = datetime.date(2026, 6, 30)
        workbook.active["A1"].number_format = "dd/mm/yyyy"

    table, _ = read_sheet(fill)
    assert table.rows[0].texts() == ["2026-06-30"]


def test_line_breaks_and_bullets_in_a_cell_become_its_lines():
    cell = cell_with("Meet\n\n• the schools\n• the college")
    assert [(line.text, line.bullet) for line in cell.lines] == [
        ("Meet", False),
        ("the schools", True),
        ("the college", True),
    ]


def fill_with(colour):
    return PatternFill("solid", fgColor=colour)


@pytest.mark.parametrize(
    ("fill", "colour"),
    [
        (fill_with("FFFF0000"), "FF0000"),
        (fill_with("00c000"), "00C000"),
        (fill_with(Color(indexed=3)), "00FF00"),
        (fill_with(Color(theme=4)), "4F81BD"),
        (fill_with(Color(theme=0, tint=-0.25)), "BFBFBF"),
        (fill_with(Color(theme=1)), "000000"),
        (fill_with(Color(theme=99)), None),
        (PatternFill("lightGray", fgColor="FFFF0000"), None),
        (PatternFill(), None),
    ],
)
def test_shading_is_read_as_six_digits_whatever_way_excel_stores_it(fill, colour):
    def write(workbook):
        workbook.active["A1"] = "RAG"
        workbook.active["A2"] = "Meet"
        workbook.active["B2"] = "x"
        workbook.active["A2"].fill = fill

    table, _ = read_sheet(write)
    assert table.rows[1].cells[0].colour == colour


def test_a_cell_with_only_a_colour_keeps_it():
    def fill(workbook):
        workbook.active.append(["RAG", "Action"])
        workbook.active.append([None, "Meet"])
        workbook.active["A2"].fill = fill_with("FFFFC000")

    table, _ = read_sheet(fill)
    assert (table.rows[1].cells[0].text, table.rows[1].cells[0].colour) == (
        "",
        "FFC000",
    )


@pytest.mark.parametrize(
    ("tint", "colour"), [(0.0, "808080"), (0.5, "C0C0C0"), (-0.5, "404040")]
)
def test_a_tint_makes_a_colour_lighter_or_darker(tint, colour):
    assert tinted("808080", tint) == colour


def test_bold_is_read():
    def fill(workbook):
        workbook.active.append(["Ref", "Action"])
        workbook.active["A1"].font = Font(bold=True)

    table, _ = read_sheet(fill)
    assert [cell.bold for cell in table.rows[0].cells] == [True, False]


def test_a_merge_covers_its_other_cells_and_columns_keep_their_places():
    def fill(workbook):
        sheet = workbook.active
        sheet["A1"], sheet["C1"] = "Priority 1", "RAG"
        sheet["B2"], sheet["B3"], sheet["A2"] = "Meet", "Listen", "Schools"
        sheet["C3"] = "Red"
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("A2:A3")

    table, _ = read_sheet(fill)
    first, second, third = table.rows
    assert (first.cells[0].column_span, first.cells[1].covered) == (2, True)
    assert (second.cells[0].row_span, third.cells[0].covered) == (2, True)
    assert third.texts() == ["", "Listen", "Red"]


def test_a_merge_that_runs_past_the_filled_part_is_clipped_to_it():
    def fill(workbook):
        workbook.active["A1"] = "Plan"
        workbook.active["B2"] = "Meet"

    merge = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    part = "xl/worksheets/sheet1.xml"
    data = files.replaced(
        files.xlsx_bytes(fill), part, "</sheetData>", f"</sheetData>{merge}"
    )
    first = next(read("plan.xlsx", data).tables()).rows[0].cells[0]
    assert (first.column_span, first.row_span) == (2, 2)


def test_hyperlinks_survive_and_those_that_are_not_web_or_mail_are_left_out():
    def fill(workbook):
        sheet = workbook.active
        for row, url in enumerate(
            ["https://fernshire.example/plan", "javascript:alert(1)"], 1
        ):
            sheet[f"A{row}"] = "Our plan"
            sheet[f"A{row}"].hyperlink = url

    table, document = read_sheet(fill)
    link = table.rows[0].cells[0].links[0]
    assert (link.text, link.url) == ("Our plan", "https://fernshire.example/plan")
    assert (table.rows[1].cells[0].text, table.rows[1].cells[0].links) == (
        "Our plan",
        (),
    )
    assert codes(document) == [("link", 2)]


def test_a_hidden_sheet_is_named_and_not_read():
    def fill(workbook):
        workbook.active["A1"] = "Ref"
        for name, state in [("Lists", "hidden"), ("Deep", "veryHidden")]:
            sheet = workbook.create_sheet(name)
            sheet["A1"] = "secret"
            sheet.sheet_state = state

    document = read("plan.xlsx", files.xlsx_bytes(fill))
    assert [table.name for table in document.tables()] == ["Actions"]
    assert codes(document) == [("hidden-sheet", 0), ("hidden-sheet", 0)]
    assert "“Lists”" in document.remarks[0].message


def test_hidden_rows_and_columns_are_read_and_remarked():
    def fill(workbook):
        for row in range(1, 7):
            workbook.active.append([row, row, row])
        for row in (2, 3, 5):
            workbook.active.row_dimensions[row].hidden = True
        workbook.active.column_dimensions["B"].hidden = True

    table, document = read_sheet(fill)
    assert len(table.rows) == 6
    assert codes(document) == [
        ("hidden-rows", 2),
        ("hidden-rows", 5),
        ("hidden-columns", 0),
    ]
    assert "rows 2 to 3 are hidden" in document.remarks[0].message
    assert "column B is hidden" in document.remarks[2].message


def test_a_formula_gives_its_saved_answer_or_else_its_own_words():
    def fill(workbook):
        workbook.active.append(["Total", "=1+1"])

    data = files.xlsx_bytes(fill)
    document = read("plan.xlsx", data)
    cell = next(document.tables()).rows[0].cells[1]
    assert (cell.text, cell.formula) == ("=1+1", True)
    assert codes(document) == [("formula", 1)]
    assert "cell B1 is a formula" in document.remarks[0].message

    saved = files.replaced(data, "xl/worksheets/sheet1.xml", "<v></v>", "<v>2</v>")
    document = read("plan.xlsx", saved)
    cell = next(document.tables()).rows[0].cells[1]
    assert (cell.text, cell.formula) == ("2", True)
    assert document.remarks[0].excerpt == "=1+1"


def test_comments_and_colours_by_rule_are_remarked():
    def fill(workbook):
        workbook.active["A1"] = 5
        workbook.active["A1"].comment = Comment("Ask the board", "Ann")
        rule = CellIsRule(
            operator="greaterThan", formula=["3"], fill=fill_with("FF0000")
        )
        workbook.active.conditional_formatting.add("A1:A5", rule)

    _, document = read_sheet(fill)
    assert sorted(codes(document)) == [("comments", 0), ("conditional-formatting", 0)]


def test_hidden_characters_are_kept_and_control_characters_refused():
    cell = cell_with("a\u202eb")
    assert cell.text == "a\u202eb"
    data = files.xlsx_bytes(lambda workbook: workbook.active.append(["a_x0000_b"]))
    assert "cell A1" in refusal(data)


def test_a_workbook_with_nothing_to_see_is_refused():
    assert "no table" in refusal(files.xlsx_bytes(lambda workbook: None))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["a"]] * 4, "“Actions” has more than 3 rows"),
        ([["a"], [1, 2, 3, 4, 5]], "“Actions”, row 2, has 5 columns"),
        ([["x" * 21]], "row 1, has a cell of 21 characters"),
        ([[1, 2, 3, 4]] * 3, "row 3, is where the file passes 8"),
    ],
)
def test_each_limit_is_refused_with_its_place(rows, words):
    assert words in refusal(files.simple_xlsx(rows), limits=SMALL)


def test_ten_thousand_columns_are_refused_before_openpyxl_opens_the_sheet():
    sentence = refusal(files.simple_xlsx([["a"] * 10_000]))
    assert "row 1, has 10,000 columns" in sentence


def test_a_sheet_formatted_down_to_the_last_row_is_read_to_its_last_word():
    data = files.replaced(
        files.simple_xlsx(),
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        '<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>',
    )
    assert len(next(read("plan.xlsx", data).tables()).rows) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<row r="2"', '<row r="1"'),
        ('<row r="2"', '<row r="99999999999"'),
        ('r="A2"', 'r="??"'),
        ('<c r="A1" t="inlineStr">', '<c r="A1" t="inlineStr" s="99">'),
        ('<c r="A1" t="inlineStr">', '<c r="A1" t="s"><v>999</v>'),
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="x"/></mergeCells>'),
    ],
)
def test_a_sheet_that_no_office_program_writes_is_refused_as_damaged(old, new):
    data = files.replaced(files.simple_xlsx(), "xl/worksheets/sheet1.xml", old, new)
    assert "damaged" in refusal(data)


def test_merges_that_overlap_are_refused_as_damaged():
    merges = "<mergeCell ref='A1:B2'/>" * 10
    data = files.replaced(
        files.simple_xlsx(),
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        f"</sheetData><mergeCells>{merges}</mergeCells>",
    )
    assert "damaged" in refusal(data)
