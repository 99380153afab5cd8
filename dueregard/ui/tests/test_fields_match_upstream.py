"""Our form controls, printed by the renderer, beside GOV.UK Frontend's own examples."""

import json

import pytest
from django import forms
from django.template import engines

from dueregard.ui.forms import DatePartsField, RevealForm

from .upstream import FIXTURES, elements, find, normal, parse, upstream

NINO = "National Insurance number"
NINO_SMALL = "National insurance number"
NINO_HINT = (
    "It’s on your National Insurance card, benefit letter, payslip or P60. "
    "For example, ‘QQ 12 34 56 C’."
)
NINO_ERROR = "Enter a National Insurance number in the correct format"
YES_NO = [("yes", "Yes"), ("no", "No")]
NAMED = "Have you changed your name?"
CONTACT = [("email", "Email"), ("phone", "Phone"), ("text", "Text message")]


def text(name, own_id, label, *, error="", heading=False, **kwargs):
    return {
        "name": name,
        "id": own_id,
        "field": forms.CharField(label=label, required=False, **kwargs),
        "error": error,
        "heading": heading,
    }


def any_field(name, own_id, field, *, error="", initial=None):
    return {
        "name": name,
        "id": own_id,
        "field": field,
        "error": error,
        "initial": initial,
    }


def choice(label, choices, attrs=None, **kwargs):
    widget = forms.RadioSelect(attrs=attrs or {})
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=widget, **kwargs
    )


def many(label, choices, attrs=None):
    widget = forms.CheckboxSelectMultiple(attrs=attrs or {})
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=widget
    )


def birth(**kwargs):
    return DatePartsField(
        label="What is your date of birth?",
        help_text="For example, 31 3 1980",
        required=False,
        **kwargs,
    )


ERROR = "Error message goes here"
EXAMPLES = {
    ("input", "default"): text("test-name", "test-name", NINO),
    ("input", "with hint text"): text(
        "test-name-2", "input-with-hint-text", NINO_SMALL, help_text=NINO_HINT
    ),
    ("input", "with error message"): text(
        "test-name-3", "input-with-error-message", NINO, error=NINO_ERROR
    ),
    ("input", "with error and hint"): text(
        "with-error-hint",
        "with-error-hint",
        NINO_SMALL,
        help_text=NINO_HINT,
        error=NINO_ERROR,
    ),
    ("input", "with width-10 class"): text(
        "test-width-10",
        "input-width-10",
        NINO_SMALL,
        help_text=NINO_HINT,
        widget=forms.TextInput(attrs={"width": 10}),
    ),
    ("input", "with label as page heading"): text(
        "test-name", "input-with-page-heading", NINO, heading=True
    ),
    ("textarea", "default"): text(
        "more-detail",
        "more-detail",
        "Can you provide more detail?",
        widget=forms.Textarea,
    ),
    ("textarea", "with error message"): text(
        "no-ni-reason",
        "no-ni-reason",
        "Why can’t you provide a National Insurance number?",
        widget=forms.Textarea,
        error="You must provide an explanation",
    ),
    ("character-count", "default"): text(
        "more-detail",
        "more-detail",
        "Can you provide more detail?",
        widget=forms.Textarea,
        max_length=10,
    ),
    ("character-count", "with hint and error"): text(
        "with-error",
        "with-error",
        "Can you provide more detail?",
        help_text="Don't include personal or financial information, eg your National "
        "Insurance number or credit card details.",
        widget=forms.Textarea,
        max_length=10,
        error="Please provide more detail",
    ),
    ("select", "with hint text and error message"): any_field(
        "select-2",
        "select-2",
        forms.ChoiceField(
            label="Label text goes here",
            help_text="Hint text goes here",
            required=False,
            choices=[(n, f"GOV.UK frontend option {n}") for n in "123"],
        ),
        error=ERROR,
    ),
    ("password-input", "default"): text(
        "password", "password", "Password", widget=forms.PasswordInput
    ),
    ("password-input", "with error message"): text(
        "test-name-3",
        "password-input-with-error-message",
        "Password",
        widget=forms.PasswordInput,
        help_text="It probably has some letters, numbers and maybe even some symbols "
        "in it.",
        error=ERROR,
    ),
    ("file-upload", "default"): any_field(
        "file-upload-1",
        "file-upload-1",
        forms.FileField(label="Upload a file", required=False),
    ),
    ("file-upload", "with error message and hint"): any_field(
        "file-upload-3",
        "file-upload-3",
        forms.FileField(
            label="Upload a file",
            required=False,
            help_text="Your photo may be in your Pictures, Photos, Downloads or "
            "Desktop folder. Or in an app like iPhoto.",
        ),
        error=ERROR,
    ),
    ("radios", "default"): any_field(
        "example-default", "example-default", choice(NAMED, YES_NO)
    ),
    ("radios", "inline"): any_field(
        "example",
        "example",
        choice(
            NAMED,
            YES_NO,
            {"inline": True},
            help_text="This includes changing your last name or spelling your name "
            "differently.",
        ),
        initial="no",
    ),
    ("radios", "small"): any_field(
        "how-contacted-2",
        "how-contacted-2",
        choice("How do you want to be contacted?", CONTACT, {"small": True}),
    ),
    ("radios", "with fieldset and error message"): any_field(
        "example",
        "example",
        choice(NAMED, YES_NO),
        error="Please select an option",
        initial="no",
    ),
    ("checkboxes", "default"): any_field(
        "nationality",
        "nationality",
        many(
            "What is your nationality?",
            [
                ("british", "British"),
                ("irish", "Irish"),
                ("other", "Citizen of another country"),
            ],
        ),
    ),
    ("checkboxes", "with error message"): any_field(
        "waste",
        "waste",
        many(
            "Which types of waste do you transport regularly?",
            [
                ("animal", "Waste from animal carcasses"),
                ("mines", "Waste from mines or quarries"),
                ("farm", "Farm or agricultural waste"),
            ],
            {
                "hints": dict.fromkeys(
                    ["animal", "mines", "farm"],
                    "Nullam id dolor id nibh ultricies vehicula ut id elit.",
                )
            },
        ),
        error="Please select an option",
    ),
    ("date-input", "default"): any_field("dob", "dob", birth()),
    ("date-input", "with values"): any_field(
        "dob", "with-values", birth(), initial=["31", "3", "1980"]
    ),
    ("date-input", "with error message and hint"): any_field(
        "dob", "dob-errors", birth(), error=ERROR
    ),
}


