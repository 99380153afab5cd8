import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.exchange.export import (
    Sheet,
    csv_lines,
    csv_response,
    neutralise,
    restore,
    write_workbook,
    xlsx_response,
)

DANGEROUS = ["=1+1", "+44", "-5", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''-x"]
HARMLESS = ["", "Plan", "'quoted'", "a=b", "O'Brien", "' =1"]


@pytest.mark.parametrize("value", DANGEROUS)
def test_a_cell_that_would_run_gets_an_apostrophe_and_reads_back(value):
    assert neutralise(value) == "'" + value
    assert restore(neutralise(value)) == value


@pytest.mark.parametrize("value", HARMLESS)
def test_a_harmless_cell_is_left_alone(value):
    assert neutralise(value) == restore(value) == value


@given(st.text(alphabet="'=+-@\t\r a1", max_size=8))
def test_whatever_is_written_reads_back(value):
    assert restore(neutralise(value)) == value
    assert not neutralise(value).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_csv_file_begins_with_its_mark_and_types_its_values():
    moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    rows = [["=1+1", 3, None, True, date(2026, 3, 31), moment]]
    text = "".join(csv_lines(["Text", "Number", "", "", "", ""], rows))
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text[1:])))[1] == [
        "'=1+1",
        "3",
        "",
        "Yes",
        "2026-03-31",
        "2026-07-02 00:30",
    ]


def test_a_csv_file_is_streamed_row_by_row():
    taken = []

    def rows():
        for n in range(3):
            taken.append(n)
            yield [n]

    lines = csv_lines(["n"], rows(), byte_order_mark=False)
    assert next(lines) == "n\r\n"
    assert taken == []
    assert next(lines) == "0\r\n"
    assert taken == [0]


def test_a_csv_file_is_saved_and_not_opened_in_the_page():
    response = csv_response('pl"an\r\n.csv', ["n"], [[1]])
    assert response["Content-Disposition"].startswith("attachment")
    assert "\n" not in response["Content-Disposition"]


def test_a_workbook_types_every_text_as_text():
    stream = io.BytesIO()
    values = ["=1+1", "@SUM", "\t=x", "'=quoted", "0044", "http://example.org"]
    write_workbook(stream, [Sheet("Actions: [all]", ["A"], [[v] for v in values])])
    sheet = openpyxl.load_workbook(stream).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(values)
    assert [restore(cell.value) for cell in cells] == values
    assert cells[0].value == "=1+1"
    assert cells[0].quotePrefix


def test_a_workbook_keeps_numbers_as_numbers():
    stream = io.BytesIO()
    write_workbook(stream, [Sheet("Counts", ["A", "B"], [[3, -4.5]])])
    sheet = openpyxl.load_workbook(stream).active
    assert [cell.value for cell in sheet[2]] == [3, -4.5]


def test_a_workbook_is_saved_under_its_name():
    response = xlsx_response("plan.xlsx", [Sheet("Plan", ["A"], [["x"]])])
    assert 'filename="plan.xlsx"' in response["Content-Disposition"]
    assert b"".join(response.streaming_content)[:2] == b"PK"
