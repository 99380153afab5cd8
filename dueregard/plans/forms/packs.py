from django import forms

from dueregard.governance.models import Meeting, Outcome
from dueregard.partners.models import Post
from dueregard.ui.forms import DatePartsField

from ..models import Group, Plan


class MeetingForm(forms.Form):
    """For which meeting the pack is: one that is still to come."""

    meeting = forms.ModelChoiceField(
        label="Which meeting is it for?",
        queryset=Meeting.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select the meeting that the pack is for"},
    )

    def __init__(self, data, *, meetings, initial=None):
        super().__init__(data, initial=initial)
        self.fields["meeting"].queryset = meetings


class PlanActionForm(forms.Form):
    """An action of a meeting as one of the plan: what the meeting said, to edit."""

    text = forms.CharField(
        label="What is to be done?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter what is to be done"},
    )
    group = forms.ModelChoiceField(
        label="Where does it belong?",
        queryset=Group.objects.none(),
        empty_label="Choose a priority or objective",
        error_messages={"required": "Select the priority or objective it belongs to"},
    )
    post = forms.ModelChoiceField(
        label="Who owns it?",
        queryset=Post.objects.none(),
        empty_label=None,
        error_messages={"required": "Select the post that owns it"},
    )
    due_on = DatePartsField(label="When is it due?", subject="The due date")

    def __init__(self, data, *, outcome: Outcome, plan: Plan):
        super().__init__(
            data,
            initial={
                "text": outcome.text,
                "post": outcome.post_id,
                "due_on": outcome.due_on,
            },
        )
        self.fields["group"].queryset = plan.groups.select_related("parent")
        posts = Post.objects.in_use().filter(authority=plan.authority)
        self.fields["post"].queryset = posts
