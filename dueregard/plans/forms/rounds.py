"""The questions of an update round: whom to ask, and the short form for the answer."""

from django import forms
from django.db.models import Q

from dueregard import clock
from dueregard.documents.forms import EvidenceFileField
from dueregard.ui.forms import DatePartsField, RevealForm

from ..models import Action, Group, RoundAction
from .progress import GOING_ON, NewDateForm, NewsForm

LONGEST_TITLE = 200


class OpenForm(RevealForm):
    """Which actions, by when, and what else to say."""

    scope = forms.ChoiceField(
        label="Which actions do you ask about?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select which actions you ask about"},
    )
    priorities = forms.ModelMultipleChoiceField(
        label="Which priorities?",
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        error_messages={"required": "Select at least one priority"},
    )
    due_on = DatePartsField(
        label="By when should they answer?", subject="The day by which to answer"
    )
    message = forms.CharField(
        label="What else should they know?",
        help_text="They read it when they open their link. It does not stand in the "
        "mail. Leave out anything about a named person.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    reveals = {"scope": {"priority": ["priorities"]}}

    def __init__(self, data, *, plan, ticked, due_on):
        super().__init__(
            data,
            initial={"due_on": due_on, "scope": "ticked" if ticked else "open"},
        )
        choices = [
            ("open", "All that are open"),
            ("overdue", "Only those that are overdue"),
            ("priority", "Those of some priorities"),
        ]
        if ticked:
            count = len(ticked)
            words = f"The {count} action{'s' if count != 1 else ''} that you ticked"
            choices.insert(0, ("ticked", words))
        self.fields["scope"].choices = choices
        self.fields["priorities"].queryset = plan.groups.priorities()

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < clock.today():
            raise forms.ValidationError(
                "The day by which to answer must be today or later",
                params={"parts": ("day", "month", "year")},
            )
        return due_on

    def chosen(self, plan, ticked: list[int]):
        """The actions in scope, as a query."""
        actions = plan.actions.open()
        scope = self.cleaned_data["scope"]
        if scope == "overdue":
            return actions.overdue()
        if scope == "ticked":
            return actions.filter(pk__in=ticked)
        if scope == "priority":
            groups = self.cleaned_data["priorities"]
            return actions.filter(Q(group__in=groups) | Q(group__parent__in=groups))
        return actions


class AnswerForm(RevealForm, NewsForm):
    """One short form an action: how it is going, or why there is nothing to report."""

    # What came of sending it, for the view: why a file was lost, a refusal's status.
    not_kept = ""
    refused_with = 0

    answer = forms.ChoiceField(
        label="Is there anything to report?",
        choices=[("report", "Yes"), ("nothing", "No, nothing to report")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether there is anything to report"},
    )
    evidence_file = EvidenceFileField(label="A file that shows it", required=False)
    evidence_link = forms.URLField(
        label="A link to what shows it",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={
            "invalid": "Enter a full web address, such as https://marlbrook.example/notes"
        },
    )
    because = forms.CharField(
        label="Why is there nothing to report?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why there is nothing to report"},
    )

    reveals = {
        "answer": {
            "report": [
                "text",
                "status",
                "evidence_text",
                "evidence_file",
                "evidence_link",
                "asks_date",
            ],
            "nothing": ["because"],
        },
        "asks_date": {"yes": list(NewDateForm.base_fields)},
    }
    field_order = (
        "answer",
        *reveals["answer"]["report"],
        *NewDateForm.base_fields,
        "because",
    )

    def __init__(self, data, files=None, *, action):
        super().__init__(data, files, initial={"status": action.status}, action=action)
        can_move = action.is_open and action.due_on is not None
        if not can_move or action.date_changes.waiting().exists():
            del self.fields["asks_date"]
            for name in NewDateForm.base_fields:
                del self.fields[name]
            answers = self.reveals["answer"]
            self.reveals = {
                "answer": answers | {"report": answers["report"][:-1]},
            }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("to_on") and cleaned.get("status") == Action.Status.COMPLETE:
            self.add_error(
                "asks_date", "Select no: an action that is complete needs no new date"
            )
        return cleaned

    @property
    def has_update(self) -> bool:
        return self.cleaned_data["answer"] == "report"

    def said(self) -> dict:
        """What `report_in_round` takes."""
        answers = self.cleaned_data
        names = ("text", "status", "evidence_text")
        file, link = answers["evidence_file"], answers["evidence_link"]
        evidence = {
            "file": file,
            "link": link,
            "title": answers["evidence_text"][:LONGEST_TITLE],
            "happened_on": None,
            "expires_on": None,
            "tags": (),
        }
        to_on = answers.get("to_on")
        return {name: answers[name] for name in names} | {
            "evidence": evidence if file or link else None,
            "new_date": {"to_on": to_on, "reason": answers["date_reason"]}
            if to_on
            else None,
        }


class ToldForm(forms.Form):
    """One row of the co-ordinator's grid; a row without words is left alone."""

    text = forms.CharField(
        label="What they said",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    status = forms.ChoiceField(label="Stands now", choices=GOING_ON, required=False)
    told_by = forms.CharField(
        label="Told by (the post)",
        required=False,
        max_length=150,
    )
    told_on = DatePartsField(label="Told on", subject="The date", required=False)
    label_size = "s"
    mark_optional = False

    def __init__(self, data, *, asked: RoundAction, owner: str):
        self.asked = asked
        super().__init__(
            data,
            prefix=f"row-{asked.pk}",
            initial={"status": asked.action.status, "told_by": owner},
        )
        self.fields["text"].label = f"What was said of action {asked.action.ref}"

    @property
    def is_empty(self) -> bool:
        return not (self["text"].data or "").strip()

    def full_clean(self):
        """A row that was left alone has no mistakes."""
        super().full_clean()
        if self.is_bound and self.is_empty:
            self._errors.clear()

    def clean(self):
        cleaned = super().clean()
        for name, sentence in (
            ("told_by", "Enter who told you"),
            ("told_on", "Enter the date on which they told you"),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if cleaned.get("told_on") and cleaned["told_on"] > clock.today():
            self.add_error(
                "told_on",
                forms.ValidationError(
                    "The date must be today or in the past",
                    params={"parts": ("day", "month", "year")},
                ),
            )
        return cleaned


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label="How did the round go?",
        help_text="Drafted from the counts. Change it as you like: it is kept with the "
        "round and can go into the board’s papers.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Enter how the round went"},
    )


class RevokeForm(forms.Form):
    because = forms.CharField(
        label="Why do you take this link back?",
        max_length=200,
        error_messages={"required": "Enter why you take the link back"},
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why do you take it back?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
