from datetime import datetime, timedelta

from django import forms
from django.utils import timezone

from dueregard import clock
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField, RevealForm

from ..models import AgendaItem, Meeting

TIME_ERRORS = {
    "required": "Enter the time the meeting starts",
    "invalid": "Enter the time in figures, such as 14:00",
}
EVERY = [(1, "Every month"), (2, "Every 2 months"), (3, "Every 3 months")]
EVERY += [(4, "Every 4 months"), (6, "Every 6 months"), (12, "Once a year")]
TIME_FORMATS = ["%H:%M", "%H.%M", "%I:%M%p", "%I:%M %p", "%I%p", "%I %p"]


def time_field() -> forms.TimeField:
    return forms.TimeField(
        label="Start time",
        help_text="For example, 14:00 or 2pm.",
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(format="%H:%M", attrs={"width": 5}),
        error_messages=TIME_ERRORS,
    )


def length_field() -> forms.IntegerField:
    return forms.IntegerField(
        label="Length in minutes",
        min_value=5,
        max_value=600,
        widget=forms.TextInput(attrs={"width": 4, "inputmode": "numeric"}),
        error_messages={
            "required": "Enter the length in minutes",
            "invalid": "Enter the length in minutes as a whole number",
            "min_value": "The length must be 5 minutes or more",
            "max_value": "The length must be 600 minutes or less",
        },
    )


class SeriesForm(forms.Form):
    """How often a group meets."""

    every_months = forms.TypedChoiceField(
        label="How often does the group meet?",
        choices=EVERY,
        coerce=int,
        initial=3,
        error_messages={"required": "Select how often the group meets"},
    )
    first_on = DatePartsField(
        label="Day of the first meeting",
        help_text="The others fall on the same weekday of the month, such as the "
        "third Thursday. You can change each one afterwards.",
        subject="The day of the first meeting",
    )
    starts_at_time = time_field()
    minutes_long = length_field()
    place = forms.CharField(label="Place", required=False, max_length=200)

    def __init__(self, data) -> None:
        super().__init__(data, initial={"minutes_long": 120})


class MeetingForm(forms.Form):
    """When and where."""

    day = DatePartsField(label="Day", subject="The day of the meeting")
    starts_at_time = time_field()
    minutes_long = length_field()
    place = forms.CharField(label="Place", required=False, max_length=200)
    online_link = forms.URLField(
        label="Link to join online",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter a full web address, beginning with https"},
    )

    def __init__(self, data, *, initial=None) -> None:
        super().__init__(data, initial=initial or {"minutes_long": 120})

    def answers(self) -> dict:
        """The answers as the services take them."""
        given = self.cleaned_data
        begins = timezone.make_aware(
            datetime.combine(given["day"], given["starts_at_time"])
        )
        return {
            "starts_at": begins,
            "ends_at": begins + timedelta(minutes=given["minutes_long"]),
            "place": given["place"],
            "online_link": given["online_link"],
        }


class ChangeMeetingForm(Versioned, MeetingForm):
    """What can be changed about a meeting, carrying the version that was shown."""

    def __init__(self, data, *, meeting: Meeting) -> None:
        super().__init__(data, initial={"version": meeting.version, **_shown(meeting)})

    def saved_values(self, row) -> dict:
        return _shown(row)


def _shown(meeting: Meeting) -> dict:
    begins = timezone.localtime(meeting.starts_at)
    length = meeting.ends_at - meeting.starts_at
    return {
        "day": begins.date(),
        "starts_at_time": begins.time(),
        "minutes_long": int(length.total_seconds() // 60),
        "place": meeting.place,
        "online_link": meeting.online_link,
    }


class CallForm(forms.Form):
    """A word to go with the agenda."""

    note = forms.CharField(
        label="A note for the record",
        help_text="Members are mailed that there is an agenda, and nothing else.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WhereToForm(RevealForm):
    """Where items go that were not taken."""

    where = forms.ChoiceField(
        label="Where do items go that were not taken?",
        choices=[("backlog", "Back to the list of items that wait")],
        initial="backlog",
        widget=forms.RadioSelect,
        error_messages={"required": "Select where the items go"},
    )
    to = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Which meeting?",
        empty_label="Select a meeting",
        error_messages={"required": "Select a meeting"},
    )
    reveals = {"where": {"meeting": ["to"]}}

    def __init__(self, data, *, meeting: Meeting) -> None:
        super().__init__(data)
        later = meeting.group.meetings.to_come().exclude(pk=meeting.pk)
        self.fields["to"].queryset = later.select_related("group")
        if later.exists():
            self.fields["where"].choices = [
                *self.fields["where"].choices,
                ("meeting", "To a meeting to come"),
            ]


class HoldForm(WhereToForm):
    """Which items the meeting did not come to."""

    left = forms.ModelMultipleChoiceField(
        AgendaItem.objects.none(),
        label="Which items were not taken?",
        help_text="Leave all empty if the meeting came to every item.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ["left", "where", "to"]

    def __init__(self, data, *, meeting: Meeting) -> None:
        super().__init__(data, meeting=meeting)
        untouched = meeting.items.filter(discussion="", outcomes__isnull=True)
        self.fields["left"].queryset = untouched


class CancelForm(WhereToForm):
    """Why a meeting does not take place."""

    because = forms.CharField(
        label="Why is the meeting cancelled?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the meeting is cancelled"},
    )
    field_order = ["because", "where", "to"]


class AgreeForm(forms.Form):
    """The chair's word on the minutes."""

    note = forms.CharField(
        label="Corrections or remarks",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DoneForm(forms.Form):
    """When an action was done, and how."""

    done_on = DatePartsField(label="When was it done?", subject="The day it was done")
    note = forms.CharField(
        label="What was done?",
        help_text="Leave out anything about a named person.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what was done"},
    )

    def __init__(self, data) -> None:
        super().__init__(data, initial={"done_on": clock.today()})
