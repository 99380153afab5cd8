from typing import cast

from django import forms
from django.db.models import QuerySet

from dueregard.accounts.models import Organisation

from ..returns.kinds import KINDS, Kind
from ..returns.periods import Period


class ReturnForm(forms.Form):
    """Which return, of which period, and of which organisation. An answer that makes
    no sense, or none, gives the last quarter that is over, of all."""

    mark_optional = False

    of = forms.ChoiceField(label="Return", required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, empty_label="All organisations"
    )

    def __init__(self, data, *, organisations: QuerySet[Organisation]) -> None:
        self.offered = {
            f"{kind.code}-{period.code}": (kind, period)
            for kind in KINDS.values()
            for period in kind.periods()
        }
        given = data.get("of", "")
        self.chosen = given if given in self.offered else self._usual()
        super().__init__({**data.dict(), "of": self.chosen})
        cast(forms.ChoiceField, self.fields["of"]).choices = [
            (
                kind.label,
                [
                    (f"{kind.code}-{period.code}", period.label)
                    for period in kind.periods()
                ],
            )
            for kind in KINDS.values()
        ]
        chooser = cast(forms.ModelChoiceField, self.fields["organisation"])
        chooser.queryset = organisations

    def _usual(self) -> str:
        return next(
            code for code, (_, period) in self.offered.items() if period.is_over
        )

    def answers(self) -> tuple[Kind, Period, Organisation | None]:
        self.is_valid()
        return *self.offered[self.chosen], self.cleaned_data.get("organisation")


class NothingForm(forms.Form):
    """That an organisation has nothing to tell, and why."""

    note = forms.CharField(
        label="What did they say?",
        help_text="For example, that none of its staff are in a role group. No names.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what they said"},
    )
