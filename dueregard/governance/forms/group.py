from django import forms

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.documents.forms import EvidenceFileField
from dueregard.partners.people import people_of
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField, RevealForm

from ..models import GroupMember, PartnershipGroup


class GroupForm(forms.Form):
    """What a group is."""

    kind = forms.ChoiceField(
        label="What kind of group is it?",
        choices=PartnershipGroup.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what kind of group it is"},
    )
    name = forms.CharField(
        label="Name of the group",
        max_length=150,
        error_messages={"required": "Enter the name of the group"},
    )
    purpose = forms.CharField(
        label="What is it for?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reports_to = forms.ModelChoiceField(
        PartnershipGroup.objects.none(),
        label="Which group does it report to?",
        required=False,
        empty_label="None of those here",
    )

    def __init__(self, data, *, authority: Authority, initial=None, but=None) -> None:
        super().__init__(data, initial=initial)
        groups = PartnershipGroup.objects.in_use().filter(authority=authority)
        self.fields["reports_to"].queryset = groups.exclude(pk=but)


class ChangeGroupForm(Versioned, GroupForm):
    """What can be changed about a group, carrying the version that was shown."""

    def __init__(self, data, *, group: PartnershipGroup) -> None:
        shown = {
            "version": group.version,
            "kind": group.kind,
            "name": group.name,
            "purpose": group.purpose,
            "reports_to": group.reports_to_id,
        }
        super().__init__(data, authority=group.authority, initial=shown, but=group.pk)


class TermsForm(RevealForm):
    """Terms of reference: typed, or as a file; agreed when, looked at again when."""

    how = forms.ChoiceField(
        label="How do you want to give the terms of reference?",
        choices=[("text", "Type or paste them"), ("file", "Add a file")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how to give the terms of reference"},
    )
    text = forms.CharField(
        label="Terms of reference",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Enter the terms of reference"},
    )
    file = EvidenceFileField()
    agreed_on = DatePartsField(
        label="When did the group agree them?", subject="The day they were agreed"
    )
    review_on = DatePartsField(
        label="When will the group review them?", subject="The review date"
    )
    reveals = {"how": {"text": ["text"], "file": ["file"]}}

    def clean(self) -> dict:
        answers = super().clean() or self.cleaned_data
        agreed, review = answers.get("agreed_on"), answers.get("review_on")
        if agreed and review and review <= agreed:
            self.add_error(
                "review_on", "The review date must be after the day they were agreed"
            )
        return answers


class SeatForm(forms.Form):
    """The organisation, the seat, and its days."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="For which organisation do they sit?",
        empty_label="Select an organisation",
        error_messages={"required": "Select an organisation"},
    )
    seat = forms.ChoiceField(
        label="Which seat?",
        choices=GroupMember.Seat.choices,
        initial=GroupMember.Seat.MEMBER,
        widget=forms.RadioSelect,
        error_messages={"required": "Select which seat"},
    )
    starts_on = DatePartsField(label="First day on the group", subject="The first day")
    ends_on = DatePartsField(
        label="Last day on the group",
        help_text="If it is known.",
        subject="The last day",
        required=False,
    )

    def __init__(self, data, *, group: PartnershipGroup, initial=None) -> None:
        super().__init__(data, initial=initial or {"starts_on": clock.today()})
        self.fields["organisation"].queryset = group.authority.organisations.all()


class AddMemberForm(SeatForm):
    """A new member, or somebody who stands in for one."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who is it?",
        empty_label="Select a person",
        error_messages={"required": "Select a person"},
    )
    deputy_for = forms.ModelChoiceField(
        GroupMember.objects.none(),
        label="Whom do they stand in for?",
        help_text="Only for a deputy, who comes when that member cannot.",
        required=False,
        empty_label="Nobody: they sit in their own right",
    )
    field_order = ["person", "organisation", "seat", "deputy_for"]

    def __init__(self, data, *, group: PartnershipGroup) -> None:
        super().__init__(data, group=group)
        self.fields["person"].queryset = people_of(group.authority)
        members = group.members.not_ended().in_own_right()
        self.fields["deputy_for"].queryset = members.select_related("person")


class ChangeMemberForm(Versioned, SeatForm):
    """What can be changed about a seat, carrying the version that was shown."""

    def __init__(self, data, *, member: GroupMember) -> None:
        shown = {
            "version": member.version,
            "organisation": member.organisation_id,
            "seat": member.seat,
            "starts_on": member.starts_on,
            "ends_on": member.ends_on,
        }
        super().__init__(data, group=member.group, initial=shown)


class EndSeatForm(forms.Form):
    """A member's last day."""

    ends_on = DatePartsField(label="Last day on the group", subject="The last day")

    def __init__(self, data) -> None:
        super().__init__(data, initial={"ends_on": clock.today()})


class ReplaceMemberForm(forms.Form):
    """Who takes a seat over, and from when."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="Who takes the seat?",
        empty_label="Select a person",
        error_messages={"required": "Select who takes the seat"},
    )
    starts_on = DatePartsField(
        label="First day of the new member",
        help_text="The former member's last day is the day before.",
        subject="The first day",
    )

    def __init__(self, data, *, member: GroupMember) -> None:
        super().__init__(data, initial={"starts_on": clock.today()})
        others = people_of(member.group.authority).exclude(pk=member.person_id)
        self.fields["person"].queryset = others
