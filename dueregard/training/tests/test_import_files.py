"""Files as people have them: encodings, headings, workbooks, and what is refused."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.exchange import services
from dueregard.exchange.models import RememberedMapping, StagedRow
from dueregard.exchange.services.problems import problem_header, problem_rows
from dueregard.training.importing import intake, sheets
from dueregard.training.importing.importer import TrainingImporter
from dueregard.training.models import Completion, ImportRow, Learner

from .importing import HEADINGS, errors, messages, said, workbook

pytestmark = pytest.mark.django_db
HERE = "Marlbrook Council,Front line"
ROW = f"1,Zoë Lee,{HERE},WRAP,01/03/2025"


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_encodings_and_delimiters_are_told_apart(bring, codec, between):
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(codec, "")
    text = f"{mark}{HEADINGS}\r\n{ROW}\r\n".replace(",", between)
    bring(data=text.encode(codec))
    assert Learner.objects.get().name == "Zoë Lee"


@pytest.mark.parametrize(
    "headings",
    [
        "STAFF NO.,full name,Organization,role groups,Course title,Completion date",
        "employee_id,Employee,Employer,Role,Training,Date of completion",
        "Payroll no,Delegate,School,Group,Course code,Completed",
    ],
)
def test_usual_headings_are_known(bring, headings):
    bring(data=f"{headings}\n{ROW}\n".encode())
    assert Completion.objects.count() == 1


def test_first_name_and_surname_may_be_two_columns(bring):
    bring(
        data=b"Surname,First name,Organisation\nLee,Ann,Marlbrook Council\n",
    )
    assert Learner.objects.get().name == "Ann Lee"


def test_headings_may_stand_under_a_title_and_rows_keep_their_numbers(send):
    upload = send(
        data=f"Training 2025,,,,,\n,,,,,\n{HEADINGS}\n{ROW}\n,,,,,\n"
        f"2,C D,{HERE},WRAP,never\n".encode()
    )
    assert errors(upload) == [(6, "Date completed")]
    assert said(upload)["rows"] == 2


def test_columns_that_are_not_read_are_named(send):
    upload = send(data=f"{HEADINGS},Line manager\n{ROW},Di Fox\n".encode())
    remark = upload.rows.get(change="remark")
    assert remark.text == "Line manager"
    assert upload.counts == {"new": 1, "remark": 1}


def test_all_rows_may_be_for_one_organisation(bring, council, marlbrook):
    OrganisationFactory(name="Fire Service", authorities=[marlbrook])
    upload = bring(data=b"Staff number,Name\n1,A B\n", organisation=council)
    assert upload.status == "applied"
    assert Learner.objects.get().organisation == council


def test_a_file_that_does_not_say_the_organisation_is_refused_where_there_are_two(
    send, marlbrook
):
    OrganisationFactory(name="Fire Service", authorities=[marlbrook])
    upload = send(data=b"Staff number,Name\n1,A B\n")
    assert upload.status == "refused"
    assert "select the organisation" in upload.problem


def test_what_columns_hold_is_remembered_for_the_organisation(
    send, lead, marlbrook, council
):
    data = b"Ref,Wer,Kurs,Tag\n1,A B,WRAP,01/03/2025\n"
    upload = send(data=data, organisation=council)
    assert upload.status == "needs_mapping"
    mapping = {"Ref": "number", "Wer": "name", "Kurs": "course", "Tag": "completed_on"}
    services.match_columns(upload, by=lead, mapping=mapping, version=upload.version)
    assert RememberedMapping.objects.get().about == f"organisation {council.pk}"
    assert send(data=data, organisation=council).counts == {"new": 1}
    other = OrganisationFactory(name="Fire Service", authorities=[marlbrook])
    assert send(data=data, organisation=other).status == "needs_mapping"


def test_columns_that_were_understood_can_still_be_matched_otherwise(send, lead):
    upload = send(ROW)
    services.map_again(upload, by=lead)
    upload.refresh_from_db()
    assert upload.status == "needs_mapping"
    assert [c["name"] for c in upload.columns] == HEADINGS.split(",")


def sheet(*rows, change=None):
    return workbook(HEADINGS.split(","), *rows, change=change)


def test_a_workbook_is_read_with_its_own_days(bring):
    row = [1001, "Ann Lee", "Marlbrook Council", "Front line", "WRAP", date(2025, 3, 1)]
    bring(data=sheet(row), name="t.xlsx")
    assert Learner.objects.get().number == "1001"
    assert Completion.objects.get().completed_on == date(2025, 3, 1)


def from_1904(book: openpyxl.Workbook) -> None:
    book.epoch = CALENDAR_MAC_1904


@pytest.mark.parametrize("day", [44255, date(2025, 3, 1)])
def test_a_workbook_of_an_old_mac_counts_from_1904(bring, day):
    row = ["1", "Ann Lee", "Marlbrook Council", "Front line", "WRAP", day]
    bring(data=sheet(row, change=from_1904), name="t.xlsx")
    assert Completion.objects.get().completed_on == date(2025, 3, 1)


def test_a_formula_in_a_workbook_is_refused_with_its_row(send):
    row = ["1", "A B", "Marlbrook Council", "Front line", "WRAP", "=TODAY()"]
    upload = send(data=sheet(row), name="t.xlsx")
    assert errors(upload) == [(2, "Date completed")]
    assert "formula" in messages(upload)[0]


def test_a_workbook_cut_in_half_is_refused(send):
    data = sheet(["1", "A B", "Marlbrook Council", "Front line", "WRAP", "1/3/25"])
    upload = send(data=data[: len(data) // 2], name="t.xlsx")
    assert upload.status == "refused"
    assert "damaged or cut short" in upload.problem


def test_a_csv_file_cut_in_the_middle_of_a_row_says_so(send):
    upload = send(data=f"{HEADINGS}\n{ROW}\n2,C D,Marlbrook Council".encode())
    assert upload.counts == {"new": 1, "problem": 1}
    assert errors(upload)[0][0] == 3


@pytest.mark.parametrize(
    ("last", "is_whole"),
    [("01/03/20", False), ("1/3/25", True), ("02/04/2025", True), ("3 Mar 20", True)],
)
def test_a_day_cut_in_its_year_is_not_taken_for_whole(send, last, is_whole):
    rows = f"{HEADINGS}\n{ROW}\n2,C D,{HERE},WRAP,{last}"
    upload = send(data=rows.encode())
    assert upload.counts == ({"new": 2} if is_whole else {"new": 1, "problem": 1})


def test_a_short_year_whose_line_ends_is_whole(send):
    rows = f"{HEADINGS}\n{ROW}\n2,C D,{HERE},WRAP,01/03/20\n"
    assert send(data=rows.encode()).counts == {"new": 2}


def test_a_last_row_that_is_short_but_ends_its_line_is_whole(send):
    data = b"Staff number,Name,Organisation,Left\n1,A B,Marlbrook Council\n"
    assert send(data=data).counts == {"new": 1}


def test_a_person_cut_short_is_not_taken_for_whole(send):
    upload = send(
        data=b"Staff number,Name,Organisation,Left\n1,A B,Marlbrook Council,\n"
        b"2,C D,Marlbrook Council"
    )
    assert errors(upload) == [(3, "")]
    assert "cut short" in messages(upload)[0]


def test_a_file_of_more_rows_than_the_limit_is_refused_whole(send, monkeypatch):
    monkeypatch.setattr(intake, "MOST_ROWS", 3)
    monkeypatch.setattr(intake, "ROWS_AT_ONCE", 2)
    rows = [f"{n},P {n},{HERE},WRAP,01/03/2025" for n in range(4)]
    upload = send(*rows)
    assert upload.status == "refused"
    assert "more than 3 rows" in upload.problem
    assert not ImportRow.objects.exists()
    assert not StagedRow.objects.exists()
    assert send(*rows[:3]).counts == {"new": 3}


def test_a_million_rows_are_the_most_and_the_reader_lets_them_through():
    assert intake.MOST_ROWS == 1_000_000
    title_and_headings = sheets.ROWS_ABOVE + 1
    assert TrainingImporter.limits.rows > intake.MOST_ROWS + title_and_headings


def test_a_file_of_headings_only_changes_nothing(send):
    assert send().counts == {}


def test_rows_put_right_go_in_from_the_file_of_problems(send, bring):
    upload = send(ROW, f"2,C D,{HERE},WRAP,31/02/2025", f"3,E F,{HERE},WRAP,soon")
    out = io.StringIO()
    rows = [problem_header(upload), *problem_rows(upload)]
    csv.writer(out).writerows(rows)
    assert [row[-2] for row in rows[1:]] == [3, 4]
    text = (
        out.getvalue()
        .replace("31/02/2025,", "28/02/2025,")
        .replace(",soon,", ",1/3/25,")
    )
    bring(data=text.encode())
    assert Completion.objects.count() == 2
