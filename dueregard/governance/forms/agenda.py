from django import forms

from dueregard.documents.forms import EvidenceFileField
from dueregard.documents.models import Document
from dueregard.partners.forms import PostsField
from dueregard.partners.models import Post
from dueregard.partners.people import people_of
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField, RevealForm

from ..models import AgendaItem, Attendance, Meeting, Outcome, PartnershipGroup
from ..services import Came


class ItemForm(forms.Form):
    """What is to be taken at a meeting."""

    title = forms.CharField(
        label="What is the item?",
        max_length=200,
        error_messages={"required": "Enter what the item is"},
    )
    kind = forms.ChoiceField(
        label="What is asked of the meeting?",
        choices=AgendaItem.Kind.choices,
        initial=AgendaItem.Kind.INFORMATION,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is asked of the meeting"},
    )
    purpose = forms.CharField(
        label="What should members know beforehand?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    presented_by = forms.CharField(
        label="Who presents it?",
        help_text="The post rather than the name.",
        required=False,
        max_length=150,
    )
    minutes_planned = forms.IntegerField(
        label="Minutes planned",
        required=False,
        min_value=1,
        max_value=480,
        widget=forms.TextInput(attrs={"width": 3, "inputmode": "numeric"}),
        error_messages={"invalid": "Enter the minutes planned as a whole number"},
    )
    is_exempt = forms.BooleanField(
        label="Keep this item out of the public part",
        required=False,
    )