def printed(example: dict) -> list:
    name, field = example["name"], example["field"]
    field.widget.attrs["id"] = example["id"]
    form = forms.Form({} if example["error"] else None)
    form.fields[name] = field
    if example["error"]:
        form.add_error(name, example["error"])
        if example.get("initial"):
            form.data = {name: example["initial"]}
    elif example.get("initial"):
        form.initial = {name: example["initial"]}
    heading = example.get("heading", False)
    source = "{% load ui %}{% field field label_size=size heading=heading %}"
    context = {
        "field": form[name],
        "size": None if heading else "",
        "heading": heading,
    }
    form.mark_optional = False
    return parse(engines["django"].from_string(source).render(context))


@pytest.mark.parametrize(("component", "name"), EXAMPLES)
def test_a_field_is_marked_up_as_upstream_does(component, name):
    theirs, ours = upstream(component, name), printed(EXAMPLES[component, name])
    if component == "date-input":  # Django names the parts after their field.
        for element in [*elements(theirs), *elements(ours)]:
            if element[0] == "input":
                element[1]["name"] = element[1]["name"].removeprefix("dob_")
    assert normal(ours) == normal(theirs)


@pytest.mark.parametrize("family", ["radios", "checkboxes"])
def test_a_choice_that_opens_questions_is_marked_up_as_upstream_does(family):
    build = choice if family == "radios" else many
    name = "how-contacted" if family == "radios" else "with-conditional-items"

    class Form(RevealForm):
        mark_optional = False
        label_size = ""
        reveals = {name: {"email": ["a"], "phone": ["b"], "text": ["c"]}}

    form = Form()
    form.fields[name] = build("How do you want to be contacted?", CONTACT)
    form.fields[name].widget.attrs["id"] = "how-contacted"
    for opened in "abc":
        form.fields[opened] = forms.CharField(label=opened)
    ours, theirs = parse(str(form)), upstream(family, "with conditional items")
    for tree in (ours, theirs):
        for element in elements(tree):
            if f"govuk-{family}__conditional" in element[1].get("class", ""):
                assert find(element, "input")
                element[2] = []
    assert normal(ours) == normal(theirs)


def test_every_upstream_example_of_a_field_that_we_keep_is_compared():
    kept = json.loads(FIXTURES.read_text())
    fields = {component for component, _ in EXAMPLES}
    left = {
        (component, name)
        for component, names in kept.items()
        for name in names
        if component in fields and name != "with conditional items"
    }
    assert left == set(EXAMPLES)
