"""Questions about people of the register, and the sentence for each mistake."""

from typing import Any

from django import forms

from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField, offer

from ..duplicates import near_ones
from ..models import Audience, Learner, RoleGroup
from ..reach import organisations_kept


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
        typed = self.errors.keys() & {"number", "name"}
        if not typed and not (cleaned.get("number") or cleaned.get("name")):
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
        if in_use.exists():
            offer(self, "role_groups", in_use)
        else:
            del self.fields["role_groups"]
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
