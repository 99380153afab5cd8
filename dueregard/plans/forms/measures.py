"""Questions about a measure: what it counts, towards what, and what it came to."""

from decimal import Decimal

from django import forms

from dueregard import clock
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField, RevealForm

from ..models import Audience, Group, Measure, Plan
from ..services.measures import NO_TARGET

NUMBER = {"max_digits": 14, "decimal_places": 2}
COLUMNS = (
    "name",
    "definition",
    "unit",
    "direction",
    "counts_referrals",
    "group",
    "baseline",
    "baseline_on",
    "source",
    "caveat",
    "audience",
)


class MeasureForm(RevealForm):
    """What a measure is. A target is never needed, and referrals never have one."""

    name = forms.CharField(
        label="What is measured?",
        help_text="For example: people at community events.",
        max_length=200,
        error_messages={"required": "Enter what is measured"},
    )
    definition = forms.CharField(
        label="What exactly is counted?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    unit = forms.CharField(
        label="Unit",
        help_text="In the plural, for example: people, reports, per cent.",
        max_length=50,
        widget=forms.TextInput(attrs={"width": 20}),
        error_messages={"required": "Enter the unit"},
    )
    counts_referrals = forms.BooleanField(
        label="It counts referrals",
        help_text="Referrals have no target: one would push people to refer.",
        required=False,
    )
    direction = forms.ChoiceField(
        label="Which way should it go?",
        choices=Measure.Direction,
        widget=forms.RadioSelect(
            attrs={
                "hints": {
                    "up": "Reports of hate crime should rise with awareness.",
                    "down": "Hate crime itself should fall.",
                }
            }
        ),
        error_messages={"required": "Select which way it should go"},
    )
    baseline = forms.DecimalField(
        label="Baseline",
        help_text="Where it stood before. Leave it empty if nobody knows.",
        required=False,
        widget=forms.TextInput(attrs={"width": 10, "inputmode": "decimal"}),
        error_messages={"invalid": "Enter the baseline as a number"},
        **NUMBER,
    )
    baseline_on = DatePartsField(
        label="Day of the baseline", subject="The day of the baseline", required=False
    )
    has_target = forms.ChoiceField(
        label="Does it have a target?",
        choices=[("no", "No"), ("yes", "Yes")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it has a target"},
    )
    target = forms.DecimalField(
        label="Target",
        widget=forms.TextInput(attrs={"width": 10, "inputmode": "decimal"}),
        error_messages={
            "required": "Enter the target",
            "invalid": "Enter the target as a number",
        },
        **NUMBER,
    )
    target_on = DatePartsField(
        label="To be reached by", subject="The day of the target", required=False
    )
    group = forms.ModelChoiceField(
        label="Which priority is it about?",
        queryset=Group.objects.none(),
        required=False,
        empty_label="The whole plan",
    )
    source = forms.CharField(
        label="Where the numbers come from", required=False, max_length=200
    )
    caveat = forms.CharField(
        label="What to bear in mind",
        help_text="What the number does not say.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    audience = forms.ChoiceField(
        label="Who may read it?",
        choices=Audience,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who may read it"},
    )

    reveals = {"has_target": {"yes": ["target", "target_on"]}}

    def __init__(self, data, *, plan: Plan, measure: Measure | None = None):
        super().__init__(data, initial=_initial(measure))
        self.fields["group"].queryset = plan.groups.priorities()

    def clean(self):
        cleaned = super().clean()
        has_target = cleaned.get("has_target") == "yes"
        if cleaned.get("counts_referrals") and (
            has_target or cleaned.get("direction") not in (None, "neither")
        ):
            self.add_error("counts_referrals", NO_TARGET)
        return cleaned

    def changes(self) -> dict:
        """Columns of `Measure` as the form gives them."""
        values = self.cleaned_data
        changes = {name: values[name] for name in COLUMNS}
        has_target = values["has_target"] == "yes"
        changes["target"] = values.get("target") if has_target else None
        changes["target_on"] = values.get("target_on") if has_target else None
        return changes


class MeasureEditForm(Versioned, MeasureForm):
    def saved_values(self, row: Measure) -> dict:
        return _initial(row)


def _initial(measure: Measure | None) -> dict:
    if measure is None:
        return {
            "audience": Audience.PARTNERS,
            "has_target": "no",
            "direction": Measure.Direction.NEITHER,
        }
    initial = {name: getattr(measure, name) for name in (*COLUMNS, "version")}
    initial["group"] = measure.group_id
    initial["baseline"] = _as_typed(measure.baseline)
    initial["target"] = _as_typed(measure.target)
    initial["target_on"] = measure.target_on
    initial["has_target"] = "no" if measure.target is None else "yes"
    return initial


def _as_typed(number: Decimal | None) -> Decimal | None:
    """A whole number without the decimals that the database adds to it."""
    if number is None or number != number.to_integral_value():
        return number
    return number.quantize(Decimal(1))


class ValueForm(RevealForm):
    """What a measure came to in some time; or that nobody measured it then."""

    starts_on = DatePartsField(label="From", subject="The first day")
    ends_on = DatePartsField(label="To", subject="The last day")
    was_measured = forms.ChoiceField(
        label="Was it measured?",
        choices=[("yes", "Yes"), ("no", "No: that is not the same as zero")],
        widget=forms.RadioSelect,
        initial="yes",
        error_messages={"required": "Select whether it was measured"},
    )
    value = forms.DecimalField(
        label="Value",
        widget=forms.TextInput(attrs={"width": 10, "inputmode": "decimal"}),
        error_messages={
            "required": "Enter the value",
            "invalid": "Enter the value as a number",
        },
        **NUMBER,
    )
    source = forms.CharField(
        label="Where does it come from?", required=False, max_length=200
    )
    caveat = forms.CharField(
        label="What to bear in mind",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    reveals = {"was_measured": {"yes": ["value"]}}

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "The last day must be after the first day")
        elif ends_on and ends_on > clock.today():
            self.add_error("ends_on", "The last day must be today or in the past")
        if cleaned.pop("was_measured", "") == "no":
            cleaned["value"] = None
        return cleaned
