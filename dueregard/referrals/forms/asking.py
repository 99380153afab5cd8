"""What an organisation is asked, of whom and by when."""

from datetime import date
from typing import Any

from django import forms

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation
from dueregard.ui.forms import DatePartsField, offer

from ..codes import LegalBasis
from ..models import InformationRequest
from ..services.asking import NOT_IN_TIME, Question, Respondent, due_days
from .moves import long_text


class DueForm(forms.Form):
    """By when it is answered: within the days that the authority gives."""

    due_on = DatePartsField(
        label="By when do you need the answer?",
        help_text="5 to 10 working days from today.",
        subject="The day by which you need the answer",
    )

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first, self.last, ours = due_days(authority.pk)
        self.initial.setdefault("due_on", ours)

    def clean_due_on(self) -> date:
        due_on: date = self.cleaned_data["due_on"]
        if not self.first <= due_on <= self.last and due_on != self.kept_day():
            raise forms.ValidationError(
                f"{NOT_IN_TIME[:-1]}: from {self.first:%-d %B %Y} to "
                f"{self.last:%-d %B %Y}"
            )
        return due_on

    def kept_day(self) -> date | None:
        """A day that was set before and is not over stays as it is."""
        return None


class RespondentForm(forms.Form):
    """Whom the link goes to, and on which telephone they are told the code."""

    name = forms.CharField(
        label="Who answers there?",
        help_text="Their name and role.",
        max_length=150,
        error_messages={"required": "Enter who answers there"},
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="The link goes there. The mail says nothing about anybody.",
        error_messages={
            "required": "Enter the e-mail address",
            "invalid": "Enter an e-mail address in the correct format, like "
            "name@example.com",
        },
    )
    telephone = forms.CharField(
        label="Telephone number",
        help_text="On which you tell them the code. Take it from the organisation’s "
        "own pages, not from a mail.",
        max_length=40,
        widget=forms.TextInput(attrs={"width": 20}),
        error_messages={"required": "Enter the telephone number"},
    )

    def respondent(self) -> Respondent:
        given = self.cleaned_data
        return Respondent(given["name"], given["email"], given["telephone"])


class AskForm(DueForm, RespondentForm):
    """One request: of whom, what, why that much, on which basis and by when."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Which organisation do you ask?",
        empty_label="Select an organisation",
        error_messages={"required": "Select the organisation that you ask"},
    )
    asked = long_text(
        "What do you ask?",
        "Enter what you ask",
        hint="They read this word for word, beside the person’s name, date of birth "
        "and address. Ask for no more than you need. Do not write why the person was "
        "referred.",
    )
    necessity = long_text(
        "Why do you need that much?",
        "Enter why you need that much",
        hint="Kept with the referral. The organisation does not see it.",
    )
    legal_basis = forms.ChoiceField(
        label="On which basis do you ask?",
        choices=LegalBasis.choices,
        initial=LegalBasis.SECTION_38,
        widget=forms.RadioSelect,
        error_messages={"required": "Select on which basis you ask"},
    )
    field_order = (
        "organisation",
        "name",
        "email",
        "telephone",
        "asked",
        "necessity",
        "legal_basis",
        "due_on",
    )

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, authority=authority, **kwargs)
        offer(self, "organisation", authority.organisations.order_by("name"))

    def question(self) -> Question:
        given = self.cleaned_data
        return Question(
            organisation=given["organisation"],
            to=self.respondent(),
            asked=given["asked"],
            necessity=given["necessity"],
            due_on=given["due_on"],
            legal_basis=given["legal_basis"],
        )


class RenewForm(DueForm, RespondentForm):
    """The same request again: to whom, and by when now."""

    field_order = ("name", "email", "telephone", "due_on")

    def __init__(self, *args: Any, row: InformationRequest, **kwargs: Any) -> None:
        self.row = row
        kept = row.to | ({"due_on": row.due_on} if self.kept_day() else {})
        super().__init__(*args, authority=row.authority, initial=kept, **kwargs)

    def kept_day(self) -> date | None:
        return self.row.due_on if self.row.due_on >= clock.today() else None
