"""OpenDocument spreadsheets."""

import pytest

from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers import Limits, read

from . import files

SMALL = Limits(file=100_000, rows=5, cells=8, sheet_rows=3, columns=4, cell=20)


def table_xml(rows, name="Actions", **attributes):
    more = "".join(f' table:{key}="{value}"' for key, value in attributes.items())
    return f'<table:table table:name="{name}"{more}>{rows}</table:table>'


def row(*cells, **attributes):
    more = "".join(
        f' table:{key.replace("_", "-")}="{value}"' for key, value in attributes.items()
    )
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def cell(text="", **attributes):
    more = "".join(
        f' {key.replace("__", ":").replace("_", "-")}="{value}"'
        for key, value in attributes.items()
    )
    words = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n") if line)
    return f"<table:table-cell{more}>{words}</table:table-cell>"


COVERED = "<table:covered-table-cell/>"


def read_rows(*rows, styles="", sheet=None):
    data = files.ods_bytes(sheet or table_xml("".join(rows)), styles=styles)
    document = read("plan.ods", data)
    return next(document.tables()), document


def refusal(*rows, **more):
    with pytest.raises(Unreadable) as caught:
        read("plan.ods", files.ods_bytes(table_xml("".join(rows))), **more)
    return str(caught.value)


def codes(document):
    return [(remark.code, remark.line) for remark in document.remarks]


def test_each_visible_sheet_becomes_a_table_and_hidden_ones_are_named():
    styles = (
        '<style:style style:name="off" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    hidden = table_xml(row(cell("x")), name="Lists").replace(
        'table:name="Lists"', 'table:name="Lists" table:style-name="off"'
    )
    sheets = table_xml(row(cell("Ref"), cell("Action"))) + hidden
    _, document = read_rows(sheet=sheets, styles=styles)
    assert [(table.name, table.rows[0].texts()) for table in document.tables()] == [
        ("Actions", ["Ref", "Action"])
    ]
    assert codes(document) == [("hidden-sheet", 0)]


def test_repeated_rows_and_cells_keep_places_and_trailing_emptiness_costs_nothing():
    table, _ = read_rows(
        row(cell(table__number_columns_repeated="2"), cell("Ref")),
        row(cell(table__number_columns_repeated="16384"), number_rows_repeated="3"),
        row(cell("Meet", table__number_columns_repeated="2"), number_rows_repeated="2"),
        row(cell(), number_rows_repeated="1048570"),
    )
    assert [(each.line, each.texts()) for each in table.rows] == [
        (1, ["", "", "Ref"]),
        (5, ["Meet", "Meet", ""]),
        (6, ["Meet", "Meet", ""]),
    ]
    assert table.rows[2].cells[0].lines[0].line == 6


@pytest.mark.parametrize(
    ("attributes", "shown", "text"),
    [
        ({"office__value_type": "float", "office__value": "37"}, "37.00", "37"),
        ({"office__value_type": "percentage", "office__value": "0.75"}, "75%", "75%"),
        (
            {"office__value_type": "date", "office__date_value": "2026-06-30"},
            "30/06/26",
            "2026-06-30",
        ),
        (
            {"office__value_type": "date", "office__date_value": "2026-03-01"},
            "Mar 26",
            "March 2026",
        ),
        (
            {"office__value_type": "boolean", "office__boolean_value": "true"},
            "TRUE",
            "TRUE",
        ),
        ({"office__value_type": "string"}, "Meet", "Meet"),
    ],
)
def test_values_are_read_as_a_person_would_write_them(attributes, shown, text):
    table, _ = read_rows(row(cell(shown, **attributes)))
    assert table.rows[0].texts() == [text]


def test_paragraphs_line_breaks_and_links_inside_a_cell_survive():
    words = (
        '<table:table-cell office:value-type="string"><text:p>Meet<text:line-break/>'
        'the<text:s text:c="2"/>schools</text:p><text:p>• <text:a '
        'xlink:href="https://fernshire.example/">see</text:a></text:p>'
        "</table:table-cell>"
    )
    table, _ = read_rows(row(words))
    found = table.rows[0].cells[0]
    assert [(line.text, line.bullet) for line in found.lines] == [
        ("Meet", False),
        ("the  schools", False),
        ("see", True),
    ]
    assert [(link.text, link.url) for link in found.links] == [
        ("see", "https://fernshire.example/")
    ]


