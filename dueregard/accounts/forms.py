"""Questions about people, roles, organisations and authorities."""

from collections.abc import Iterable
from datetime import timedelta

from django import forms
from django.contrib.auth.password_validation import validate_password

from dueregard import clock
from dueregard.access.roles import DESCRIPTIONS, Role
from dueregard.access.rooms import CASE_ROOMS, Room
from dueregard.submissions.versions import Versioned, VersionedModelForm
from dueregard.ui.forms import DatePartsField

from .models import Authority, Membership, Organisation
from .rules import roles_open_to
from .services.memberships import LONGEST

YEAR = timedelta(days=364)
STATES = [
    ("", "Any"),
    ("in_force", "In force"),
    ("suspended", "Suspended"),
    ("ended", "Ended"),
    ("invited", "Invited, not yet joined"),
]


class PeopleFilter(forms.Form):
    """Which people of an authority to list."""

    role = forms.ChoiceField(choices=[("", "Any"), *Role.choices], required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), required=False, empty_label="Any"
    )
    state = forms.ChoiceField(choices=STATES, required=False, label="State")

    def __init__(self, *args, authority: Authority, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = authority.organisations.all()


class RoleForm(forms.Form):
    """Which role, for which organisation, and until when."""

    role = forms.ChoiceField(
        label="Role",
        widget=forms.RadioSelect,
        error_messages={"required": "Select a role."},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisation they work for",
        empty_label="Select an organisation",
        error_messages={"required": "Select the organisation they work for."},
    )
    ends_on = DatePartsField(
        label="Last day of the role",
        subject="the last day of the role",
        help_text="Every role has an end. It can be given again before then.",
    )

    def __init__(self, *args, authority: Authority, user, **kwargs):
        super().__init__(*args, **kwargs)
        roles = roles_open_to(user, authority)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.fields["role"].widget.attrs["hints"] = {
            role.value: _described(role) for role in roles
        }
        self.fields["organisation"].queryset = authority.organisations.all()
        self.fields["ends_on"].initial = clock.today() + YEAR

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on <= clock.today():
            raise forms.ValidationError("The last day of the role must be after today.")
        if ends_on > clock.today() + LONGEST:
            raise forms.ValidationError(
                "The last day of the role must be within three years."
            )
        return ends_on


class InviteForm(RoleForm):
    """Whom to invite, and into which role."""

    name = forms.CharField(
        label="Full name",
        max_length=150,
        error_messages={"required": "Enter the person's full name."},
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="The invitation goes there and works for seven days.",
        error_messages={
            "required": "Enter the person's e-mail address.",
            "invalid": "Enter an e-mail address, like name@example.org.",
        },
    )
    field_order = ["name", "email", "organisation", "role", "ends_on"]


class EndRoleForm(forms.Form):
    """When a role ends, and why."""

    ends_on = DatePartsField(
        label="Last day",
        subject="the last day",
        help_text="Today ends the role and signs the person out at once.",
    )
    reason = forms.CharField(
        label="Why does it end?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "Enter why the role ends."},
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership
        self.fields["ends_on"].initial = clock.today()

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on < clock.today():
            raise forms.ValidationError("The last day must be today or later.")
        if ends_on > self.membership.ends_on:
            raise forms.ValidationError("The last day must not be later than now.")
        return ends_on


class ConfirmRolesForm(forms.Form):
    """Who still does what they are listed for."""

    memberships = forms.ModelMultipleChoiceField(
        Membership.objects.none(),
        label="Still right",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one role that still holds."},
    )

    def __init__(self, *args, memberships, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["memberships"].queryset = memberships
        self.fields["memberships"].label_from_instance = _line
        self.fields["memberships"].initial = list(memberships)


class PasswordForm(forms.Form):
    """The password of somebody who takes up their invitation."""

    password = forms.CharField(
        label="Choose a password",
        help_text="At least 15 characters. Three or four words that do not belong "
        "together are easy to keep in mind.",
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password."},
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class OrganisationForm(forms.ModelForm):
    """What an organisation is."""

    class Meta:
        model = Organisation
        fields = [
            "name",
            "short_name",
            "kind",
            "sector",
            "is_specified_authority",
            "parent",
        ]
        labels = {
            "short_name": "Short name",
            "is_specified_authority": "It is a specified authority",
            "parent": "Part of",
        }
        help_texts = {
            "is_specified_authority": "Listed in Schedule 6 to the "
            "Counter-Terrorism and Security Act 2015.",
            "parent": "For example the trust that a school belongs to.",
        }
        error_messages = {
            "name": {"required": "Enter the organisation's name."},
            "kind": {"required": "Select a kind of organisation."},
            "sector": {"required": "Select a sector."},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organisation.objects.visible_to(user).exclude(pk=self.instance.pk)
        self.fields["parent"].queryset = others
        self.fields["parent"].empty_label = "None"


class OrganisationEditForm(Versioned, OrganisationForm):
    """What an organisation is, as it was when the form was opened."""


class OrganisationSuccessorForm(forms.Form):
    """Which organisation takes over, and when."""

    successor = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Which organisation takes over?",
        empty_label="Select an organisation",
        error_messages={"required": "Select the organisation that takes over."},
    )
    from_date = DatePartsField(label="From which day?", subject="the day it takes over")

    def __init__(self, *args, organisation, user, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organisation.objects.visible_to(user).exclude(pk=organisation.pk)
        self.fields["successor"].queryset = others


class AuthorityForm(VersionedModelForm):
    """What the public and partners read about an authority."""

    public_contact = forms.CharField(
        label="How to reach the Prevent team",
        help_text="Shown on the public pages.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Authority
        fields = ["name", "public_contact"]
        error_messages = {"name": {"required": "Enter the authority's name."}}


class RoomsForm(forms.Form):
    """Which parts of the service the authority uses."""

    rooms = forms.MultipleChoiceField(
        label="Rooms that are switched on",
        help_text="A room that is off has no menu entry and no pages. "
        "Nothing in it is lost.",
        choices=Room.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, on: Iterable[str] = (), **kwargs):
        super().__init__(*args, **kwargs, initial={"rooms": list(on)})
        self.fields["rooms"].choices = [
            (room.value, room.label)
            for room in Room
            if room not in CASE_ROOMS or room in on  # two people switch it on
        ]


class SuccessorForm(forms.Form):
    """Which authority takes over, and when."""

    successor = forms.ModelChoiceField(
        Authority.objects.none(),
        label="Which authority takes over?",
        empty_label="Select an authority",
        error_messages={"required": "Select the authority that takes over."},
    )
    from_date = DatePartsField(label="From which day?", subject="the day it takes over")

    def __init__(self, *args, authority, user, **kwargs):
        super().__init__(*args, **kwargs)
        here = user.authorities_as([Role.ADMINISTRATOR])
        others = Authority.objects.filter(pk__in=here).exclude(pk=authority.pk)
        self.fields["successor"].queryset = others

    def clean_from_date(self):
        from_date = self.cleaned_data["from_date"]
        if from_date <= clock.today():
            raise forms.ValidationError("The day it takes over must be after today.")
        return from_date


def _described(role: Role) -> str:
    described = DESCRIPTIONS[role]
    return f"{described.duties} {described.must_not}"


def _line(membership) -> str:
    return (
        f"{membership.person}, {membership.get_role_display()}, "
        f"{membership.organisation}"
    )