class AddItemForm(ItemForm):
    """A new item, for a meeting or to wait."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="For which meeting?",
        required=False,
        empty_label="None yet: it waits in the list",
    )

    def __init__(self, data, *, group: PartnershipGroup, meeting=None) -> None:
        super().__init__(data, initial={"meeting": meeting})
        to_come = group.meetings.to_come().select_related("group")
        self.fields["meeting"].queryset = to_come


class ChangeItemForm(Versioned, ItemForm):
    """What can be changed about an item, carrying the version that was shown."""

    def __init__(self, data, *, item: AgendaItem) -> None:
        shown = {name: getattr(item, name) for name in ItemForm.base_fields}
        super().__init__(data, initial={"version": item.version, **shown})


class PutOnForm(forms.Form):
    """Which waiting items go to which meeting."""

    items = forms.ModelMultipleChoiceField(
        AgendaItem.objects.none(),
        error_messages={"required": "Select at least one item"},
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Put the chosen items on the agenda of",
        empty_label="Select a meeting",
        error_messages={"required": "Select a meeting"},
    )

    def __init__(self, data, *, group: PartnershipGroup) -> None:
        super().__init__(data)
        self.fields["items"].queryset = group.agenda_items.waiting()
        to_come = group.meetings.to_come().select_related("group")
        self.fields["meeting"].queryset = to_come


class PaperForm(RevealForm):
    """A paper: a file or a link."""

    title = forms.CharField(
        label="Title of the paper",
        max_length=200,
        error_messages={"required": "Enter the title of the paper"},
    )
    how = forms.ChoiceField(
        label="Is it a file or a link?",
        choices=[("file", "File"), ("link", "Link")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is a file or a link"},
    )
    file = EvidenceFileField()
    marking = forms.ChoiceField(
        label="Marking",
        choices=Document.Marking.choices,
        initial=Document.Marking.OFFICIAL,
        error_messages={"required": "Select the marking"},
    )
    url = forms.URLField(
        label="Web address",
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": "Enter the web address",
            "invalid": "Enter a full web address, beginning with https",
        },
    )
    reveals = {"how": {"file": ["file", "marking"], "link": ["url"]}}


class DiscussionForm(Versioned, forms.Form):
    """What was said of an item."""

    discussion = forms.CharField(
        label="What the minutes say",
        help_text="A few sentences. Leave out anything about a named person.",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, data, *, item: AgendaItem) -> None:
        shown = {"version": item.version, "discussion": item.discussion}
        super().__init__(data, initial=shown)


class PostField(forms.ModelChoiceField):
    """A post with its organisation, because several may have one title."""

    label_from_instance = PostsField.label_from_instance


class OutcomeForm(RevealForm):
    """What came of an item."""

    kind = forms.ChoiceField(
        label="What came of it?",
        choices=Outcome.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what came of it"},
    )
    text = forms.CharField(
        label="In words",
        help_text="As the minutes say it. Leave out anything about a named person.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what came of it"},
    )
    reasons = forms.CharField(
        label="Reasons for the decision",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the reasons for the decision"},
    )
    post = PostField(
        Post.objects.none(),
        label="Which post does it?",
        empty_label="Select a post",
        error_messages={"required": "Select which post does it"},
    )
    due_on = DatePartsField(label="By when?", subject="The due date")
    is_exempt = forms.BooleanField(
        label="Keep this out of the public part", required=False
    )
    reveals = {"kind": {"decision": ["reasons"], "action": ["post", "due_on"]}}

    def __init__(self, data, *, item: AgendaItem, initial=None) -> None:
        shown = {"is_exempt": item.is_exempt}
        super().__init__(data, initial={**shown, **(initial or {})})
        posts = Post.objects.in_use().filter(authority=item.group.authority_id)
        self.fields["post"].queryset = posts.select_related("organisation")

    def answers(self) -> dict:
        """The answers as the services take them; closed questions are left out."""
        given = self.cleaned_data
        names = ("kind", "text", "reasons", "post", "due_on", "is_exempt")
        answers = {name: given[name] for name in names if name in given}
        return {**answers, "reasons": given.get("reasons") or ""}


class ChangeOutcomeForm(Versioned, OutcomeForm):
    """What can be changed of an outcome; its kind stays."""

    def __init__(self, data, *, outcome: Outcome) -> None:
        names = ("kind", "text", "reasons", "post", "due_on", "is_exempt")
        shown = {name: getattr(outcome, name) for name in names}
        shown["version"] = outcome.version
        super().__init__(data, item=outcome.item, initial=shown)
        self.reveals = {}
        for name in ("kind", *_not_of(outcome.kind)):
            del self.fields[name]


def _not_of(kind: str) -> list[str]:
    opened = OutcomeForm.reveals["kind"]
    return [name for each, names in opened.items() if each != kind for name in names]


class AttendanceForm(RevealForm):
    """Who came: a question for every member."""

    def __init__(self, data, *, meeting: Meeting, members) -> None:
        super().__init__(data)
        self.members = list(members)
        noted = {row.member_id: row for row in meeting.attendance.all()}
        deputies = people_of(meeting.group.authority)
        self.reveals = {}
        for member in self.members:
            self._ask(member, noted.get(member.pk), deputies)

    def answers(self) -> dict:
        """Each member with whether they came."""
        given = self.cleaned_data
        return {
            member: Came(
                given[f"state_{member.pk}"],
                deputy=given.get(f"deputy_{member.pk}"),
            )
            for member in self.members
        }

    def _ask(self, member, row, deputies) -> None:
        state, deputy = f"state_{member.pk}", f"deputy_{member.pk}"
        self.fields[state] = forms.ChoiceField(
            label=f"{member.person}, {member.organisation}",
            choices=Attendance.State.choices,
            initial=row.state if row else None,
            widget=forms.RadioSelect(attrs={"small": True, "inline": False}),
            error_messages={"required": f"Select whether {member.person} came"},
        )
        self.fields[deputy] = forms.ModelChoiceField(
            deputies,
            label=f"Who came for {member.person}?",
            initial=row.deputy_id if row else None,
            empty_label="Select a person",
            error_messages={"required": f"Select who came for {member.person}"},
        )
        self.reveals[state] = {"deputy": [deputy]}


class DecisionFilterForm(forms.Form):
    """Which decisions to list."""

    words = forms.CharField(label="Words", required=False, max_length=100)
    group = forms.ModelChoiceField(
        PartnershipGroup.objects.none(), required=False, empty_label="All groups"
    )

    def __init__(self, data, *, groups) -> None:
        super().__init__(data)
        self.fields["group"].queryset = groups
