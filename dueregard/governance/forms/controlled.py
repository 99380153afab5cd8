from django import forms

from dueregard.accounts.models import Authority, Person
from dueregard.documents.forms import EvidenceFileField
from dueregard.documents.models import Document
from dueregard.partners.models import Post
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField

from ..models import ControlledDocument, GroupMember, PartnershipGroup
from ..people import can_read
from .agenda import PostField


class AboutForm(forms.Form):
    """What a controlled document is, whose, and when it is looked at again."""

    kind = forms.ChoiceField(
        label="What kind of document is it?",
        choices=ControlledDocument.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what kind of document it is"},
    )
    owner = PostField(
        Post.objects.none(),
        label="Which post owns it?",
        empty_label="Select a post",
        error_messages={"required": "Select which post owns it"},
    )
    review_on = DatePartsField(
        label="When is it to be reviewed?", subject="The review date"
    )
    public_url = forms.URLField(
        label="Where can the public read it?",
        help_text="Leave empty if it is not public.",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter a full web address, beginning with https"},
    )

    def __init__(self, data, files=None, *, authority: Authority, initial=None) -> None:
        super().__init__(data, files, initial=initial)
        posts = Post.objects.in_use().filter(authority=authority)
        self.fields["owner"].queryset = posts.select_related("organisation")


class ControlForm(AboutForm):
    """A new controlled document, and who is to read it."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        error_messages={"required": "Enter the title"},
    )
    file = EvidenceFileField()
    marking = forms.ChoiceField(
        label="Marking",
        choices=Document.Marking.choices,
        initial=Document.Marking.OFFICIAL,
        error_messages={"required": "Select the marking"},
    )
    field_order = ["title", "kind", "file", "marking", "owner"]


class ChangeControlledForm(Versioned, AboutForm):
    """What can be changed about it, carrying the version that was shown."""

    def __init__(self, data, *, controlled: ControlledDocument) -> None:
        shown = {
            "version": controlled.version,
            "kind": controlled.kind,
            "owner": controlled.owner_id,
            "review_on": controlled.review_on,
            "public_url": controlled.public_url,
        }
        super().__init__(data, authority=controlled.authority, initial=shown)


class NewVersionForm(forms.Form):
    """A newer file, and when it is looked at again."""

    file = EvidenceFileField()
    review_on = DatePartsField(
        label="When is it to be reviewed?", subject="The review date"
    )


class RecipientsForm(forms.Form):
    """Who is to read it: everyone of a group, and people by name."""

    groups = forms.ModelMultipleChoiceField(
        PartnershipGroup.objects.none(),
        label="Everyone of these groups",
        help_text="Their members of today are added to the list.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="These people",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )

    def __init__(self, data, *, controlled: ControlledDocument) -> None:
        there = [row.person_id for row in controlled.recipients.all()]
        super().__init__(data, initial={"people": there})
        authority = self.authority = controlled.authority
        groups = PartnershipGroup.objects.in_use().filter(authority=authority)
        self.fields["groups"].queryset = groups
        everybody = can_read(authority) | Person.objects.filter(pk__in=there)
        self.fields["people"].queryset = everybody

    def everyone(self) -> list[Person]:
        """The people chosen, and the members of the groups chosen, each once."""
        seats = GroupMember.objects.current().filter(
            group__in=self.cleaned_data["groups"]
        )
        readers = can_read(self.authority)
        members = readers.filter(pk__in=seats.values("person"))
        return sorted(
            {*self.cleaned_data["people"], *members}, key=lambda each: each.pk
        )
