"""A date asked for as day, month and year, with the GOV.UK sentences for mistakes."""

import calendar
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")
_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}


class DatePartsInput(forms.MultiWidget):
    """Three boxes, posted as `name_day`, `name_month` and `name_year`."""

    def __init__(self, attrs=None):
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value) -> list:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DatePartsField(forms.Field):
    """A date. Months may be numbers or English names.

    `subject` names the date in the sentences: "The due date must include a year".
    An error says which boxes it is about in `params["parts"]`.
    """

    widget = DatePartsInput

    def __init__(self, *, subject: str = "The date", **kwargs):
        super().__init__(**kwargs)
        self.subject = subject
        if "required" not in kwargs.get("error_messages", {}):
            self.error_messages["required"] = f"Enter {subject[0].lower()}{subject[1:]}"

    def to_python(self, value) -> date | None:
        if isinstance(value, date) or value is None:
            return value
        texts = [str(part or "").strip() for part in value]
        if not any(texts):
            return None
        missing = [part for part, text in zip(PARTS, texts, strict=True) if not text]
        if missing:
            words = " and ".join(missing)
            raise self._mistake(f"{self.subject} must include a {words}", missing)
        return self._real_date(*texts)

    def _real_date(self, day: str, month: str, year: str) -> date:
        number = _MONTHS.get(month.lower(), month)
        try:
            found = date(int(year), int(number), int(day))
        except (ValueError, OverflowError):
            raise self._mistake(f"{self.subject} must be a real date", PARTS) from None
        if len(year) != 4:
            raise self._mistake("Year must include 4 numbers", ["year"])
        return found

    def _mistake(self, sentence: str, parts) -> ValidationError:
        sentence = sentence.replace("%", "%%")
        return ValidationError(sentence, code="invalid", params={"parts": tuple(parts)})

    def has_changed(self, initial, data) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
