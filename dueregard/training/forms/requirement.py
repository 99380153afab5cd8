from django import forms

from dueregard import clock
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField

from ..models import Course, Requirement, RoleGroup

GROUP_FACTS = ("name", "code", "description", "begins_on")
RULE_FACTS = (
    "window",
    "within_days",
    "every_months",
    "counts_from",
    "source",
    "confirm_locally",
)
Window = Requirement.Window
WINDOW_HINTS = {
    Window.BEFORE_START: "Nobody begins without it.",
    Window.INDUCTION: "Once, when somebody is new.",
    Window.BEFORE_PANEL: "Nobody sits on the panel without it.",
    Window.REGULARLY: "Again and again, for as long as they are in the group.",
    Window.EACH_TERM: "Anew after each election or appointment.",
}


class RoleGroupForm(forms.Form):
    """What a role group is."""

    name = forms.CharField(
        label="Name of the role group",
        max_length=150,
        error_messages={"required": "Enter the name of the role group"},
    )
    code = forms.CharField(
        label="Code",
        help_text="Short, as your training sheets may name it: FRONT, GOV.",
        max_length=20,
        widget=forms.TextInput(attrs={"width": 10}),
        error_messages={"required": "Enter the code of the role group"},
    )
    description = forms.CharField(
        label="Who belongs to it?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    begins_on = DatePartsField(
        label="From which day are its rules counted?",
        help_text="For training that is brought in one group after another. "
        "Leave empty to count from the start.",
        subject="The day from which its rules are counted",
        required=False,
    )


class ChangeRoleGroupForm(Versioned, RoleGroupForm):
    """What can be changed about a role group, carrying the version that was shown."""

    def __init__(self, data, *, role_group: RoleGroup) -> None:
        shown = {name: getattr(role_group, name) for name in GROUP_FACTS}
        super().__init__(data, initial=shown | {"version": role_group.version})


def _whole_number(label: str, help_text: str, *, most: int, what: str, **more):
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        max_value=most,
        widget=forms.TextInput(attrs={"width": 4, "inputmode": "numeric"}),
        error_messages={
            "required": f"Enter {what}",
            "invalid": f"Enter {what}, in whole numbers",
            "min_value": f"Enter {what}, {more.get('min_value', 0)} or more",
            "max_value": f"Enter {what}, {most:,} or less",
        },
        **more,
    )


class RuleForm(forms.Form):
    """By when a course must be done, how often again, and who says so."""

    window = forms.ChoiceField(
        label="When must it be done?",
        choices=Window.choices,
        widget=forms.RadioSelect(attrs={"hints": WINDOW_HINTS}),
        error_messages={"required": "Select when it must be done"},
    )
    within_days = _whole_number(
        "How many days does a starter have?",
        "Until then they are counted apart. Enter 0 if they have none.",
        most=1_000,
        what="how many days a starter has",
        min_value=0,
        initial=0,
    )
    every_months = _whole_number(
        "How many months does it last?",
        "Then it must be done again. Leave empty if once is enough.",
        most=240,
        what="how many months it lasts",
        min_value=1,
        required=False,
    )
    counts_from = DatePartsField(
        label="Count only what was done since",
        help_text="For each term of office, its first day. Otherwise leave it empty "
        "to count whatever was done.",
        subject="The day since when it counts",
        required=False,
    )
    source = forms.CharField(
        label="Who says so?",
        help_text="The guidance, policy or plan that this rule comes from.",
        max_length=300,
        error_messages={"required": "Enter who says so"},
    )
    confirm_locally = forms.BooleanField(
        label="This still has to be confirmed here", required=False
    )

    def clean(self) -> dict:
        answers = super().clean() or self.cleaned_data
        regularly = answers.get("window") == Window.REGULARLY
        if (
            regularly
            and not answers.get("every_months")
            and "every_months" not in self.errors
        ):
            self.add_error(
                "every_months", "Enter how many months it lasts, or choose another time"
            )
        if answers.get("window") in Requirement.AHEAD and answers.get("within_days"):
            self.add_error(
                "within_days", "Enter 0 days: it must be done before they begin"
            )
        if answers.get("window") == Window.EACH_TERM and (
            not answers.get("counts_from") and "counts_from" not in self.errors
        ):
            self.add_error("counts_from", "Enter the first day of the term of office")
        return answers


class RequirementForm(RuleForm):
    """A new rule for a role group."""

    course = forms.ModelChoiceField(
        Course.objects.none(),
        label="Which course must they do?",
        empty_label="Select a course",
        error_messages={"required": "Select a course"},
    )
    starts_on = DatePartsField(
        label="From which day does the rule hold?", subject="The day the rule begins"
    )
    field_order = ("course", *RULE_FACTS, "starts_on")

    def __init__(self, data, *, role_group: RoleGroup) -> None:
        super().__init__(data, initial={"starts_on": clock.today()})
        courses = Course.objects.offered().filter(authority=role_group.authority)
        self.fields["course"].queryset = courses


class ChangeRequirementForm(Versioned, RuleForm):
    """A change of a rule, and from when it holds."""

    from_on = DatePartsField(
        label="From which day does the change hold?",
        help_text="Until the day before, the rule stays as it was.",
        subject="The day from which the change holds",
    )

    def __init__(self, data, *, requirement: Requirement) -> None:
        shown = {name: getattr(requirement, name) for name in RULE_FACTS}
        shown["from_on"] = max(clock.today(), requirement.starts_on)
        super().__init__(data, initial=shown | {"version": requirement.version})


class EndRequirementForm(forms.Form):
    """The last day of a rule."""

    ends_on = DatePartsField(
        label="What is the last day on which the rule holds?",
        subject="The last day",
    )

    def __init__(self, data) -> None:
        super().__init__(data, initial={"ends_on": clock.today()})
