"""What the gallery shows: a form with every control, and made-up rows and figures."""

from django import forms

from .charts import Bar, Line, StackedBar
from .forms import DatePartsField, RevealForm
from .paging import Page
from .progress_charts import Box, LineToTarget, Strip

ROWS = [
    {"text": "Refresh the referral leaflet", "due": "3 March 2027", "rag": "green"},
    {"text": "Brief school governors", "due": "1 December 2026", "rag": "amber"},
    {"text": "Agree a venue-hire policy", "due": "30 October 2026", "rag": "red"},
]
RAGS = ["red", "amber", "green", "complete", "not_rated"]


class QuestionsExample(RevealForm):
    """One of each control."""

    title = forms.CharField(
        label="What is the action?",
        help_text="Begin with a verb, for example “Brief school governors”.",
        error_messages={"required": "Enter what the action is"},
    )
    number = forms.IntegerField(
        label="How many people does it reach?",
        required=False,
        widget=forms.NumberInput(attrs={"width": 5}),
    )
    email = forms.EmailField(
        label="E-mail address", error_messages={"required": "Enter an e-mail address"}
    )
    note = forms.CharField(
        label="What has happened since last time?",
        max_length=200,
        widget=forms.Textarea,
        error_messages={"required": "Enter what has happened"},
    )
    due = DatePartsField(
        label="When is it due?",
        subject="The due date",
        help_text="For example, 31 3 2027",
    )
    district = forms.ChoiceField(
        label="Which district?",
        choices=[("", "---------"), ("ashby", "Ashby Vale"), ("nether", "Netherbrook")],
        error_messages={"required": "Select a district"},
    )
    how = forms.ChoiceField(
        label="How should we reach the owner?",
        choices=[("email", "E-mail"), ("phone", "Telephone"), ("post", "Post")],
        widget=forms.RadioSelect(attrs={"hints": {"post": "Takes a week."}}),
        error_messages={"required": "Select how we should reach the owner"},
    )
    telephone = forms.CharField(
        label="Telephone number",
        error_messages={"required": "Enter a telephone number"},
        widget=forms.TextInput(attrs={"width": 20, "autocomplete": "tel"}),
    )
    public = forms.ChoiceField(
        label="May the public see it?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect(attrs={"inline": True}),
        required=False,
    )
    duties = forms.MultipleChoiceField(
        label="Which duties does it serve?",
        choices=[("train", "Training"), ("risk", "Risk"), ("venues", "Venues")],
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        error_messages={"required": "Select at least one duty"},
    )
    agree = forms.BooleanField(
        label="I have read the guidance",
        error_messages={"required": "Confirm that you have read the guidance"},
    )
    evidence = forms.FileField(label="Evidence", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    fixed = forms.CharField(label="Reference", disabled=True, initial="FS-12")

    reveals = {"how": {"phone": ["telephone"]}}


class FilterExample(forms.Form):
    """A filter as a list page has one."""

    words = forms.CharField(label="Search", required=False)
    status = forms.MultipleChoiceField(
        label="Status",
        required=False,
        choices=[("late", "Late"), ("done", "Done"), ("open", "Open")],
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )


# A posted form with every kind of mistake in it.
WRONG = {
    "wrong-due_day": "31",
    "wrong-due_month": "2",
    "wrong-due_year": "",
    "wrong-how": "phone",
    "wrong-email": "not an address",
    "wrong-note": "x" * 201,
}


def figures() -> list:
    return [
        StackedBar(
            "Actions by RAG",
            [
                ("Red", 3, "red"),
                ("Amber", 5, "amber"),
                ("Green", 12, "green"),
                ("Complete", 7, "complete"),
                ("Not rated", 10, "not_rated"),
            ],
            "actions",
        ),
        Bar(
            "Actions by organisation",
            [("Fernshire County Council", 14), ("Ashby Vale", 6), ("Netherbrook", 0)],
            "actions",
        ),
        Line(
            "Updates a month",
            [("August 2026", 2), ("September 2026", 9), ("October 2026", 4)],
            "updates",
        ),
        Strip(
            "Rating over 4 months",
            [
                Box("Aug", "August 2026", "Not agreed yet"),
                Box("Sep", "September 2026", "Green", "green"),
                Box("Oct", "October 2026", "Amber", "amber"),
                Box("Nov", "November 2026", "Red", "red"),
            ],
        ),
        LineToTarget(
            "People at community events",
            [("Spring 2026", 80), ("Summer 2026", None), ("Autumn 2026", 112.5)],
            "people",
            baseline=80,
            target=120,
        ),
    ]


def example_page() -> Page:
    return Page(ROWS, "26 to 28 of 40 results", 40, False, "?page=1", "?page=3")
