from django import forms

from dueregard.accounts.models import Organisation
from dueregard.submissions.versions import Versioned, answers_of

from ..models import Action, Audience, Group, Intention, Plan, Section
from .action import lines_of


class LinesField(forms.CharField):
    """A text box whose lines are a list; blank lines do not count."""

    widget = forms.Textarea(attrs={"rows": 5})

    def __init__(self, *, max_length: int = 5000, **kwargs):
        super().__init__(max_length=max_length, **kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        return lines_of(super().clean(value))


class GroupForm(forms.Form):
    """An objective: its number, its words, and what leads up to its actions."""

    number = forms.CharField(
        label="Number in the plan",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"width": 5}),
    )
    title = forms.CharField(
        label="Title",
        max_length=500,
        error_messages={"required": "Enter the title"},
    )
    narrative = forms.CharField(
        label="What the plan says about it",
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    lists: tuple[str, ...] = ()

    def __init__(self, data, *, plan: Plan, group: Group | None = None):
        super().__init__(data, initial=self._initial(group) if group else None)

    def _initial(self, group: Group) -> dict:
        names = set(self.base_fields) - set(self.lists) - {"base"}
        return {name: getattr(group, name) for name in names}

    def saved_values(self, row: Group) -> dict:
        return self._initial(row)

    def changes(self) -> dict:
        """Columns of `Group` as the form gives them."""
        names = [name for name in answers_of(self) if name not in self.lists]
        return {name: self.cleaned_data[name] for name in names}


class PriorityForm(GroupForm):
    """A priority, with all that its public page shows (practice PL 1)."""

    headline = forms.CharField(
        label="One figure or fact to lead with",
        max_length=300,
        required=False,
    )
    lead_partner = forms.ModelChoiceField(
        label="Lead partner",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="None",
    )
    why = forms.CharField(
        label="Why is this a priority?",
        help_text="With what people told you when you consulted them.",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    aim = forms.CharField(
        label="What is the aim?",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    measures = LinesField(
        label="Success will be measured by",
        help_text="One on each line.",
        required=False,
    )
    this_year = LinesField(
        label="Over the coming year we will",
        help_text="One intention on each line.",
        required=False,
    )
    three_years = LinesField(
        label="Over the next three years we will",
        help_text="One intention on each line.",
        required=False,
    )

    lists = ("measures", "this_year", "three_years")

    def __init__(self, data, *, plan: Plan, group: Group | None = None):
        super().__init__(data, plan=plan, group=group)
        self.fields["lead_partner"].queryset = Organisation.objects.filter(
            authorities=plan.authority_id
        )

    def _initial(self, group: Group) -> dict:
        initial = super()._initial(group)
        initial["measures"] = [one.text for one in group.success_measures.all()]
        for horizon in Intention.Horizon.values:
            initial[horizon] = [
                one.text for one in group.intentions.all() if one.horizon == horizon
            ]
        return initial

    def intentions(self) -> dict[str, list[str]]:
        return {code: self.cleaned_data[code] for code in Intention.Horizon.values}


class GroupEditForm(Versioned, GroupForm):
    """The same for an objective that there is, with the version that was shown."""


class PriorityEditForm(Versioned, PriorityForm):
    """The same for a priority that there is, with the version that was shown."""


class IntentionLinksForm(forms.Form):
    actions = forms.ModelMultipleChoiceField(
        label="Which actions carry it out?",
        queryset=Action.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )

    def __init__(self, data, *, intention: Intention):
        super().__init__(data, initial={"actions": intention.actions.all()})
        self.fields["actions"].queryset = Action.objects.filter(
            plan=intention.group.plan_id
        )
        self.fields["actions"].label_from_instance = lambda action: (
            f"{action.ref}: {action.text[:120]}"
        )


class SectionForm(forms.Form):
    """A part of the narrative and who may read it."""

    number = forms.CharField(
        label="Number",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"width": 5}),
    )
    heading = forms.CharField(
        label="Heading",
        max_length=300,
        error_messages={"required": "Enter the heading"},
    )
    text = forms.CharField(
        label="Text",
        required=False,
        max_length=50000,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    audience = forms.ChoiceField(
        label="Who may read it?",
        choices=Audience,
        initial=Audience.PUBLIC,
        widget=forms.RadioSelect,
    )

    def __init__(self, data, *, section: Section | None = None):
        super().__init__(data, initial=self._initial(section) if section else None)

    def _initial(self, section: Section) -> dict:
        names = set(self.base_fields) - {"base"}
        return {name: getattr(section, name) for name in names}

    def saved_values(self, row: Section) -> dict:
        return self._initial(row)

    def changes(self) -> dict:
        return {name: self.cleaned_data[name] for name in answers_of(self)}


class SectionEditForm(Versioned, SectionForm):
    """The same for a section that there is, with the version that was shown."""
