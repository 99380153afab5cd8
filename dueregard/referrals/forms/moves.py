from datetime import date
from typing import Any, cast

from django import forms

from dueregard import clock
from dueregard.accounts.models import Person
from dueregard.ui.forms import DatePartsField, RevealForm

from ..codes import OtherSupport, Outcome
from ..models import PoliceMark, Referral
from ..services import Closing, Step, Told

LONGEST_NOTE = 4000


def long_text(label: str, error: str, *, hint: str = "", required: bool = True):
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": error},
    )


class ToldForm(forms.Form):
    """A decision of the police; the council’s intake says who told it, and when."""

    told_by = forms.CharField(
        label="Who at the police gateway told you?",
        max_length=150,
        error_messages={"required": "Enter who at the police gateway told you"},
    )
    told_on = DatePartsField(
        label="When did they tell you?", subject="The day on which they told you"
    )

    def __init__(self, *args: Any, is_police: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_police:
            del self.fields["told_by"], self.fields["told_on"]

    def clean_told_on(self) -> date:
        on: date = self.cleaned_data["told_on"]
        if on > clock.today():
            raise forms.ValidationError(
                "The day on which they told you must not be in the future"
            )
        return on

    def told(self) -> Told | None:
        if "told_by" not in self.fields:
            return None
        return Told(self.cleaned_data["told_by"], self.cleaned_data["told_on"])


class DecisionForm(ToldForm):
    """A decision with a note that nobody has to write."""

    note = long_text("Anything to add?", "", required=False)


class JoinForm(ToldForm):
    """Which open referral of the same person this one belongs to."""

    to = forms.ModelChoiceField(
        Referral.objects.none(),
        label="Which open referral does it belong to?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the open referral that it belongs to"},
    )
    note = long_text("Anything to add?", "", required=False)

    def __init__(self, *args: Any, candidates, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = cast(forms.ModelChoiceField, self.fields["to"])
        to.queryset = candidates
        to.label_from_instance = _in_words


def _in_words(row: Referral) -> str:
    """A referral as a choice: its reference and stage, nobody's name."""
    return f"{row.reference}, {row.get_status_display().lower()}"


class NoteForm(forms.Form):
    note = long_text("Anything to add?", "", required=False)


class PassOnForm(forms.Form):
    note = long_text(
        "Which area took it, who said so in writing, and when?",
        "Enter which area took it, who said so in writing, and when",
    )


class SetAsideForm(forms.Form):
    note = long_text("Why is this not a referral?", "Enter why this is not a referral")


class ReasonForm(forms.Form):
    """Why the chair wants to know who referred."""

    reason = long_text(
        "Why do you need to know who referred?",
        "Enter why you need to know who referred",
    )


class InterestForm(forms.Form):
    note = long_text(
        "How do you know the person, or what is your interest?",
        "Enter how you know the person, or what your interest is",
    )


class CloseForm(ToldForm):
    """How a referral ends at the gateway, and what else may help the person."""

    outcome = forms.TypedChoiceField(
        label="How does it end?",
        choices=Outcome.choices,
        coerce=Outcome,
        widget=forms.RadioSelect(
            attrs={
                "hints": {"signposted": "Once a service was asked, or social care told"}
            }
        ),
        error_messages={"required": "Select how it ends"},
    )
    other_support = forms.TypedChoiceField(
        label="What other support is there for the person?",
        help_text="Every ending answers this.",
        choices=OtherSupport.choices,
        coerce=OtherSupport,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what other support there is"},
    )
    reason = long_text("Why?", "Enter why it ends")

    def closing(self) -> Closing:
        given = self.cleaned_data
        return Closing(given["outcome"], given["other_support"], given["reason"])


class ConfirmClosingForm(forms.Form):
    """The second person says that they read the earlier referrals."""

    asked = forms.UUIDField(widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label="I have read the earlier referrals of this person",
        error_messages={
            "required": "Read the earlier referrals, then say that you have"
        },
    )


class AssignForm(forms.Form):
    holder = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who holds this referral from now on?",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who holds this referral"},
    )

    def __init__(self, *args: Any, people, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder = cast(forms.ModelChoiceField, self.fields["holder"])
        holder.queryset = people


class StepForm(RevealForm):
    """What was done beside the moves."""

    step = forms.TypedChoiceField(
        label="What was done?",
        choices=Step.choices,
        coerce=Step,
        widget=forms.RadioSelect(
            attrs={
                "hints": {
                    "own_check": "Your own organisation’s records only",
                    "urgent": "Also before the police checks, if somebody agreed to it",
                    "contact": "Only once the police checks are done",
                }
            }
        ),
        error_messages={"required": "Select what was done"},
    )
    agreed_by = forms.CharField(
        label="Who agreed to it?",
        help_text="Their name, role and organisation.",
        max_length=200,
        error_messages={"required": "Enter who agreed to it"},
    )
    note = long_text("What was done, and what came of it?", "Enter what was done")

    reveals = {"step": {"urgent": ["agreed_by"]}}


class MarkForm(ToldForm):
    """What the police say of going ahead."""

    mark = forms.TypedChoiceField(
        label="May others go ahead?",
        choices=PoliceMark.Mark.choices,
        coerce=PoliceMark.Mark,
        widget=forms.RadioSelect(
            attrs={
                "hints": {
                    "clear": "Everybody can see from now on that police checks are "
                    "done.",
                    "hold": "Nobody without the right can tell this from a wait.",
                    "elsewhere": "Dealt with in another way. Nobody without the right "
                    "can tell this from a wait.",
                }
            }
        ),
        error_messages={"required": "Select whether others may go ahead"},
    )
    review_on = DatePartsField(
        label="When do you look at it again?",
        help_text="For “Hold” and “Elsewhere”.",
        subject="The day on which you look at it again",
        required=False,
    )
    is_shared = forms.BooleanField(
        label="Let the panel’s chair and deputy read this", required=False
    )

    def __init__(self, *args: Any, review_after: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review_on"].help_text = (
            "For “Hold” and “Elsewhere”. Left empty, in "
            f"{review_after} working days. Whoever sets it has it on My work then."
        )


class ParallelForm(RevealForm):
    """Whether social care is told, and why."""

    is_made = forms.TypedChoiceField(
        label="Is social care told?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect(attrs={"inline": True}),
        error_messages={"required": "Select whether social care is told"},
    )
    made_on = DatePartsField(
        label="When was it told?", subject="The day on which it was told"
    )
    reference = forms.CharField(label="Its reference", required=False, max_length=100)
    reason = long_text("Why?", "Enter why social care is told, or is not")

    reveals = {"is_made": {"yes": ["made_on", "reference"]}}

    def answers(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        is_made = given["is_made"] == "yes"
        return {
            "is_made": is_made,
            "made_on": given["made_on"] if is_made else None,
            "reference": given["reference"] or "" if is_made else "",
            "reason": given["reason"],
        }


class AcknowledgedForm(forms.Form):
    acknowledged_by = forms.CharField(
        label="Who at social care said that they have it?",
        max_length=200,
        error_messages={"required": "Enter who said that they have it"},
    )
    acknowledged_on = DatePartsField(
        label="When did they say so?", subject="The day on which they said so"
    )
