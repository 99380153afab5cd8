from datetime import date

from django import forms
from django.db.models import Q

from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.ui.forms import DatePartsField, offer

from ..models import Headcount, RoleGroup
from ..reach import organisations_kept

MOST_PEOPLE = 1_000_000
MOST_ASKED = 1_000


def count_field(label: str, missing: str, *, most: int, help_text: str = ""):
    """A whole number of people or certificates."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"width": 5, "inputmode": "numeric"}),
        error_messages={
            "required": missing,
            "invalid": f"{missing} as a whole number, such as 40",
            "min_value": f"{missing} as 0 or more",
            "max_value": f"{missing} as {most:,} or less",
        },
    )


class HeadcountFilterForm(forms.Form):
    """Which headcounts to list."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, empty_label="All organisations"
    )
    role_group = forms.ModelChoiceField(
        RoleGroup.objects.none(), required=False, empty_label="All role groups"
    )
    checked = forms.ChoiceField(
        label="Sampled check",
        required=False,
        choices=[
            ("", "Any"),
            ("no", "Not checked in 12 months"),
            ("yes", "Checked in the last 12 months"),
        ],
    )

    def __init__(self, data, *, authority: Authority) -> None:
        super().__init__(data)
        declared = Headcount.objects.current().filter(authority=authority)
        offer(
            self,
            "organisation",
            Organisation.objects.filter(pk__in=declared.values("organisation")),
        )
        offer(
            self,
            "role_group",
            RoleGroup.objects.filter(pk__in=declared.values("role_group")),
        )

    def filtered(self, rows, a_year_ago: date):
        """`rows` (with their last check) as the answers ask; one that makes no sense
        is left out."""
        self.is_valid()
        for name in ("organisation", "role_group"):
            if chosen := self.cleaned_data.get(name):
                rows = rows.filter(**{name: chosen})
        lately = Q(checked_on__gt=a_year_ago)
        if self.cleaned_data.get("checked") == "no":
            return rows.filter(Q(checked_on__isnull=True) | ~lately)
        return rows.filter(lately) if self.cleaned_data.get("checked") else rows


class DeclareForm(forms.Form):
    """How many people of a role group there are, and how many are in date."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisation",
        error_messages={"required": "Select the organisation"},
    )
    role_group = forms.ModelChoiceField(
        RoleGroup.objects.none(),
        label="Role group",
        error_messages={"required": "Select the role group"},
    )
    as_of = DatePartsField(
        label="Which day are the numbers of?", subject="The day of the numbers"
    )
    people = count_field(
        "How many people are there?",
        "Enter how many people there are",
        most=MOST_PEOPLE,
        help_text="Everybody of the role group who works there on that day, "
        "trained or not.",
    )
    in_date = count_field(
        "How many of them are in date?",
        "Enter how many of them are in date",
        most=MOST_PEOPLE,
        help_text="They have done all that the role group must, and none of it has "
        "run out.",
    )
    declared_by = forms.CharField(
        label="Who declares it?",
        help_text="Their post or role, such as Head of workforce. Not a name.",
        max_length=150,
        error_messages={"required": "Enter the post or role that declares it"},
    )
    note = forms.CharField(
        label="Note",
        help_text="How it was counted, if that needs saying. No names.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data, *, user: Person, authority: Authority, **initial) -> None:
        super().__init__(data, initial=initial)
        offer(self, "organisation", organisations_kept(user, authority))
        groups = RoleGroup.objects.in_use().filter(authority=authority)
        offer(self, "role_group", groups)

    def clean(self):
        answers = super().clean()
        people, in_date = answers.get("people"), answers.get("in_date")
        if people is not None and in_date is not None and in_date > people:
            self.add_error(
                "in_date", f"Enter a number that is not more than the {people:,} people"
            )
        return answers


class CheckForm(forms.Form):
    """What a look at certificates showed."""

    checked_on = DatePartsField(
        label="When did you check?", subject="The day of the check"
    )
    asked = count_field(
        "How many certificates did you ask for?",
        "Enter how many certificates you asked for",
        most=MOST_ASKED,
        help_text="Pick the people at random from the organisation's own list. You do "
        "not need to keep their names.",
    )
    shown = count_field(
        "How many were you shown?",
        "Enter how many certificates you were shown",
        most=MOST_ASKED,
        help_text="Only those that are in date.",
    )
    note = forms.CharField(
        label="Note",
        required=False,
        help_text="No names.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data, *, headcount: Headcount) -> None:
        super().__init__(data)
        self.headcount = headcount

    def clean(self):
        answers = super().clean()
        asked, shown = answers.get("asked"), answers.get("shown")
        if asked is None or shown is None:
            return answers
        if not 0 < asked <= self.headcount.in_date:
            self.add_error(
                "asked",
                "Enter a number from 1 to "
                f"{self.headcount.in_date:,}, the people declared in date",
            )
        elif shown > asked:
            self.add_error(
                "shown",
                f"Enter a number that is not more than the {asked} you asked for",
            )
        return answers
