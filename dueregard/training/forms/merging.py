"""Questions about records that may be one person."""

from typing import cast

from django import forms
from django.db.models import QuerySet

from dueregard.accounts.models import Organisation
from dueregard.ui.forms import offer

from ..models import Learner


class OrganisationFilterForm(forms.Form):
    """Of which organisation to list."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, empty_label="All organisations"
    )

    def __init__(self, data, *, organisations: QuerySet[Organisation]) -> None:
        super().__init__(data)
        offer(self, "organisation", organisations)

    def chosen(self) -> Organisation | None:
        self.is_valid()
        return self.cleaned_data.get("organisation")


class MergeForm(forms.Form):
    """Which of two records goes on, and how somebody knows that they are one."""

    kept = forms.TypedChoiceField(
        label="Which record goes on?",
        help_text="What the other one knows goes over to it.",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Select which record goes on"},
    )
    because = forms.CharField(
        label="How do you know that they are one person?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter how you know that they are one person"},
    )

    def __init__(self, data, *, one: Learner, other: Learner) -> None:
        super().__init__(data)
        self.pair = {each.pk: each for each in (one, other)}
        choices = [(pk, _called(each)) for pk, each in self.pair.items()]
        cast(forms.TypedChoiceField, self.fields["kept"]).choices = choices

    def answers(self) -> tuple[Learner, Learner]:
        """The record that goes on, and the other one."""
        kept = self.pair[self.cleaned_data["kept"]]
        [other] = [each for each in self.pair.values() if each != kept]
        return kept, other


def _called(learner: Learner) -> str:
    number = f", {learner.number}" if learner.name and learner.number else ""
    return f"{learner}{number}, {learner.organisation}"
