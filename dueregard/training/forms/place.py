from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.accounts.models import Authority, Organisation
from dueregard.ui.forms import Reveals

OTHER = "other"
TRAP_FILLED = _(
    "Leave the last question empty: only machines fill it in. Your answers are kept, "
    "so send the form again"
)


class RegisterForm(Reveals, forms.Form):
    """Who would like to come, asked of anybody: no more than is needed to run it."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )
    email = forms.EmailField(
        label=_("Your work e-mail address"),
        help_text=_("We mail you whether you have a place, and remind you."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter your work e-mail address"),
            "invalid": _(
                "Enter an e-mail address in the correct format, like name@example.com"
            ),
        },
    )
    organisation = forms.ChoiceField(
        label=_("Where do you work?"),
        error_messages={
            "required": _("Select where you work"),
            "invalid_choice": _("Select where you work from the list"),
        },
    )
    organisation_text = forms.CharField(
        label=_("If it is not in the list, what is it called?"),
        max_length=200,
        error_messages={"required": _("Enter the name of where you work")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    number = forms.CharField(
        label=_("Your staff number"),
        help_text=_("If you have one, your training is noted under it."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"width": 20}),
    )
    needs = forms.CharField(
        label=_("What would help you take part?"),
        help_text=_(
            "For example step-free access, a hearing loop, or papers in large "
            "print beforehand. Deleted after the session."
        ),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # Out of sight: what fills it in does not read. Nobody is turned away for it.
    leave_empty = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    reveals = {"organisation": {OTHER: ["organisation_text"]}}

    def __init__(self, data, *, authority: Authority, initial=None) -> None:
        super().__init__(data, initial=initial)
        self.listed = {str(one.pk): one for one in listed_organisations(authority)}
        names = [(key, str(one)) for key, one in self.listed.items()]
        self.fields["organisation"].choices = [
            ("", _("Select where you work")),
            *names,
            (OTHER, _("It is not in this list")),
        ]

    def clean_leave_empty(self) -> str:
        if self.cleaned_data["leave_empty"]:
            self.data = self.data.copy()
            self.data["leave_empty"] = ""
            raise forms.ValidationError(TRAP_FILLED)
        return ""

    def answers(self) -> dict:
        """The answers as the service takes them."""
        given = dict(self.cleaned_data)
        del given["leave_empty"]
        given["organisation"] = self.listed.get(given["organisation"])
        given["organisation_text"] = given["organisation_text"] or ""
        return given


def listed_organisations(authority: Authority):
    """Those that anybody may know to work with `authority`: the law names them.

    Others (a mosque, a charity, a provider of support) would be put at risk by a list
    in public: whoever works for them enters its name.
    """
    rows = Organisation.objects.filter(
        authorities=authority, is_specified_authority=True, successor__isnull=True
    )
    return rows.only("name").order_by("name", "pk")


class GiveBackForm(forms.Form):
    """Nothing to fill in: the button says it all."""


class CheckInForm(forms.Form):
    """Proof of being in the room."""

    code = forms.CharField(
        label=_("Code of the session"),
        help_text=_(
            "It is shown in the room, or said at the beginning of an online session."
        ),
        max_length=30,
        widget=forms.TextInput(attrs={"width": 10, "autocomplete": "off"}),
        error_messages={"required": _("Enter the code that is shown in the room")},
    )
