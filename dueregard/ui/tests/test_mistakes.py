"""Error summaries, titles and the sentences in them."""

import pytest
from django import forms
from django.forms import formset_factory

from dueregard.ui.gallery import WRONG, FilterExample, QuestionsExample

from .upstream import elements, find, parse

PAGE = '{% extends "ui/form_page.html" %}{% block heading %}Add an action{% endblock %}'


class NoteForm(forms.Form):
    note = forms.CharField(error_messages={"required": "Enter a note"})
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if self.data.get("clash"):
            raise forms.ValidationError("The note and the plan do not agree")


def title(page: str) -> str:
    return find(parse(page), "title")[2][0]


def links(page: str) -> list[str]:
    summary = find(parse(page), "govuk-error-summary")
    return [element[1]["href"] for element in elements(summary) if element[0] == "a"]


def test_the_title_is_the_heading_and_the_service(show):
    assert title(show(PAGE, form=NoteForm())) == "Add an action – Due Regard"


def test_the_title_says_that_there_is_an_error(show):
    assert title(show(PAGE, form=NoteForm({}))) == "Error: Add an action – Due Regard"


def test_a_heading_with_a_name_in_it_is_escaped_once(show):
    source = PAGE.replace("Add an action", "{{ name }}<em>!</em>")
    assert "<title>A &amp; B! – Due Regard</title>" in show(source, name="A & B")


def test_a_form_without_mistakes_has_no_summary(show):
    for form in (NoteForm(), NoteForm({"note": "Done"})):
        assert "govuk-error-summary" not in show(PAGE, form=form)


def test_every_link_of_the_summary_leads_to_a_control(show):
    form = QuestionsExample(WRONG, prefix="wrong")
    page = show(PAGE, form=form)
    ids = {element[1].get("id"): element[0] for element in elements(parse(page))}
    assert len(links(page)) == len(form.errors)
    for link in links(page):
        assert ids[link.removeprefix("#")] in {"input", "select", "textarea"}


def test_a_mistake_of_the_whole_form_leads_to_its_first_control(show):
    page = show(PAGE, form=NoteForm({"note": "x", "clash": "1"}))
    assert links(page) == ["#id_note"]
    assert "The note and the plan do not agree" in page


def test_a_mistake_in_a_hidden_field_is_not_lost(show):
    form = NoteForm({"note": "x"})
    form.add_error("secret", "Open the page again")
    assert "Open the page again" in show(PAGE, form=form)


def test_mistakes_in_a_set_of_forms_are_listed(show):
    formset = formset_factory(NoteForm)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-note": "x"}
    )
    page = show(PAGE, formset=formset)
    assert links(page) == ["#id_form-1-note"]
    assert title(page).startswith("Error: ")


def test_a_mistake_in_a_filter_is_told(show):
    form = FilterExample({"status": ["nothing"]})
    page = show('{% extends "ui/list_page.html" %}', filter_form=form)
    assert links(page) == ["#id_status"]


def test_a_field_names_its_hint_and_error_to_a_screen_reader():
    class Form(forms.Form):
        note = forms.CharField(help_text="In your own words")

    page = parse(str(Form({})))
    field = find(page, "input")
    assert field[1]["aria-describedby"] == "id_note-hint id_note-error"
    ids = {element[1].get("id") for element in elements(page)}
    assert {"id_note-hint", "id_note-error"} <= ids


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (forms.CharField(label="Title"), "", "Enter title"),
        (forms.CharField(label="URL of the plan"), "", "Enter URL of the plan"),
        (
            forms.CharField(label="What happened?"),
            "",
            "Enter an answer to “What happened?”",
        ),
        (
            forms.CharField(label="Title", max_length=3),
            "long",
            "Title must be 3 characters or fewer",
        ),
        (
            forms.EmailField(label="E-mail"),
            "x",
            "Enter an email address in the correct format, like name@example.com",
        ),
        (forms.IntegerField(label="People"), "x", "People must be a whole number"),
        (
            forms.IntegerField(label="People", min_value=1),
            "0",
            "People must be 1 or more",
        ),
        (
            forms.ChoiceField(label="District", choices=[("a", "A")]),
            "",
            "Select district",
        ),
        (
            forms.ChoiceField(label="District", choices=[("a", "A")]),
            "z",
            "Select district from the list",
        ),
        (forms.BooleanField(label="I agree"), "", "Select “I agree” to continue"),
        (forms.FileField(label="Plan"), "", "Select a file"),
    ],
)
def test_djangos_own_words_are_replaced_by_what_to_do(field, value, sentence):
    form = forms.Form({"one": value})
    form.fields["one"] = field
    assert sentence in str(form)


def test_a_forms_own_words_are_kept():
    assert "Enter a note" in str(NoteForm({}))


def test_an_error_is_escaped():
    form = NoteForm({"note": "x"})
    form.add_error("note", "<script>alert(1)</script>")
    assert "<script>" not in str(form)