def test_merged_cells_cover_and_columns_keep_their_places():
    table, _ = read_rows(
        row(cell("Priority 1", table__number_columns_spanned="2"), COVERED, cell("x")),
        row(cell("Schools", table__number_rows_spanned="2"), cell("Meet"), cell("y")),
        row(COVERED, cell("Listen"), cell("z")),
    )
    first, second, third = table.rows
    assert (first.cells[0].column_span, first.cells[1].covered) == (2, True)
    assert (second.cells[0].row_span, third.cells[0].covered) == (2, True)
    assert third.texts() == ["", "Listen", "z"]


def test_shading_and_bold_come_from_the_style_or_its_parent():
    styles = (
        '<style:style style:name="base" style:family="table-cell">'
        '<style:table-cell-properties fo:background-color="#ff0000"/></style:style>'
        '<style:style style:name="red" style:family="table-cell" '
        'style:parent-style-name="base"><style:text-properties '
        'fo:font-weight="bold"/></style:style>'
        '<style:style style:name="none" style:family="table-cell">'
        '<style:table-cell-properties fo:background-color="transparent"/>'
        "</style:style>"
    )
    table, _ = read_rows(
        row(
            cell("Late", table__style_name="red"),
            cell("x", table__style_name="none"),
            cell("", table__style_name="base"),
            cell("last"),
        ),
        styles=styles,
    )
    assert [found.colour for found in table.rows[0].cells] == [
        "FF0000",
        None,
        "FF0000",
        None,
    ]
    assert [found.bold for found in table.rows[0].cells[:2]] == [True, False]


def test_formulas_notes_and_hidden_rows_are_remarked():
    note = (
        "<table:table-cell><office:annotation><text:p>psst</text:p>"
        "</office:annotation><text:p>Meet</text:p></table:table-cell>"
    )
    table, document = read_rows(
        row(
            cell("2", table__formula="of:=1+1", office__value_type="float",
                 office__value="2"),
            cell("", table__formula="of:=A1"),
        ),
        row(note, visibility="collapse"),
    )  # fmt: skip
    assert table.rows[0].texts() == ["2", "=A1"]
    assert [found.formula for found in table.rows[0].cells] == [True, True]
    assert table.rows[1].cells[0].text == "Meet"
    assert codes(document) == [
        ("formula", 1),
        ("formula", 1),
        ("comments", 2),
        ("hidden-rows", 2),
    ]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (row(cell("a"), number_rows_repeated="4"), "more than 3 rows"),
        (
            row(cell("a", table__number_columns_repeated="5")),
            "row 1, has 5 columns",
        ),
        (row(cell("x" * 21)), "row 1, has a cell of 21 characters"),
        (
            row(
                cell("a", table__number_columns_repeated="4"), number_rows_repeated="3"
            ),
            "row 3, is where the file passes 8",
        ),
    ],
)
def test_each_limit_is_refused_with_its_place(rows, words):
    assert words in refusal(rows, limits=SMALL)


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (row(cell("a", table__number_columns_repeated="0")), "damaged"),
        (row(cell("a", table__number_columns_repeated="99999999999")), "damaged"),
        (row(cell("a", table__number_columns_spanned="x")), "damaged"),
        (row(cell("a", office__value_type="float", office__value="many")), "damaged"),
        (row(cell("a"), number_rows_repeated="2000000") * 2, "rows"),
    ],
)
def test_a_sheet_that_no_office_program_writes_is_refused(rows, word):
    assert word in refusal(row(cell("Ref")), rows)


def test_a_row_of_ten_thousand_cells_is_refused_for_its_columns():
    cells = (cell(str(number)) for number in range(10_000))
    assert "row 1, has 10,000 columns" in refusal(row(*cells))


def test_a_spreadsheet_with_nothing_to_see_is_refused():
    assert "no table" in refusal(row(cell()))
