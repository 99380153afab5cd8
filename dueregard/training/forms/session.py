from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField

from ..models import Audience, Course, Facilitator, Mode, Session

TIME_FORMATS = ["%H:%M", "%H.%M", "%I:%M%p", "%I:%M %p", "%I.%M%p", "%I%p", "%I %p"]
LEAST_YEAR = 2010


def time_field(label: str, subject: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text="For example, 14:00 or 2pm.",
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(format="%H:%M", attrs={"width": 5}),
        error_messages={
            "required": f"Enter {subject}",
            "invalid": f"Enter {subject} in figures, such as 14:00",
        },
    )


class SessionForm(forms.Form):
    """What is given, when, where, by whom and for whom."""

    course = forms.ModelChoiceField(
        Course.objects.none(),
        label="Course",
        empty_label="Select a course",
        error_messages={"required": "Select a course"},
    )
    day = DatePartsField(label="Which day is it on?", subject="The day of the session")
    begins = time_field("Start time", "the time the session starts")
    ends = time_field("End time", "the time the session ends")
    mode = forms.ChoiceField(
        label="How is it given?",
        choices=Mode.choices,
        initial=Mode.FACILITATED,
        error_messages={"required": "Select how it is given"},
    )
    venue = forms.CharField(
        label="Place",
        help_text="The building and room, with the postcode.",
        required=False,
        max_length=200,
    )
    online_link = forms.URLField(
        label="Link to join online",
        help_text="Only those who have a place are told it.",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter a full web address, beginning with https"},
    )
    facilitator = forms.ModelChoiceField(
        Facilitator.objects.none(),
        label="Facilitator",
        required=False,
        empty_label="Not chosen yet",
    )
    audience = forms.ChoiceField(
        label="Who is it for?",
        choices=Audience.choices,
        initial=Audience.STAFF,
        error_messages={"required": "Select who it is for"},
    )
    capacity = forms.IntegerField(
        label="How many places are there?",
        help_text="Leave empty for no limit. When all are taken, people go on a "
        "waiting list.",
        required=False,
        min_value=1,
        max_value=5000,
        widget=forms.TextInput(attrs={"width": 4, "inputmode": "numeric"}),
        error_messages={
            "invalid": "Enter the number of places as a whole number",
            "min_value": "The number of places must be 1 or more",
            "max_value": "The number of places must be 5,000 or less",
        },
    )
    note = forms.CharField(
        label="What should people know before they come?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_public = forms.BooleanField(
        label="Anybody may see this session and ask for a place, without an account",
        required=False,
    )
    counts_heads_only = forms.BooleanField(
        label="Take no names: only count how many came. It shows for nobody that they "
        "are trained",
        required=False,
    )

    def __init__(
        self, data, *, authority: Authority, session: Session | None = None
    ) -> None:
        super().__init__(data, initial=_shown(session) if session else {})
        courses = Course.objects.filter(authority=authority).offered()
        facilitators = Facilitator.objects.filter(authority=authority).serving()
        if session:
            courses |= Course.objects.filter(pk=session.course_id)
            facilitators |= Facilitator.objects.filter(pk=session.facilitator_id)
        self.fields["course"].queryset = courses
        self.fields["facilitator"].queryset = facilitators

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not LEAST_YEAR <= day.year <= clock.today().year + 5:
            last = clock.today().year + 5
            raise ValidationError(
                f"The year of the session must be between {LEAST_YEAR} and {last}"
            )
        return day

    def clean(self):
        given = super().clean()
        for name in ("begins", "ends"):
            if given.get("day") and given.get(name):
                self._in_london(name)
        if not self.errors and given["ends_at"] <= given["begins_at"]:
            self.add_error("ends", "The end time must be after the start time")
        if given.get("is_public") and given.get("counts_heads_only"):
            self.add_error(
                "counts_heads_only",
                "A session that takes no names cannot be open to registration",
            )
        return given

    def answers(self) -> dict:
        """The answers as the services take them."""
        given = self.cleaned_data
        names = ("course", "mode", "venue", "online_link", "facilitator", "audience")
        more = ("capacity", "note", "is_public", "counts_heads_only")
        return {
            "starts_at": given["begins_at"],
            "ends_at": given["ends_at"],
            **{name: given[name] for name in (*names, *more)},
        }

    def _in_london(self, name: str) -> None:
        """The moment that the clock on the wall shows; in the hour that is left out
        when the clocks go forward there is none."""
        given = self.cleaned_data
        wall = datetime.combine(given["day"], given[name])
        moment = timezone.make_aware(wall)
        there = timezone.localtime(moment.astimezone(UTC))
        if there.replace(tzinfo=None) != wall:
            self.add_error(
                name,
                "Enter another time: the clocks go forward, so there is no "
                f"{wall:%H:%M} on this day",
            )
        given[f"{name}_at"] = moment


class ChangeSessionForm(Versioned, SessionForm):
    """What can be changed of a planned session, with the version that was shown."""

    def __init__(self, data, *, session: Session) -> None:
        super().__init__(data, authority=session.authority, session=session)

    def saved_values(self, row) -> dict:
        return _shown(row)


def _shown(session: Session) -> dict:
    begins = timezone.localtime(session.starts_at)
    ends = timezone.localtime(session.ends_at)
    return {
        "version": session.version,
        "course": session.course_id,
        "day": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "facilitator": session.facilitator_id,
        **{
            name: getattr(session, name)
            for name in (
                "mode",
                "venue",
                "online_link",
                "audience",
                "capacity",
                "note",
                "is_public",
                "counts_heads_only",
            )
        },
    }


class CancelSessionForm(forms.Form):
    """Why a session does not take place."""

    because = forms.CharField(
        label="Why is the session cancelled?",
        help_text="For the record. The mail does not say it.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the session is cancelled"},
    )


class SessionFilterForm(forms.Form):
    """Which sessions to list."""

    WHEN = [("coming", "To come"), ("past", "Past"), ("cancelled", "Cancelled")]

    when = forms.ChoiceField(label="When", choices=WHEN, required=False)
    course = forms.ModelChoiceField(
        Course.objects.none(), label="Course", required=False, empty_label="All courses"
    )
    audience = forms.ChoiceField(
        label="Who it is for",
        choices=[("", "Everybody"), *Audience.choices],
        required=False,
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Organisation that comes",
        required=False,
        empty_label="All organisations",
    )

    def __init__(self, data, *, authority: Authority) -> None:
        super().__init__(data)
        self.fields["course"].queryset = Course.objects.filter(authority=authority)
        self.fields["organisation"].queryset = authority.organisations.all()
