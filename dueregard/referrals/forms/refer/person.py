"""Who the person is, as far as the writer knows."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard import clock
from dueregard.ui.forms import DatePartsField

from ...codes import Known, Residence, Stated
from .asking import (
    NOT_KNOWN,
    YES,
    YES_NO,
    YES_NO_UNKNOWN,
    StepForm,
    line,
    long_text,
    radios,
)

OLDEST = 120  # years
PARTS = {"parts": ("day", "month", "year")}
GENDERS = [
    ("female", _("Female")),
    ("male", _("Male")),
    ("other", _("Another gender")),
    (NOT_KNOWN, _("I do not know, or would rather not say")),
]


class PersonForm(StepForm):
    """Name and age. Not knowing either is an answer; a single name is a name."""

    name_known = radios(
        _("Do you know their name, or a part of it?"),
        YES_NO,
        _("Select whether you know their name"),
    )
    forenames = line(_("First names"), required=False)
    surname = line(_("Last name"), required=False)
    aliases = line(
        _("Other names they use"),
        help_text=_("Nicknames or names online, with commas between."),
        required=False,
    )
    born_on = DatePartsField(
        label=_("Date of birth"),
        help_text=_("For example, 27 3 2009. Leave it empty if you do not know."),
        subject="The date of birth",
        required=False,
    )
    approximate_age = forms.IntegerField(
        label=_("About how old are they?"),
        help_text=_("In years, if you do not know the date of birth."),
        required=False,
        min_value=0,
        max_value=OLDEST,
        widget=forms.TextInput(attrs={"width": 3, "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Enter their age as a number, such as 15"),
            "min_value": _("Enter their age as a number from 0 to 120"),
            "max_value": _("Enter their age as a number from 0 to 120"),
        },
    )
    gender = radios(
        _("Gender"), GENDERS, _("Select their gender, or that you do not know")
    )
    reveals = {"name_known": {YES: ["forenames", "surname", "aliases"]}}
    of_oneself = {
        "name_known": _("Do you want to tell us your name?"),
        "forenames": _("Your first names"),
        "surname": _("Your last name"),
        "aliases": _("Other names you use"),
        "born_on": _("Your date of birth"),
        "approximate_age": _("About how old are you?"),
        "gender": _("Your gender"),
    }

    def clean_born_on(self) -> date | None:
        day, today = self.cleaned_data["born_on"], clock.today()
        if day and day > today:
            raise _of_the_day(_("The date of birth must be today or in the past"))
        if day and today.year - day.year > OLDEST:
            raise _of_the_day(_("The date of birth must be in the last 120 years"))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = ("forenames", "surname", "aliases")
        named = any(cleaned.get(name) for name in names)
        unread = {"forenames", "surname", "name_known"} & set(self.errors)
        if cleaned.get("name_known") == YES and not named and not unread:
            self.add_error("forenames", _("Enter a first name, a last name or both"))
        return cleaned


class PlaceForm(StepForm):
    """Where they live and can be found, as far as the writer knows."""

    residence = radios(
        _("Where do they live?"),
        [
            (Residence.HERE, _("In this area")),
            (Residence.ELSEWHERE, _("In another area")),
            (Residence.TERM_TIME, _("Here in term time, and elsewhere otherwise")),
            (Residence.PLACED, _("In care here, placed by another council")),
            (Residence.NO_FIXED_ABODE, _("They have no fixed address")),
            (Residence.CUSTODY, _("In prison or in custody")),
            (Residence.OUTSIDE, _("Outside England and Wales")),
            (Residence.UNKNOWN, _("I do not know")),
        ],
        _("Select where they live, or that you do not know"),
    )
    address = long_text(
        _("Address"),
        help_text=_("As much as you know: a street or an estate is useful too."),
        rows=3,
        required=False,
    )
    school_or_work = line(_("School, college or work"), required=False, most=500)
    contacts = line(_("Telephone, e-mail or names online"), required=False, most=500)
    household = long_text(_("Who lives with them?"), rows=3, required=False)
    language = line(_("Which language do they speak most?"), required=False)
    interpreter = radios(
        _("Do they need an interpreter or other help to talk with us?"),
        YES_NO_UNKNOWN,
        _("Select whether they need help to talk with us"),
        initial=NOT_KNOWN,
    )
    of_oneself = {
        "residence": _("Where do you live?"),
        "contacts": _("Your telephone, e-mail or names online"),
        "household": _("Who lives with you?"),
        "language": _("Which language do you speak most?"),
        "interpreter": _("Do you need an interpreter or other help to talk with us?"),
    }


SAID = [
    (Stated.SELF, _("They said so themselves")),
    (Stated.THIRD_PARTY, _("Somebody else said so")),
    (Stated.OBSERVED, _("It is my impression")),
    (Known.NOT_KNOWN, _("Not known")),
    (Known.NOT_ASKED, _("Not asked")),
    (Known.DECLINED, _("They chose not to say")),
]
TOPICS = ("ethnicity", "religion", "nationality", "immigration_status", "health")
VALUE = _("What is known of it")


def _how(label: Any) -> forms.ChoiceField:
    return radios(label, SAID, _("Select how you know, or why it is not known"))


class CharacteristicsForm(StepForm):
    """Asked of professionals only, each with who said so and never blank (RF 10)."""

    ethnicity = _how(_("Ethnicity: how do you know it?"))
    ethnicity_value = line(VALUE, required=False)
    religion = _how(_("Religion or belief: how do you know it?"))
    religion_value = line(VALUE, required=False)
    nationality = _how(_("Nationality: how do you know it?"))
    nationality_value = line(VALUE, required=False)
    immigration_status = _how(_("Immigration status: how do you know it?"))
    immigration_status_value = line(VALUE, required=False)
    health = _how(_("Disability, health or special needs: how do you know it?"))
    health_value = long_text(VALUE, rows=3, required=False)
    needs = long_text(
        _("What helps them to take part, or should be adjusted for them?"),
        rows=3,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for topic in TOPICS:
            how, value = cleaned.get(topic), f"{topic}_value"
            if how in Stated.values and not cleaned.get(value):
                self.add_error(value, _("Enter what is known, or select why it is not"))
            elif how in Known.values:
                cleaned[value] = ""
        return cleaned


def _of_the_day(sentence: Any) -> forms.ValidationError:
    return forms.ValidationError(sentence, params=PARTS)
