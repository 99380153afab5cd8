import re
from datetime import timedelta

from django import forms

from dueregard import clock

from ..models import Action, Plan
from ..plan_comparison import Outcome
from ..rag import add_months
from ..services import Carrying
from .plan import StartForm

MOST_TICKED = 500
LONGEST_TITLE = 200
SHOWN = ("ref", "text", "plan_id", "status", "due_on", "is_ongoing", "timescale_text")
_YEARS = re.compile(r"\b(20)(\d\d)(?:([-–/])(\d\d))?\b")


def next_title(title: str, years: int) -> str:
    """The title with its years moved on: "Plan 2026-27" becomes "Plan 2027-28"."""

    def moved(match: re.Match[str]) -> str:
        first = f"{match[1]}{(int(match[2]) + years) % 100:02}"
        return first + (
            f"{match[3]}{(int(match[4]) + years) % 100:02}" if match[3] else ""
        )

    return _YEARS.sub(moved, title)


class StartNextForm(StartForm):
    """The plan that follows: its title and period, and what is carried into it."""

    mark_optional = False
    field_order = ("title", "starts_on", "ends_on", "refs", "dates", "narrative")

    actions = forms.ModelMultipleChoiceField(
        label="Which actions are carried forward?",
        help_text="Open actions are ticked. What you leave out stays in the plan that "
        "you carry from.",
        queryset=Action.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )
    refs = forms.ChoiceField(
        label="Which numbers do they get?",
        choices=[("keep", "The ones they have"), ("renumber", "New ones, from 1")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select which numbers they get"},
    )
    dates = forms.ChoiceField(
        label="Do they keep their dates?",
        choices=[
            ("keep", "Yes, as they stand"),
            ("clear", "No, each is dated anew"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they keep their dates"},
    )
    narrative = forms.ChoiceField(
        label="Start from the narrative of this plan?",
        choices=[("yes", "Yes, to be rewritten"), ("no", "No, without a narrative")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether to start from the narrative"},
    )

    def __init__(self, data, *, plan: Plan):
        super().__init__(data)
        self.plan = plan
        actions = plan.actions.exclude(status__in=Action.STOPPED)
        actions = actions.order_by("position", "pk")
        self.initial = _initial(plan)
        self.all_open = actions.count() > MOST_TICKED
        if self.all_open:
            del self.fields["actions"]
            return
        self.fields["actions"].queryset = actions.only(*SHOWN)
        self.fields["actions"].label_from_instance = _label
        self.initial["actions"] = list(actions.open().values_list("pk", flat=True))

    def keys(self) -> list[int]:
        """The keys of what is carried; of a large plan, all that is open."""
        if self.all_open:
            return list(self.plan.actions.open().values_list("pk", flat=True))
        return [action.pk for action in self.cleaned_data["actions"]]

    def how(self) -> Carrying:
        values = self.cleaned_data
        return Carrying(
            keeps_refs=values["refs"] == "keep",
            keeps_dates=values["dates"] == "keep",
            keeps_narrative=values["narrative"] == "yes",
        )


def _label(action: Action) -> str:
    """What it is, when it is due, and whether that is past or done."""
    status = action.get_status_display().lower()
    late = action.is_open and action.due_on and action.due_on < clock.today()
    overdue = ", overdue" if late else ""
    return f"{action.ref} {action.summary} ({action.when}, {status}{overdue})"


def _initial(plan: Plan) -> dict:
    """The year after, as long as this plan was."""
    starts_on = plan.ends_on + timedelta(days=1)
    months = round((starts_on - plan.starts_on).days / 30.44)
    ends_on = add_months(starts_on, max(months, 1)) - timedelta(days=1)
    title = next_title(plan.title, max(1, months // 12))
    if title == plan.title:  # it names no years: two plans of one name mislead
        title = f"{title}, {starts_on.year} to {ends_on.year}"[:LONGEST_TITLE]
    return {
        "title": title,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "refs": "keep",
        "dates": "keep",
        "narrative": "yes",
    }


class ComparisonForm(forms.Form):
    """Which earlier plan to compare with, and what of it to show."""

    mark_optional = False
    old = forms.ModelChoiceField(
        label="Earlier plan", queryset=Plan.objects.none(), empty_label=None
    )
    show = forms.ChoiceField(
        label="Show", choices=[("", "Everything"), *Outcome.choices], required=False
    )

    def __init__(self, data, *, plans):
        super().__init__(data)
        self.fields["old"].queryset = plans
