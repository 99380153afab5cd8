"""Which days of reads are shown, and what came of a question about them."""

from datetime import date, timedelta
from typing import Any

from django import forms

from dueregard import clock
from dueregard.ui.forms import DatePartsField

from ..models import ReadQuestion
from ..readers import Period
from .moves import long_text

USUAL = timedelta(days=29)  # with the last day, 30 days
LONGEST = 400
EARLIEST = date(2015, 1, 1)  # the year of the Act: nothing was read here before


class PeriodForm(forms.Form):
    """From which day to which; the last 30 days when nothing is chosen."""

    from_on = DatePartsField(label="From", subject="The first day", required=False)
    to_on = DatePartsField(label="To", subject="The last day", required=False)

    def clean_from_on(self) -> date | None:
        return self._in_reach("from_on", "The first day")

    def clean_to_on(self) -> date | None:
        return self._in_reach("to_on", "The last day")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = self._days(given)
        if first > last:
            self.add_error("to_on", "The last day must not be before the first day")
        elif (last - first).days >= LONGEST:
            self.add_error("to_on", f"Select at most {LONGEST} days")
        return given

    def period(self) -> Period:
        """What was chosen; what cannot be shown is shown as the last 30 days."""
        return Period(*self._days(self.cleaned_data if self.is_valid() else {}))

    def _in_reach(self, name: str, subject: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day and day > clock.today():
            raise forms.ValidationError(f"{subject} must be today or in the past")
        if day and day < EARLIEST:
            raise forms.ValidationError(
                f"{subject} must be in {EARLIEST.year} or later"
            )
        return day

    @staticmethod
    def _days(given: dict[str, Any]) -> tuple[date, date]:
        first, last = given.get("from_on"), given.get("to_on") or clock.today()
        return first or last - USUAL, last


class AnswerForm(forms.Form):
    """What came of asking somebody about what they read."""

    answer = forms.ChoiceField(
        label="What came of it?",
        choices=ReadQuestion.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what came of it"},
    )
    reason = long_text(
        "What did they say?",
        "Enter what they said",
        hint="Write about the reading, and name nobody who was referred. It is kept "
        "locked, for a year.",
    )
