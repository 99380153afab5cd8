from django import forms

from dueregard.ui.forms import DatePartsField


class SinceForm(forms.Form):
    """From which day on to look; it stands in the URL."""

    since = DatePartsField(label="Since", subject="The day")

    @staticmethod
    def is_asked(data) -> bool:
        return any(data.get(f"since_{part}") for part in ("day", "month", "year"))
