from datetime import date

import pytest
from django import forms

from dueregard.ui.forms import DatePartsField
from dueregard.ui.forms.kinds import focus_id, wrong_parts


class DueForm(forms.Form):
    due = DatePartsField(subject="The due date")


class OptionalForm(forms.Form):
    due = DatePartsField(subject="The due date", required=False)


def posted(day="", month="", year="", form=DueForm):
    return form({"due_day": day, "due_month": month, "due_year": year})


@pytest.mark.parametrize(
    "parts",
    [
        ("31", "3", "2027"),
        (" 31 ", "03", "2027"),
        ("31", "March", "2027"),
        ("31", "mar", "2027"),
    ],
)
def test_a_date_is_understood(parts):
    form = posted(*parts)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["due"] == date(2027, 3, 31)


def test_sept_is_september():
    form = posted("1", "Sept", "2026")
    assert form.is_valid()
    assert form.cleaned_data["due"] == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("parts", "sentence", "wrong"),
    [
        (("", "", ""), "Enter the due date", {"day", "month", "year"}),
        (("31", "3", ""), "The due date must include a year", {"year"}),
        (("", "3", "2027"), "The due date must include a day", {"day"}),
        (
            ("", "", "2027"),
            "The due date must include a day and month",
            {"day", "month"},
        ),
        (
            ("31", "2", "2027"),
            "The due date must be a real date",
            {"day", "month", "year"},
        ),
        (
            ("first", "3", "2027"),
            "The due date must be a real date",
            {"day", "month", "year"},
        ),
        (("1", "13", "2027"), "The due date must be a real date", None),
        (("1", "3", "20270000000000000000"), "The due date must be a real date", None),
        (("1", "3", "²"), "The due date must be a real date", None),
        (("1", "3", "27"), "Year must include 4 numbers", {"year"}),
    ],
)
def test_a_mistake_says_what_to_do_and_where(parts, sentence, wrong):
    form = posted(*parts)
    assert form.errors["due"] == [sentence]
    if wrong:
        assert wrong_parts(form["due"]) == wrong


def test_the_summary_leads_to_the_first_wrong_box():
    assert focus_id(posted("31", "3", "")["due"]) == "id_due-year"
    assert focus_id(posted("", "", "")["due"]) == "id_due-day"
    assert 'id="id_due-year"' in str(posted("31", "3", ""))


def test_what_was_typed_stays_in_the_boxes():
    page = str(posted("31", "Febtober", "2027"))
    assert 'value="31"' in page
    assert 'value="Febtober"' in page


def test_an_optional_date_may_be_empty():
    form = posted(form=OptionalForm)
    assert form.is_valid()
    assert form.cleaned_data["due"] is None


def test_an_optional_date_that_is_begun_must_be_finished():
    assert posted("31", form=OptionalForm).errors["due"] == [
        "The due date must include a month and year"
    ]


def test_a_date_that_stands_is_shown_in_its_boxes():
    page = str(DueForm(initial={"due": date(2027, 3, 31)}))
    for value in ("31", "3", "2027"):
        assert f'value="{value}"' in page


def test_the_same_date_is_no_change():
    field = DatePartsField()
    assert not field.has_changed(date(2027, 3, 31), ["31", "March", "2027"])
    assert field.has_changed(date(2027, 3, 31), ["30", "3", "2027"])
    assert not field.has_changed(None, ["", "", ""])
    assert field.has_changed(None, ["x", "", ""])


def test_a_subject_may_hold_a_percent_sign():
    class Form(forms.Form):
        due = DatePartsField(subject="The 50% date")

    form = Form({"due_day": "1", "due_month": "", "due_year": ""})
    assert form.errors["due"] == ["The 50% date must include a month and year"]
