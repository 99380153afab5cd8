"""What the questions of every step share."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.ui.forms import RevealForm

NARRATIVE = 20_000  # characters: some pages of writing
SHORT = 2_000
LINE = 200
YES, NO, NOT_KNOWN = "yes", "no", "not_known"
YES_NO = [(YES, _("Yes")), (NO, _("No"))]
YES_NO_UNKNOWN = [*YES_NO, (NOT_KNOWN, _("I do not know"))]
SELF, PROFESSIONAL = "self", "professional"


class StepForm(RevealForm):
    """One step. `about` is all that was answered so far, by the names of questions.

    Where somebody writes about themselves, `of_oneself` has the other labels.
    """

    of_oneself: ClassVar[dict[str, Any]] = {}

    def __init__(
        self, data: Any = None, *, about: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        self.about = about or {}
        known = {
            name: self.about[name] for name in self.base_fields if name in self.about
        }
        for name in known:
            if isinstance(self.base_fields[name].widget, forms.MultiWidget):
                known[name] = _day(known[name])
        super().__init__(data, initial=kwargs.pop("initial", None) or known, **kwargs)
        if self.about.get("relation") == SELF:
            for name, label in self.of_oneself.items():
                self.fields[name].label = label

    def answers(self) -> dict[str, Any]:
        """What was answered, as a draft keeps it: text, numbers and lists."""
        return {name: _plain(self.cleaned_data.get(name)) for name in self.base_fields}


def radios(label: Any, choices: Any, mistake: Any, **kwargs: Any) -> forms.ChoiceField:
    hints = kwargs.pop("hints", None)
    widget = forms.RadioSelect(attrs={"hints": hints} if hints else {})
    kwargs.setdefault("error_messages", {"required": mistake})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **kwargs)


def long_text(
    label: Any, *, most: int = SHORT, rows: int = 5, **kwargs: Any
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


def line(label: Any, *, most: int = LINE, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **kwargs)


def _day(kept: Any) -> date | None:
    return date.fromisoformat(kept) if isinstance(kept, str) and kept else None


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else value
