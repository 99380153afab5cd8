"""Questions about people of the register, and the sentence for each mistake."""

from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField

from ..coverage.states import State
from ..duplicates import near_ones
from ..models import Audience, Learner, LearnerRole, RoleGroup
from ..reach import EDUCATION, reach_of
from ..search import matching
from .headcount import organisations_kept

HERE = [("", "Here now"), ("left", "Left"), ("all", "Everybody")]
NO_ROLE_GROUP = "none"
STATES = [("", "Any"), *State.choices, (NO_ROLE_GROUP, "In no role group")]


def organisations_read(user: Person, authority: Authority) -> QuerySet[Organisation]:
    """Organisations of `authority` whose people `user` may read by name."""
    rows = Organisation.objects.filter(authorities=authority)
    reach = reach_of(user)
    if authority.pk in reach.whole:
        return rows
    own = Q(pk__in=reach.organisations.get(authority.pk, ()))
    if authority.pk in reach.education:
        own |= Q(sector=EDUCATION)
    return rows.filter(own)


def offer(form: forms.Form, name: str, rows: QuerySet) -> None:
    """Have the question `name` offer these rows and no others."""
    cast(forms.ModelChoiceField, form.fields[name]).queryset = rows


class LearnerFilterForm(forms.Form):
    """Which people to list; an answer that makes no sense is left out."""

    words = forms.CharField(
        label="Name or staff number", required=False, max_length=100
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, empty_label="All organisations"
    )
    role_group = forms.ModelChoiceField(
        RoleGroup.objects.none(), required=False, empty_label="All role groups"
    )
    state = forms.ChoiceField(label="How they stand", required=False, choices=STATES)
    audience = forms.ChoiceField(
        label="Who they are", required=False, choices=[("", "Any"), *Audience.choices]
    )
    here = forms.ChoiceField(
        label="Here or left", required=False, choices=HERE, initial=""
    )

    def __init__(self, data, *, authority: Authority, user: Person) -> None:
        super().__init__(data)
        offer(self, "organisation", organisations_read(user, authority))
        groups = RoleGroup.objects.filter(authority=authority)
        offer(self, "role_group", groups)

    def filtered(self, people: QuerySet[Learner]) -> QuerySet[Learner]:
        self.is_valid()
        asked = self.cleaned_data
        today = clock.today()
        if asked.get("here", "") == "left":
            people = people.filter(left_on__lte=today)
        elif asked.get("here", "") == "":
            people = people.filter(Q(left_on__isnull=True) | Q(left_on__gt=today))
        if organisation := asked.get("organisation"):
            people = people.filter(organisation=organisation)
        if audience := asked.get("audience"):
            people = people.filter(audience=audience)
        people = self._standing(people)
        typed = (asked.get("words") or "").strip()
        return matching(people, typed) if typed else people

    def _standing(self, people: QuerySet[Learner]) -> QuerySet[Learner]:
        """Those in the role group, in the state, or in both at once."""
        group = self.cleaned_data.get("role_group")
        state = self.cleaned_data.get("state")
        places = LearnerRole.objects.filter(learner=OuterRef("pk"))
        if state == NO_ROLE_GROUP:
            return people.filter(~Exists(places))
        if not group and not state:
            return people
        if group:
            places = places.filter(role_group=group)
        if state:
            places = places.with_state().filter(state=state)
        return people.filter(Exists(places))


class LearnerForm(forms.Form):
    """Who somebody is, where they work, and since when."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        empty_label="Select an organisation",
        error_messages={"required": "Select an organisation"},
    )
    number = forms.CharField(
        label="Staff number",
        help_text="Or another number by which the organisation knows them. A number "
        "alone is enough.",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"width": 10}),
    )
    name = forms.CharField(required=False, max_length=150)
    email = forms.EmailField(
        label="Work e-mail",
        help_text="For reminders, and so that they can see their own training.",
        required=False,
        max_length=254,
        error_messages={
            "invalid": "Enter an e-mail address in the right form, like "
            "name@marlbrook.example"
        },
    )
    audience = forms.ChoiceField(
        label="Who are they?",
        choices=Audience.choices,
        initial=Audience.STAFF,
        error_messages={"required": "Select who they are"},
    )
    joined_on = DatePartsField(
        label="When did they join?",
        help_text="Starters are counted apart until the time that their rules give.",
        subject="The day they joined",
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("number") or cleaned.get("name")):
            self.add_error("number", "Enter a staff number or a name")
        return cleaned


class AddLearnerForm(LearnerForm):
    """Somebody new. Who may be on record already is shown before they are added."""

    role_groups = forms.ModelMultipleChoiceField(
        RoleGroup.objects.none(),
        label="Which role groups are they in?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )
    is_another = forms.BooleanField(
        label="This is somebody else: add them", required=False
    )

    def __init__(self, data, *, authority: Authority, user: Person) -> None:
        super().__init__(data)
        self.near: list[Learner] = []
        offer(self, "organisation", organisations_kept(user, authority))
        in_use = RoleGroup.objects.in_use().filter(authority=authority)
        offer(self, "role_groups", in_use)
        self.authority = authority
        if data is None:
            del self.fields["is_another"]

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.near = near_ones(
                self.authority,
                cleaned["organisation"],
                number=cleaned["number"],
                name=cleaned["name"],
            )
        if self.near and not cleaned.get("is_another"):
            self.add_error(
                "is_another",
                "Open the person below if they are the same, or say that this is "
                "somebody else",
            )
        elif not self.near:
            self.fields.pop("is_another", None)
        return cleaned

    def answers(self) -> dict[str, Any]:
        """The answers as `services.add_learner` takes them."""
        given = {**self.cleaned_data}
        given.pop("is_another", None)
        return given


class ChangeLearnerForm(Versioned, LearnerForm):
    """What can be changed about somebody, carrying the version that was shown."""

    def __init__(self, data, *, learner: Learner, user: Person) -> None:
        shown = {name: getattr(learner, name) for name in LearnerForm.base_fields}
        super().__init__(data, initial={"version": learner.version, **shown})
        kept = organisations_kept(user, learner.authority)
        own = Organisation.objects.filter(pk=learner.organisation_id)
        offer(self, "organisation", (kept | own).distinct())

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in LearnerForm.base_fields}
