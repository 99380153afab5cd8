"""The questions of this room, and the sentence for each mistake."""

from django import forms

from dueregard.accounts.models import Authority, Organisation
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import Reveals

from . import registry
from .ladder import Ladder, Rung
from .models import MailPreference, Step
from .my_work import Owed, due

WHEN = [
    ("", "Any day"),
    ("overdue", "Overdue"),
    ("week", "In the next seven days"),
    ("later", "Later"),
]
WEEKDAYS = [
    (0, "Monday"),
    (1, "Tuesday"),
    (2, "Wednesday"),
    (3, "Thursday"),
    (4, "Friday"),
]
Rhythm = MailPreference.Rhythm


def label_of(code: str) -> str:
    """What filters call a kind; one that no room registers any more by its code."""
    kind = registry.kind_of(code)
    return kind.label if kind else code


class MyWorkFilterForm(forms.Form):
    """Which of one's own tasks to list."""

    kind = forms.ChoiceField(label="What to do", required=False)
    about = forms.ChoiceField(label="About", required=False)
    when = forms.ChoiceField(label="Due", required=False, choices=WHEN)

    def __init__(self, data, *, owed: list[Owed]) -> None:
        super().__init__(data)
        kinds = {each.kind for each in owed}
        abouts = {each.about for each in owed}
        named = sorted((label_of(code), code) for code in kinds)
        self.fields["kind"].choices = [
            ("", "Everything"),
            *((code, label) for label, code in named),
        ]
        self.fields["about"].choices = [
            ("", "Anything"),
            *((about, about) for about in sorted(abouts)),
        ]
        self.is_valid()

    @property
    def heading(self) -> str:
        """The one heading that is asked for, if any."""
        return self.cleaned_data.get("when") or ""

    def chosen(self, owed: list[Owed]) -> list[Owed]:
        """Those of `owed` that the answers ask for; an answer that makes no sense is
        left out."""
        kind, about = (self.cleaned_data.get(name) for name in ("kind", "about"))
        return [
            each
            for each in owed
            if kind in ("", None, each.kind)
            and about in ("", None, each.about)
            and self.heading in ("", each.when)
        ]


class TeamFilterForm(forms.Form):
    """Whose tasks, and which of them, to list."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, empty_label="All organisations"
    )
    kind = forms.ChoiceField(label="What to do", required=False)
    when = forms.ChoiceField(label="Due", required=False, choices=WHEN)

    def __init__(self, data, *, authority: Authority) -> None:
        super().__init__(data)
        self.fields["organisation"].queryset = authority.organisations.all()
        self.fields["kind"].choices = [
            ("", "Everything"),
            *(
                (kind.code, kind.label)
                for kind in registry.kinds()
                if not kind.is_private
            ),
        ]
        self.is_valid()

    def filtered(self, tasks):
        """`tasks` as the answers ask; an answer that makes no sense is left out."""
        if organisation := self.cleaned_data.get("organisation"):
            tasks = tasks.filter(post__organisation=organisation)
        if kind := self.cleaned_data.get("kind"):
            tasks = tasks.filter(kind=kind)
        return due(tasks, self.cleaned_data.get("when") or "")


class HoldForm(forms.Form):
    """Why a late task is not taken further for now."""

    because = forms.CharField(
        label="Why do you hold it back?",
        help_text="For example: the owner rang and will answer on Monday.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why you hold it back"},
    )


class LadderForm(forms.Form):
    """After how many working days a late task goes to each step."""

    mark_optional = False

    def __init__(self, data, *, ladder: Ladder) -> None:
        super().__init__(data)
        for rung in ladder:
            self.fields[rung.step] = forms.IntegerField(
                label=Step(rung.step).label,
                help_text="Working days after the day it was due. "
                "Leave empty to leave this step out.",
                required=False,
                min_value=1,
                max_value=250,
                initial=rung.working_days if rung.is_on else None,
                widget=forms.NumberInput(attrs={"width": 3}),
                error_messages={
                    "invalid": "Enter the working days as a whole number, such as 5",
                    "min_value": "Enter 1 or more working days",
                    "max_value": "Enter 250 working days or fewer",
                },
            )
        self._shown = ladder

    def clean(self):
        answers = super().clean()
        last = 0
        for rung in self._shown:
            days = answers.get(rung.step)
            if days and days <= last:
                self.add_error(
                    rung.step, f"Enter more than {last}, so that it comes later"
                )
            last = days or last
        return answers

    def rungs(self) -> Ladder:
        """The answers as a ladder; a step that is left out keeps its days."""
        return tuple(
            Rung(
                rung.step,
                self.cleaned_data[rung.step] or rung.working_days,
                self.cleaned_data[rung.step] is not None,
            )
            for rung in self._shown
        )


class MailForm(Reveals, Versioned):
    """How often somebody wants mail about what they owe."""

    rhythm = forms.ChoiceField(
        label="How often do you want to hear what you owe?",
        choices=Rhythm,
        widget=forms.RadioSelect(
            attrs={
                "hints": {
                    Rhythm.AT_ONCE: "A mail whenever there is something new.",
                    Rhythm.DAILY: "On working days, if something is due.",
                    Rhythm.WEEKLY: "One mail a week, if something is due.",
                }
            }
        ),
        error_messages={"required": "Select how often you want to hear"},
    )
    weekday = forms.ChoiceField(
        label="On which day?",
        choices=WEEKDAYS,
        error_messages={"required": "Select a day"},
    )
    reveals = {"rhythm": {Rhythm.WEEKLY: ["weekday"]}}

    def answers(self) -> dict:
        """The choice as `choose_mail` takes it; no day asked for is Monday."""
        return {
            "rhythm": self.cleaned_data["rhythm"],
            "weekday": int(self.cleaned_data["weekday"] or 0),
            "version": self.cleaned_data["version"],
        }
