import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from dueregard.accounts.models import Organisation
from dueregard.submissions.versions import Versioned

from ..models import Place, RoleGroup, Session
from ..services.attendance import WalkIn
from ..wording import time_in_words

MOST_WALK_INS = 100
A_NUMBER = re.compile(r"\S*\d\S*")
SPARE_ROWS = 3


class AttendanceForm(Versioned, forms.Form):
    """Who was there: a tick for each place, and a line for each who had none."""

    came = forms.TypedMultipleChoiceField(
        label="Who was there?",
        help_text="Whoever is not ticked is noted as absent.",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select people from the list"},
    )
    walk_ins = forms.CharField(
        label="Who came without a place?",
        help_text="One person on each line: name, organisation, staff number, e-mail "
        "address, with commas between. Only the name is needed. For example: "
        "Jo Fields, Marlbrook Council, 20417",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    mark_optional = False

    def __init__(self, data, *, session: Session, places: list[Place]) -> None:
        held = session.status == Session.Status.HELD
        came = [
            place.pk
            for place in places
            if place.status == Place.Status.ATTENDED
            or (not held and place.checked_in_at)
        ]
        super().__init__(data, initial={"version": session.version, "came": came})
        self.session = session
        self.fields["came"].choices = [(place.pk, place.name) for place in places]
        hints = {str(place.pk): _hint(place) for place in places}
        self.fields["came"].widget.attrs = {"hints": hints}
        if not places:
            del self.fields["came"]

    def saved_values(self, row) -> dict:
        there = row.places.filter(status=Place.Status.ATTENDED)
        return {"came": list(there.values_list("pk", flat=True))}

    def clean_walk_ins(self) -> list[WalkIn]:
        lines = self.cleaned_data["walk_ins"].splitlines()
        numbered = [(n, line) for n, line in enumerate(lines, start=1) if line.strip()]
        if len(numbered) > MOST_WALK_INS:
            raise ValidationError(f"Enter {MOST_WALK_INS} people or fewer at a time")
        organisations = {
            name.casefold(): organisation
            for organisation in self.session.authority.organisations.all()
            for name in (organisation.name, organisation.short_name)
            if name
        }
        return [_walk_in(n, line, organisations) for n, line in numbered]


class HeadsForm(Versioned, forms.Form):
    """How many were there, by organisation and role group."""

    mark_optional = False

    def __init__(self, data, *, session: Session) -> None:
        noted = list(session.headcounts.all())
        shown: dict[str, int | None] = {"version": session.version}
        for number, row in enumerate(noted):
            shown |= {
                f"organisation_{number}": row.organisation_id,
                f"role_group_{number}": row.role_group_id,
                f"people_{number}": row.people,
            }
        super().__init__(data, initial=shown)
        self.rows = range(len(noted) + SPARE_ROWS)
        organisations = session.authority.organisations.all()
        groups = RoleGroup.objects.in_use().filter(authority=session.authority_id)
        for number in self.rows:
            self._ask(number, organisations, groups)

    def clean(self):
        given = super().clean()
        for number in self.rows:
            said = given.get(f"organisation_{number}") or given.get(
                f"role_group_{number}"
            )
            people = f"people_{number}"
            if said and given.get(people) is None and people not in self.errors:
                self.add_error(
                    people, f"Enter how many people came in row {number + 1}"
                )
        return given

    def answers(self) -> list[tuple[Organisation | None, RoleGroup | None, int]]:
        """The rows that say a number."""
        given = self.cleaned_data
        return [
            (
                given[f"organisation_{number}"],
                given[f"role_group_{number}"],
                given[f"people_{number}"],
            )
            for number in self.rows
            if given[f"people_{number}"]
        ]

    def saved_values(self, row) -> dict:
        return {}

    def _ask(self, number: int, organisations, groups) -> None:
        self.fields[f"organisation_{number}"] = forms.ModelChoiceField(
            organisations,
            label=f"Row {number + 1}: organisation",
            required=False,
            empty_label="Several or not known",
        )
        self.fields[f"role_group_{number}"] = forms.ModelChoiceField(
            groups,
            label=f"Row {number + 1}: role group",
            required=False,
            empty_label="Several or not known",
        )
        self.fields[f"people_{number}"] = forms.IntegerField(
            label=f"Row {number + 1}: how many people?",
            required=False,
            min_value=0,
            max_value=10_000,
            widget=forms.TextInput(attrs={"width": 4, "inputmode": "numeric"}),
            error_messages={
                "invalid": "Enter how many people as a whole number",
                "min_value": "How many people must be 0 or more",
                "max_value": "How many people must be 10,000 or less",
            },
        )


def _hint(place: Place) -> str:
    words = [str(place.organisation or place.organisation_text or "")]
    if place.status == Place.Status.WAITING:
        words.append("On the waiting list")
    if place.checked_in_at:
        when = time_in_words(timezone.localtime(place.checked_in_at))
        words.append(f"Checked in with the code at {when}")
    return ". ".join(word for word in words if word)


def _walk_in(number: int, line: str, organisations: dict) -> WalkIn:
    """One line, its parts told apart by what they look like.

    Raises:
        ValidationError: there is no name, or a part is too long or makes no sense.
    """
    name, *others = [part.strip() for part in line.split(",")]
    if not name or "@" in name:
        raise ValidationError(f"Enter the name first on line {number}")
    found = {"name": name}
    for part in filter(None, others):
        kind = _kind_of(part)
        if kind in found:
            raise ValidationError(
                f"Enter one person only on line {number}, with one organisation, "
                "staff number and e-mail address"
            )
        found[kind] = part
    _must_fit(number, found)
    organisation = organisations.get(found.get("organisation_text", "").casefold())
    if organisation:
        found |= {"organisation": organisation, "organisation_text": ""}
    return WalkIn(**found)


def _kind_of(part: str) -> str:
    if "@" in part:
        return "email"
    return "number" if A_NUMBER.fullmatch(part) else "organisation_text"


def _must_fit(number: int, found: dict) -> None:
    longest = {"name": 150, "organisation_text": 200, "number": 40, "email": 254}
    for kind, text in found.items():
        if len(text) > longest[kind]:
            raise ValidationError(f"Shorten what stands on line {number}")
    if "email" in found:
        try:
            validate_email(found["email"])
        except ValidationError:
            raise ValidationError(
                f"Enter an e-mail address in the correct format on line {number}"
            ) from None
