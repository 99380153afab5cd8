from django import forms

from dueregard import clock
from dueregard.documents.forms import EvidenceForm
from dueregard.documents.models import Document
from dueregard.ui.forms import DatePartsField, RevealForm

from .. import rag
from ..models import Action

GOING_ON = [one for one in Action.Status.choices if one[0] not in Action.STOPPED]
DATE_PARTS = {"parts": ("day", "month", "year")}
UPDATE_FIELDS = (
    "text",
    "status",
    "evidence_text",
    "is_public",
    "told_by",
    "told_on",
)


class NewDateForm(forms.Form):
    """A new due date to ask for, and why; the co-ordinator decides on it."""

    to_on = DatePartsField(label="By when can it be done?", subject="The new due date")
    date_reason = forms.CharField(
        label="Why does the date need to change?",
        help_text="The board reads it. Leave out anything about a named person.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the date needs to change"},
    )

    def __init__(self, *args, action: Action, **kwargs):
        super().__init__(*args, **kwargs)
        self.action = action

    def clean_to_on(self):
        to_on = self.cleaned_data["to_on"]
        sentence = to_on and _unfit(to_on, self.action)
        if sentence:
            raise forms.ValidationError(sentence, params=DATE_PARTS)
        return to_on


def _unfit(to_on, action: Action) -> str:
    if to_on == action.due_on:
        return "Enter another date than the one by which it is due"
    if to_on < clock.today():
        return "The new due date must be today or in the future"
    if action.starts_on and to_on < action.starts_on:
        return "The new due date must be after the start date"
    return ""


class NewsForm(NewDateForm):
    """What every report asks: how it goes, where it stands, what shows it, by when."""

    text = forms.CharField(
        label="What has happened since the last update?",
        help_text="Two or three sentences. Leave out anything about a named person.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter what has happened"},
    )
    status = forms.ChoiceField(
        label="Where does the action stand now?",
        choices=GOING_ON,
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
    asks_date = forms.ChoiceField(
        label="Does it need a new due date?",
        choices=[("no", "No"), ("yes", "Yes, I ask the co-ordinator for one")],
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it needs a new due date"},
    )


class ProgressForm(RevealForm, EvidenceForm, NewsForm):
    """One short form: how is it going, where does it stand, what shows it."""

    has_document = forms.ChoiceField(
        label="Do you want to add a file or a link?",
        choices=[("no", "No"), ("yes", "Yes")],
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you want to add one"},
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

    reveals = {
        "has_document": {"yes": list(EvidenceForm.field_order)},
        "asks_date": {"yes": list(NewDateForm.base_fields)},
        "whose": {"told": ["told_by", "told_on"]},
    }
    field_order = (
        "text",
        "status",
        "evidence_text",
        "has_document",
        *EvidenceForm.field_order,
        "asks_date",
        *NewDateForm.base_fields,
    )

    def __init__(self, data, files=None, *, action, may_ask=False):
        initial = {"status": action.status}
        super().__init__(data, files, initial=initial, action=action)
        if not may_ask:
            for name in ("asks_date", *NewDateForm.base_fields):
                del self.fields[name]
            self.reveals = {k: v for k, v in self.reveals.items() if k != "asks_date"}

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
        if cleaned.get("to_on") and cleaned.get("status") == Action.Status.COMPLETE:
            self.add_error(
                "asks_date", "Select no: an action that is complete needs no new date"
            )
        return cleaned

    def update(self) -> dict:
        """What `report_progress` takes of the answers."""
        return {name: self.cleaned_data[name] for name in UPDATE_FIELDS}

    def new_date(self) -> dict | None:
        """What `ask_new_date` takes, when one is asked for."""
        to_on = self.cleaned_data.get("to_on")
        if not to_on:
            return None
        return {"to_on": to_on, "reason": self.cleaned_data["date_reason"]}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the reason"},
    )


class GiveForm(EvidenceForm):
    """A file or a link as evidence, without an update."""

    def clean(self):
        cleaned = super().clean()
        given = cleaned.get("evidence_file") or cleaned.get("evidence_link")
        if not given and not self.errors:
            self.add_error("evidence_file", "Select a file or enter a link")
        return cleaned


class DecisionForm(RevealForm):
    """The co-ordinator's answer to a new date that somebody asked for."""

    decision = forms.ChoiceField(
        label="Do you agree to the new date?",
        choices=[("agree", "Yes"), ("refuse", "No, the date stays as it is")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you agree"},
    )
    note = forms.CharField(
        label="Why not?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the date stays as it is"},
    )

    reveals = {"decision": {"refuse": ["note"]}}


class AttachForm(forms.Form):
    """A document that there is, for another action too."""

    document = forms.ModelChoiceField(
        label="Which evidence?",
        queryset=Document.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select the evidence"},
    )

    def __init__(self, data, *, documents):
        super().__init__(data)
        self.fields["document"].queryset = documents


class RatingForm(ReasonForm):
    """A person's rating beside the rule's, with the reason."""

    rating = forms.ChoiceField(
        label="How do you rate this action?",
        choices=[one for one in rag.Rag.choices if one[0] != rag.Rag.COMPLETE],
        widget=forms.RadioSelect,
        error_messages={"required": "Select a rating"},
    )
    field_order = ["rating", "reason"]
