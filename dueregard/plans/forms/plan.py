from django import forms

from dueregard.governance.models import Outcome
from dueregard.submissions.versions import Versioned, answers_of
from dueregard.ui.forms import DatePartsField

from ..models import Plan


class PeriodForm(forms.Form):
    """A plan runs from one day to a later one."""

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", "The end of the plan must be after its start")
        return cleaned


class StartForm(PeriodForm):
    title = forms.CharField(
        label="What is the plan called?",
        max_length=200,
        error_messages={"required": "Enter what the plan is called"},
    )
    starts_on = DatePartsField(
        label="When does it start?", subject="The start of the plan"
    )
    ends_on = DatePartsField(label="When does it end?", subject="The end of the plan")


class PlanForm(Versioned, StartForm):
    """The plan's own facts; its title and period only while it is a draft."""

    marking = forms.ChoiceField(
        label="Marking", choices=Plan.Marking, widget=forms.RadioSelect
    )
    consulted_on = DatePartsField(
        label="When were partners and communities consulted?",
        subject="The date of the consultation",
        required=False,
    )
    review_on = DatePartsField(
        label="When is the next review?",
        subject="The date of the next review",
        required=False,
    )
    parent = forms.ModelChoiceField(
        label="County plan that it contributes to",
        queryset=Plan.objects.none(),
        required=False,
        empty_label="None",
    )

    def __init__(self, data, *, plan: Plan):
        super().__init__(data, initial=self._initial(plan))
        county_plans = Plan.objects.in_force().filter(
            authority=plan.authority.county_id
        )
        self.fields["parent"].queryset = county_plans
        if not plan.authority.county_id:
            del self.fields["parent"]
        if not plan.is_draft:
            for name in ("title", "starts_on", "ends_on"):
                self.fields[name].disabled = True

    def _initial(self, plan: Plan) -> dict:
        names = set(self.base_fields) - {"base", "parent"}
        initial = {name: getattr(plan, name) for name in names}
        return initial | {"parent": plan.parent_id}

    def saved_values(self, row: Plan) -> dict:
        return self._initial(row)

    def changes(self) -> dict:
        return {name: self.cleaned_data[name] for name in answers_of(self)}


class NoteForm(forms.Form):
    note = forms.CharField(
        label="What should the record say?",
        help_text="People who read the plan's history see this.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what the record should say"},
    )

    def __init__(self, data, *, required: bool = True):
        super().__init__(data)
        self.fields["note"].required = required


class ApprovalForm(NoteForm):
    """The chair's decision, and whether the public may read the plan from now on."""

    decision = forms.ModelChoiceField(
        label="Which decision of the board is this?",
        help_text="Where a meeting decided it. The plan and the meeting then show each "
        "other.",
        queryset=Outcome.objects.none(),
        required=False,
        empty_label="None recorded here",
    )
    publish = forms.ChoiceField(
        label="Publish it as well?",
        choices=[
            ("yes", "Yes, anyone may read the public parts from now on"),
            ("no", "Not yet"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether to publish it as well"},
    )

    def __init__(self, data, *, decisions, initial=None):
        super().__init__(data)
        self.initial = initial or {}
        self.fields["decision"].queryset = decisions
        if not decisions:
            del self.fields["decision"]
