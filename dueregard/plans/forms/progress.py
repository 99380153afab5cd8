from django import forms

from dueregard import clock
from dueregard.ui.forms import DatePartsField, RevealForm

from .. import rag
from ..models import Action


class ProgressForm(RevealForm):
    """One short form: how is it going, where does it stand, what shows it."""

    text = forms.CharField(
        label="What has happened since the last update?",
        help_text="Two or three sentences. Leave out anything about a named person.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter what has happened"},
    )
    status = forms.ChoiceField(
        label="Where does the action stand now?",
        choices=[one for one in Action.Status.choices if one[0] not in Action.STOPPED],
        widget=forms.RadioSelect,
        error_messages={"required": "Select where the action stands"},
    )
    evidence_text = forms.CharField(
        label="What shows it?",
        help_text="For example: attendance list of 14 May, held by the training team.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evidence_url = forms.URLField(
        label="Link to the evidence",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={
            "invalid": "Enter a full web address, such as https://marlbrook.example/notes"
        },
    )
    whose = forms.ChoiceField(
        label="Whose news is this?",
        choices=[
            ("mine", "My own"),
            ("told", "Somebody told me, by telephone, mail or in a meeting"),
        ],
        initial="mine",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whose news this is"},
    )
    told_by = forms.CharField(
        label="Who told you?",
        help_text="The post rather than the name, for example: head of service.",
        max_length=150,
        error_messages={"required": "Enter who told you"},
    )
    told_on = DatePartsField(label="When did they tell you?", subject="The date")
    is_public = forms.BooleanField(
        label="The public may read this update", required=False
    )

    reveals = {"whose": {"told": ["told_by", "told_on"]}}

    def __init__(self, data, *, action):
        super().__init__(data, initial={"status": action.status})

    def clean_told_on(self):
        told_on = self.cleaned_data["told_on"]
        if told_on and told_on > clock.today():
            raise forms.ValidationError(
                "The date must be today or in the past",
                params={"parts": ("day", "month", "year")},
            )
        return told_on

    def clean(self):
        cleaned = super().clean()
        cleaned.pop("whose", None)
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the reason"},
    )


class RatingForm(ReasonForm):
    """A person's rating beside the rule's, with the reason."""

    rating = forms.ChoiceField(
        label="How do you rate this action?",
        choices=[one for one in rag.Rag.choices if one[0] != rag.Rag.COMPLETE],
        widget=forms.RadioSelect,
        error_messages={"required": "Select a rating"},
    )
    field_order = ["rating", "reason"]
