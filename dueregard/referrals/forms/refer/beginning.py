"""Before anything is written: danger, the area, and who writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.accounts.models import Authority

from ...codes import Emergency
from .asking import PROFESSIONAL, SELF, StepForm, line, radios

NOW = "now"
UNSURE = "unsure"


class AreaForm(StepForm):
    """Which council. Nothing is worked out from a postcode or from where they are."""

    area = radios(
        _("Which council’s area does the person live in?"),
        (),
        _("Select a council, or that you do not know"),
    )
    send_to = radios(
        _("Which council is nearest to you?"),
        (),
        _("Select the council that is nearest to you"),
        help_text=_("We send it there. They find out where it belongs and pass it on."),
    )
    reveals = {"area": {UNSURE: ["send_to"]}}

    def __init__(self, data: Any, *, councils: list[Authority]) -> None:
        super().__init__(data)
        self.councils = {one.slug: one for one in councils}
        named = [(slug, one.name) for slug, one in self.councils.items()]
        unsure = (UNSURE, _("Somewhere else, or I do not know"))
        self.fields["area"].choices = [*named, unsure]
        self.fields["send_to"].choices = named

    def council(self) -> Authority:
        given = self.cleaned_data
        return self.councils[given["send_to"] or given["area"]]

    def is_sure(self) -> bool:
        return self.cleaned_data["area"] != UNSURE


class DangerForm(StepForm):
    """Asked first. Who has not called 999 yet is told to, before they write."""

    emergency = radios(
        _("Is anybody in danger now?"),
        [
            (Emergency.NONE, _("No, nobody is in danger now")),
            (NOW, _("Yes, and nobody has called 999 yet")),
            (Emergency.CALLED_999, _("Yes, and 999 has been called")),
            (
                Emergency.HOTLINE,
                _("Yes, and the Anti-Terrorist Hotline has been called"),
            ),
        ],
        _("Select whether anybody is in danger now"),
    )

    def clean_emergency(self) -> str:
        given = self.cleaned_data["emergency"]
        if given == NOW:
            raise forms.ValidationError(
                _("Call 999 now. When you have called, select that 999 has been called")
            )
        return given


class WriterForm(StepForm):
    """Who the writer is to the person. It may be themselves, and a child may write."""

    relation = radios(
        _("Who are you to this person?"),
        [
            (PROFESSIONAL, _("I know them through my work or as a volunteer")),
            ("family", _("I am in their family, or live with them")),
            ("friend", _("I am a friend, a neighbour or a colleague")),
            (SELF, _("It is about me")),
            ("other", _("Somebody else")),
        ],
        _("Select who you are to this person"),
    )
    work = line(
        _("What is your role, and where?"),
        help_text=_("For example: teacher at a secondary school."),
        required=False,
    )
    reveals = {"relation": {PROFESSIONAL: ["work"]}}
