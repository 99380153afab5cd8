"""What each row of a file comes to, against counts worked out by hand."""

from datetime import date

import pytest

from dueregard.training.importing.days import NotADay, day_of
from dueregard.training.models import Completion, Learner, LearnerRole

from .importing import errors, said

pytestmark = pytest.mark.django_db
HERE = "Marlbrook Council,Front line"


def test_people_and_completions_are_counted_and_put_in(bring):
    upload = bring(
        f"1001,Ann Lee,{HERE},WRAP,01/03/2025",
        f"1001,Ann Lee,{HERE},HO-A,02/03/2025",
        f"1002,Bo Marsh,{HERE},Awareness,2025-03-02",
    )
    assert upload.status == "applied"
    assert Learner.objects.count() == 2
    assert Completion.objects.live().count() == 3
    assert LearnerRole.objects.filter(role_group__name="Front line").count() == 2
    ann = Learner.objects.get(number="1001")
    assert (ann.name, ann.name_key) == ("Ann Lee", "ann lee")
    assert {c.course.code for c in ann.completions.all()} == {"WRAP", "HO-A"}


def test_what_is_shown_beforehand_is_what_is_counted(send):
    upload = send(
        f"1001,Ann Lee,{HERE},WRAP,01/03/2025",
        f"1001,Ann Lee,{HERE},WRAP,01/03/2025",
        f"1002,Bo Marsh,{HERE},WRAP,31/02/2025",
    )
    assert said(upload) == {
        "rows": 3,
        "people_new": 1,
        "people_matched": 0,
        "completions_new": 1,
        "completions_known": 1,
        "errors": [
            {
                "row": 4,
                "column": "Date completed",
                "message": "31/02/2025 is not a date. Enter a real date, such as "
                "31/03/2026.",
            }
        ],
    }
    assert not Learner.objects.exists()


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (
            "1,A B,Marlbrok Council,Front line,WRAP,01/03/2025",
            "Organisation",
            "Did you",
        ),
        (
            "1,A B,Marlbrook Council,Frnt line,WRAP,01/03/2025",
            "Role group",
            "Front line",
        ),
        (f"1,A B,{HERE},WRAPP,01/03/2025", "Course", "“WRAP”"),
        (f"1,A B,{HERE},WRAP,01/03/2035", "Date completed", "future"),
        (f"1,A B,{HERE},WRAP,29/02/2023", "Date completed", "29/02/2023"),
        (f"1,A B,{HERE},WRAP,", "Date completed", "Enter the date"),
        (f"1,A B,{HERE},,01/03/2025", "Course", "Enter the course"),
        (f",,{HERE},WRAP,01/03/2025", "Staff number", "number or a name"),
        (f'1,"=HYPERLINK(1)",{HERE},WRAP,01/03/2025', "Name", "formula"),
        (f"1,{'x' * 32_767},{HERE},WRAP,01/03/2025", "Name", "32,767 characters"),
        ("1,A B,,Front line,WRAP,01/03/2025", "Organisation", "Enter the organisation"),
        (f"1,A B,{HERE},HO-R,01/03/2025", "Course", "Awareness"),
    ],
)
def test_a_row_that_cannot_go_in_says_why_and_in_which_column(send, row, column, words):
    upload = send(row)
    (error,) = said(upload)["errors"]
    assert (error["row"], error["column"]) == (2, column)
    assert words in error["message"]


def test_the_page_names_row_and_column_in_one_sentence(send):
    upload = send(f"1,A B,{HERE},WRAP,31/02/2025")
    row = upload.rows.get()
    assert row.problems == [
        "Row 2, Date completed: 31/02/2025 is not a date. Enter a real date, such as "
        "31/03/2026."
    ]
    assert row.cells["Date completed"] == "31/02/2025"


def test_a_row_with_two_mistakes_names_both(send):
    upload = send("1,A B,Marlbrook Council,Frnt line,WRAP,31/02/2025")
    assert sorted(errors(upload)) == [(2, "Date completed"), (2, "Role group")]


def test_days_that_end_before_they_start_are_refused(send):
    data = (
        b"Staff number,Name,Organisation,Joined,Left,Leave from,Leave to,Course,"
        b"Date completed,Expires\n"
        b"1,A B,Marlbrook Council,01/03/2025,28/02/2025,,,,,\n"
        b"2,C D,Marlbrook Council,,,01/05/2025,01/04/2025,,,\n"
        b"3,E F,Marlbrook Council,,,,,WRAP,01/05/2025,30/04/2025\n"
        b"4,G H,Marlbrook Council,,,,01/04/2025,,,\n"
    )
    assert errors(send(data=data)) == [
        (2, "Left"),
        (3, "Leave to"),
        (4, "Expires"),
        (5, "Leave from"),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("01/03/2025", date(2025, 3, 1)),
        ("1/3/25", date(2025, 3, 1)),
        ("1-3-2025", date(2025, 3, 1)),
        ("01.03.2025", date(2025, 3, 1)),
        ("1 3 2025", date(2025, 3, 1)),
        ("2025-03-01", date(2025, 3, 1)),
        ("2025/03/01", date(2025, 3, 1)),
        ("20250301", date(2025, 3, 1)),
        ("2025-03-01 00:00:00", date(2025, 3, 1)),
        ("2025-03-01T09:30:00Z", date(2025, 3, 1)),
        ("01/03/2025 09:30", date(2025, 3, 1)),
        ("1 March 2025", date(2025, 3, 1)),
        ("1st Mar 2025", date(2025, 3, 1)),
        ("Saturday 1 March 2025", date(2025, 3, 1)),
        ("Sat, 1 Mar 25", date(2025, 3, 1)),
        ("01-Mar-25", date(2025, 3, 1)),
        ("3 Sept 2024", date(2024, 9, 3)),
        ("March 1, 2025", date(2025, 3, 1)),
        ("45717", date(2025, 3, 1)),
        ("45717.75", date(2025, 3, 1)),
        ("1/3/98", date(1998, 3, 1)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_days_are_read_in_the_usual_forms(text, day):
    assert day_of(text) == day


def test_a_workbook_may_count_its_days_from_1904():
    assert day_of("44255", from_1904=True) == date(2025, 3, 1)


@pytest.mark.parametrize(
    "text",
    ["29/02/2023", "31/04/2025", "12/31/2024", "0/1/2025", "soon", "March 2025", "7"]
    + ["2025-13-01", "1/2", "1 Foo 2025", "01/03-2025", "99999"],
)
def test_what_is_not_a_day_is_said_to_be_none(text):
    with pytest.raises(NotADay, match="is not a date"):
        day_of(text)
