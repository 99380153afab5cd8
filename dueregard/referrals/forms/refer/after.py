"""What was done since, how the writer is reached, and sending."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .asking import (
    NO,
    PROFESSIONAL,
    YES,
    YES_NO,
    YES_NO_UNKNOWN,
    StepForm,
    line,
    long_text,
    radios,
)

UNSAFE = "unsafe"


class DoneForm(StepForm):
    """What happened since, who was told, and who else works with the person."""

    action_taken = long_text(
        _("What have you or others done about it?"), rows=4, required=False
    )
    told = radios(
        _("Does the person know that you are telling us?"),
        [*YES_NO_UNKNOWN, (UNSAFE, _("No, because telling them is not safe"))],
        _("Select whether the person knows"),
        help_text=_(
            "If it is safe, it is better that they know. You need not tell them."
        ),
    )
    told_response = line(_("What did they say?"), required=False, most=1_000)
    parents_told = radios(
        _("If they are under 18, do their parents or carers know?"),
        [
            *YES_NO_UNKNOWN,
            (UNSAFE, _("No, because telling them is not safe")),
            ("adult", _("They are 18 or over")),
        ],
        _("Select whether their parents or carers know"),
    )
    lead_told = radios(
        _("Have you talked with your safeguarding or Prevent lead?"),
        [*YES_NO, ("is_lead", _("I am the lead"))],
        _("Select whether you have talked with your safeguarding or Prevent lead"),
    )
    agencies = long_text(
        _("Who else is helping them?"),
        help_text=_("For example a doctor, a social worker or a youth club."),
        rows=3,
        required=False,
    )

    reveals = {"told": {YES: ["told_response"]}}

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        relation = self.about.get("relation")
        if relation != PROFESSIONAL:
            del self.fields["lead_told"]
        if relation == "self":
            del self.fields["told"], self.fields["told_response"]
            self.fields["parents_told"].label = _(
                "If you are under 18, do your parents or carers know?"
            )
            self.fields["agencies"].label = _("Who else is helping you?")

    of_oneself = {"action_taken": _("What have you or others done so far?")}


class ReachForm(StepForm):
    """How to reach the writer. Staying anonymous is allowed; a name is not needed."""

    contact = radios(
        _("Can we contact you?"),
        [(YES, _("Yes")), (NO, _("No, I want to stay anonymous"))],
        _("Select whether we can contact you"),
        hints={
            NO: _("We cannot ask you anything then, or tell you that it was passed on.")
        },
    )
    writer_name = line(_("Your name, if you want to give it"), required=False)
    email = forms.EmailField(label=_("Your e-mail address"), required=False)
    telephone = line(_("Your telephone number"), required=False, most=40)
    safe_contact = line(
        _("When and how is it safe to contact you?"), required=False, most=500
    )
    reveals = {"contact": {YES: ["writer_name", "email", "telephone", "safe_contact"]}}
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        ways = {"email", "telephone"}
        wanted = cleaned.get("contact") == YES and not ways & set(self.errors)
        if wanted and not any(cleaned.get(way) for way in ways):
            self.add_error("email", _("Enter an e-mail address or a telephone number"))
        return cleaned


class ReceiptForm(StepForm):
    """What is recorded of a referral that the police took by their own form."""

    police_reference = line(
        _("The police’s reference"),
        most=60,
        error_messages={"required": _("Enter the police’s reference")},
    )
    received_how = line(_("How did you learn of it?"), required=False, most=500)


class SendForm(forms.Form):
    """Nothing to answer; what fills in the empty box does not read (C-SPAM)."""

    leave_empty = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
