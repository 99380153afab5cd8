import pytest
from django import forms

from dueregard.ui.forms import DatePartsField, RevealForm

from .upstream import elements, parse

CONTACT = [("email", "E-mail"), ("phone", "Telephone")]


class ContactForm(RevealForm):
    how = forms.ChoiceField(
        choices=CONTACT,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how"},
    )
    address = forms.EmailField(error_messages={"required": "Enter an address"})
    number = forms.CharField(error_messages={"required": "Enter a number"})
    since = DatePartsField(required=False)

    reveals = {"how": {"email": ["address"], "phone": ["number", "since"]}}


class SeveralForm(RevealForm):
    how = forms.MultipleChoiceField(
        choices=CONTACT, widget=forms.CheckboxSelectMultiple
    )
    address = forms.CharField()
    number = forms.CharField()

    reveals = {"how": {"email": ["address"], "phone": ["number"]}}


def test_a_revealed_question_must_be_answered():
    form = ContactForm({"how": "phone"})
    assert form.errors == {"number": ["Enter a number"]}


def test_an_answer_under_another_choice_is_dropped():
    form = ContactForm(
        {"how": "phone", "number": "01632 960001", "address": "ada@example.org"}
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "how": "phone",
        "number": "01632 960001",
        "address": "",
        "since": None,
    }


def test_a_mistake_under_another_choice_does_not_count():
    form = ContactForm({"how": "phone", "number": "1", "address": "no address"})
    assert form.is_valid(), form.errors


def test_nothing_is_asked_below_a_choice_not_made():
    assert ContactForm({}).errors == {"how": ["Select how"]}


def test_a_choice_that_does_not_exist_opens_nothing():
    form = ContactForm({"how": "pigeon", "number": "1"})
    assert list(form.errors) == ["how"]
    assert form.cleaned_data["number"] == ""


def test_each_checked_box_opens_its_questions():
    form = SeveralForm({"how": ["email", "phone"], "address": "x"})
    assert list(form.errors) == ["number"]


def test_the_form_keeps_all_its_fields_after_cleaning():
    form = ContactForm({"how": "phone", "number": "1"})
    assert form.is_valid()
    assert list(form.fields) == ["how", "address", "number", "since"]


@pytest.mark.parametrize("prefix", [None, "wrong"])
def test_a_revealed_question_stands_once_and_under_its_choice(prefix):
    name = "number" if prefix is None else "wrong-number"
    tree = parse(str(ContactForm(prefix=prefix)))
    named = [element for element in elements(tree) if element[1].get("name") == name]
    assert len(named) == 1
    holders = [
        element
        for element in elements(tree)
        if "govuk-radios__conditional" in element[1].get("class", "")
        and named[0] in list(elements(element))
    ]
    assert len(holders) == 1
    controls = [
        element[1]["data-aria-controls"]
        for element in elements(tree)
        if "data-aria-controls" in element[1]
    ]
    assert holders[0][1]["id"] in controls


def test_the_choice_made_is_open_and_the_other_closed():
    page = str(ContactForm({"how": "phone"}))
    assert page.count("govuk-radios__conditional--hidden") == 1
