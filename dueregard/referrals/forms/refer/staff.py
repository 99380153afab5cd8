"""How somebody with an account begins, and adds to what they sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...codes import Door
from .asking import NARRATIVE, long_text, radios


class DoorForm(forms.Form):
    """For oneself, or written down for somebody who rang."""

    door = radios(_("Who is telling us?"), (), _("Select who is telling us"))

    def __init__(
        self, data: Any, *, own: Door, takes_calls: bool, is_led_away: bool
    ) -> None:
        super().__init__(data)
        choices = [(own.value, _("I am"))]
        if takes_calls:
            rang = _("Somebody who rang or came: I write it down for them")
            choices.append((Door.TELEPHONE.value, rang))
        if is_led_away:
            receipt = _("The police have it on their form: I record the receipt")
            choices.append((Door.RECEIPT_ONLY.value, receipt))
        self.fields["door"].choices = choices
        if len(choices) == 1:  # nothing to ask
            self.fields["door"].widget = forms.HiddenInput()
            self.initial["door"] = own.value


class AddForm(forms.Form):
    words = long_text(
        _("What do you want to add?"),
        most=NARRATIVE,
        rows=8,
        help_text=_("It is put beside what you sent, which stays as it is."),
        error_messages={"required": _("Enter what you want to add")},
    )
