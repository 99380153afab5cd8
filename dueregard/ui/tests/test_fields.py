from django import forms
from django.forms import formset_factory

from .upstream import elements, find, parse


class ColourInput(forms.Widget):
    template_name = "django/forms/widgets/text.html"


def one(field, name="one", **kwargs):
    form = forms.Form(**kwargs)
    form.fields[name] = field
    return str(form)


def test_an_unknown_widget_is_printed_with_its_label():
    page = parse(one(forms.CharField(label="Colour", widget=ColourInput)))
    assert find(page, "label")[2] == ["Colour"]
    assert find(page, "input")[1]["name"] == "one"


def test_a_lone_checkbox_has_its_label_beside_it():
    page = parse(one(forms.BooleanField(label="Remember me", required=False)))
    box, label = find(page, "input"), find(page, "label")
    assert box[1]["type"] == "checkbox"
    assert label[1]["for"] == box[1]["id"]


def test_a_checked_box_stays_checked():
    page = one(forms.BooleanField(required=False), initial={"one": True})
    assert "checked" in find(parse(page), "input")[1]


def test_a_choice_of_several_is_printed_as_django_does():
    field = forms.MultipleChoiceField(choices=[("a", "A")])
    assert find(parse(one(field)), "select")[1]["name"] == "one"


def test_split_date_and_time_are_one_group():
    page = parse(one(forms.SplitDateTimeField(label="When")))
    assert find(find(page, "fieldset"), "legend")[2] == ["When"]


def test_a_hidden_field_has_no_label():
    page = parse(one(forms.CharField(widget=forms.HiddenInput)))
    assert [element[0] for element in elements(page)] == ["input"]


def test_questions_that_may_be_left_say_so():
    assert "Note (optional)" in one(forms.CharField(label="Note", required=False))
    assert "(optional)" not in one(forms.CharField(label="Note"))


def test_a_form_may_leave_optional_unsaid():
    class Form(forms.Form):
        mark_optional = False
        note = forms.CharField(required=False)

    assert "(optional)" not in str(Form())


def test_browser_checks_and_placeholders_are_not_printed():
    widget = forms.TextInput(attrs={"placeholder": "Name"})
    page = one(forms.CharField(max_length=5, min_length=2, widget=widget))
    for name in ("required", "maxlength", "minlength", "placeholder"):
        assert name not in page


def test_numbers_are_asked_for_as_text_with_a_number_pad():
    box = find(parse(one(forms.IntegerField(min_value=1))), "input")
    assert box[1]["type"] == "text"
    assert box[1]["inputmode"] == "numeric"
    assert "min" not in box[1]


def test_a_value_is_escaped():
    page = one(forms.CharField(), initial={"one": '"><b>'})
    assert "<b>" not in page
    assert find(parse(page), "input")[1]["value"] == '"><b>'


def test_text_that_begins_with_a_line_break_keeps_it():
    page = one(forms.CharField(widget=forms.Textarea), initial={"one": "\nSecond"})
    assert ">\n\nSecond</textarea>" in page


def test_a_row_of_dashes_becomes_words():
    field = forms.ChoiceField(choices=[("", "---------"), ("a", "A")])
    assert ">Select one<" in one(field)


def test_an_empty_choice_is_no_radio():
    field = forms.ChoiceField(
        choices=[("", "---------"), ("a", "A")], widget=forms.RadioSelect
    )
    assert one(field).count('type="radio"') == 1


def test_a_disabled_field_cannot_be_typed_in():
    page = one(forms.CharField(disabled=True))
    assert "disabled" in find(parse(page), "input")[1]


def test_a_set_of_forms_prints_its_management_form():
    class Form(forms.Form):
        note = forms.CharField()

    page = str(formset_factory(Form, extra=2)())
    assert page.count('name="form-TOTAL_FORMS"') == 1
    assert page.count("<textarea") == 0
    assert 'id="id_form-1-note"' in page


def test_as_field_group_prints_one_field():
    class Form(forms.Form):
        note = forms.CharField(label="Note")

    assert "govuk-form-group" in Form()["note"].as_field_group()


def test_choices_in_groups_are_kept_in_groups():
    field = forms.ChoiceField(
        choices=[("North", [("a", "A")]), ("South", [("b", "B")])]
    )
    assert find(parse(one(field)), "optgroup")[1]["label"] == "North"
