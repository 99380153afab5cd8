from datetime import date
from typing import Any

from django import forms

from dueregard.governance.models import Outcome
from dueregard.submissions.versions import Versioned

from ..models import Action, Group, Plan, PlanVersion, ProposedChange, Section
from ..words import ACTION_WORDS, words_of
from .action import ActionForm
from .contents import GroupForm, PriorityForm, SectionForm
from .plan import NoteForm

SAME = "Change at least one of the answers, or go back"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def reason_field(label: str = "Why is this change needed?") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text="The chair reads this before deciding. The public does not see it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the change is needed"},
    )


class WhyForm(forms.Form):
    why = forms.CharField(
        label="Why does the plan need to change?",
        help_text="For example, what the board asked for, or what has happened since "
        "it approved the plan. The chair reads this first.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why the plan needs to change"},
    )


class ProposalForm(Versioned):
    """New words for something in the plan in force, and why.

    Mixed in before the form that edits the same thing in a draft. It starts from what
    is proposed already, else from the words as they stand.
    """

    def begin(self, subject, change: ProposedChange | None) -> None:
        """Take `initial` from `change` or `subject`; called when the form is made."""
        self.now = words_of(subject)
        self.fields["reason"] = reason_field()
        self.initial = (
            proposal_values(change)
            if change
            else {
                **self.now,
                "version": ProposedChange.NOT_YET,
            }
        )
        self.initial["base"] = self._shown

    def saved_values(self, row: Any) -> dict:
        return proposal_values(row)

    def words(self) -> dict:
        """The answers as JSON values, in the shape of `plans.words`."""
        found = {name: self.cleaned_data[name] for name in self.now}
        if "lead_partner" in found:
            found["lead_partner"] = getattr(found["lead_partner"], "pk", None)
        return found

    def clean(self):
        cleaned = super().clean()
        if not self.errors and self.words() == self.now:
            raise forms.ValidationError(SAME)
        return cleaned


def proposal_values(change: ProposedChange) -> dict:
    """What a change proposes, as a form's answers; a drop has the words as they are."""
    words = change.after or change.before
    return {**words, "reason": change.reason, "version": change.version}


class ActionWordsForm(forms.Form):
    ref = forms.CharField(
        label="Number in the plan",
        max_length=20,
        widget=forms.TextInput(attrs={"width": 5}),
        error_messages={"required": "Enter the number in the plan"},
    )
    text = forms.CharField(
        label="What will be done?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter what will be done"},
    )
    timescale_text = forms.CharField(
        label="Timescale as the plan words it", max_length=300, required=False
    )


class ProposeActionForm(ProposalForm, ActionWordsForm):
    def __init__(self, data, *, action: Action, change: ProposedChange | None):
        super().__init__(data)
        self.action = action
        self.begin(action, change)

    def clean_ref(self) -> str:
        ref = self.cleaned_data["ref"]
        others = Action.objects.filter(plan=self.action.plan_id, ref=ref)
        if others.exclude(pk=self.action.pk).exists():
            raise forms.ValidationError(f"Another action of this plan is number {ref}")
        return ref


class ProposeGroupForm(ProposalForm, GroupForm):
    def __init__(self, data, *, group: Group, change: ProposedChange | None):
        super().__init__(data, plan=group.plan, group=group)
        self.begin(group, change)


class ProposePriorityForm(ProposalForm, PriorityForm):
    def __init__(self, data, *, group: Group, change: ProposedChange | None):
        super().__init__(data, plan=group.plan, group=group)
        self.begin(group, change)


class ProposeSectionForm(ProposalForm, SectionForm):
    def __init__(self, data, *, section: Section, change: ProposedChange | None):
        super().__init__(data, section=section)
        self.begin(section, change)


class DropForm(Versioned):
    """Why an action should be cancelled."""

    reason = reason_field("Why should the action be cancelled?")

    def __init__(self, data, *, change: ProposedChange | None):
        version = change.version if change else ProposedChange.NOT_YET
        reason = change.reason if change else ""
        super().__init__(data, initial={"version": version, "reason": reason})

    def saved_values(self, row: ProposedChange) -> dict:
        return {"reason": row.reason}


class NewActionForm(Versioned, ActionForm):
    """An action that the plan in force should have as well."""

    KEPT = (
        *ACTION_WORDS,
        "owners_text",
        "when",
        "due_on",
        "review_every_months",
        "starts_on",
        "audience",
        "version",
        "base",
    )

    def __init__(self, data, *, plan: Plan, group: Group, change=None):
        super().__init__(data, plan=plan)
        for name in [name for name in self.fields if name not in self.KEPT]:
            del self.fields[name]
        for name in ACTION_WORDS:
            self.fields[name].disabled = False
        self.fields["reason"] = reason_field("Why is the action needed?")
        self.group, self.change = group, change
        self.initial["version"] = ProposedChange.NOT_YET
        if change:
            self.initial.update(self.saved_values(change))
        self.initial["base"] = self._shown

    def saved_values(self, row: ProposedChange) -> dict:
        saved = dict(row.after)
        saved["when"] = (
            "by" if saved["due_on"] else "ongoing" if saved["is_ongoing"] else "none"
        )
        for name in ("due_on", "starts_on"):
            saved[name] = _day(saved[name])
        return {**saved, "reason": row.reason, "version": row.version}

    def proposed(self) -> dict:
        """The columns of `Action` as JSON values, and `group` by its key."""
        values = self.cleaned_data
        by_date, ongoing = values["when"] == "by", values["when"] == "ongoing"
        names = (*ACTION_WORDS, "owners_text", "audience")
        return {name: values[name] for name in names} | {
            "group": self.group.pk,
            "starts_on": _iso(values.get("starts_on")),
            "due_on": _iso(values.get("due_on")) if by_date else None,
            "is_ongoing": ongoing,
            "review_every_months": (values["review_every_months"] if ongoing else 3),
        }


class VersionApprovalForm(NoteForm):
    """The chair's decision on a proposed version."""

    decision = forms.ModelChoiceField(
        label="Which decision of the board is this?",
        help_text="Where a meeting decided it.",
        queryset=Outcome.objects.none(),
        required=False,
        empty_label="None recorded here",
    )

    def __init__(self, data, *, decisions, initial=None):
        super().__init__(data)
        self.initial = initial or {}
        self.fields["decision"].queryset = decisions
        if not decisions:
            del self.fields["decision"]


class TwoVersionsForm(forms.Form):
    """Which two approved versions to compare; the choice stands in the URL."""

    old = forms.ModelChoiceField(
        label="From", queryset=PlanVersion.objects.none(), empty_label=None
    )
    new = forms.ModelChoiceField(
        label="To", queryset=PlanVersion.objects.none(), empty_label=None
    )

    def __init__(self, data, *, versions):
        super().__init__(data)
        self.fields["old"].queryset = self.fields["new"].queryset = versions
