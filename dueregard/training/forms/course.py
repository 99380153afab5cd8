from django import forms

from dueregard import clock
from dueregard.accounts.models import Authority
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField

from ..models import Audience, Course, Mode, RoleGroup

COURSE_FACTS = (
    "code",
    "title",
    "provider",
    "mode",
    "length_minutes",
    "url",
    "audiences",
    "description",
    "is_accreditation",
)


class CourseFilterForm(forms.Form):
    """Which courses to list."""

    words = forms.CharField(label="Title or code", required=False, max_length=100)
    audience = forms.ChoiceField(
        label="For whom", required=False, choices=[("", "Anyone"), *Audience.choices]
    )
    provider = forms.ChoiceField(required=False, choices=[])
    retired = forms.ChoiceField(
        label="Retired courses",
        required=False,
        choices=[("", "Leave out"), ("with", "Show as well"), ("only", "Show only")],
    )

    def __init__(self, data, *, providers: list[str]) -> None:
        super().__init__(data)
        named = [(each, each) for each in providers]
        self.fields["provider"].choices = [("", "Any provider"), *named]

    def narrow(self, courses):
        """`courses` as the answers ask; an answer that makes no sense is left out."""
        self.is_valid()
        answers = self.cleaned_data
        for word in (answers.get("words") or "").split()[:8]:
            courses = courses.with_word(word)
        if audience := answers.get("audience"):
            courses = courses.for_audience(audience)
        if provider := answers.get("provider"):
            courses = courses.filter(provider=provider)
        if answers.get("retired") == "only":
            return courses.retired()
        return courses if answers.get("retired") == "with" else courses.offered()


class CourseForm(forms.Form):
    """What a course is."""

    title = forms.CharField(
        label="Title of the course",
        max_length=200,
        error_messages={"required": "Enter the title of the course"},
    )
    code = forms.CharField(
        label="Code",
        help_text="Short, as your training sheets name it: WRAP, HO-A.",
        max_length=20,
        widget=forms.TextInput(attrs={"width": 10}),
        error_messages={"required": "Enter the code of the course"},
    )
    provider = forms.CharField(label="Who gives it?", required=False, max_length=150)
    mode = forms.ChoiceField(
        label="How is it given?",
        choices=Mode.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the course is given"},
    )
    length_minutes = forms.IntegerField(
        label="How long does it take, in minutes?",
        required=False,
        min_value=1,
        max_value=10_000,
        widget=forms.TextInput(attrs={"width": 4, "inputmode": "numeric"}),
        error_messages={
            "invalid": "Enter the length in minutes, in whole numbers",
            "min_value": "Enter a length of 1 minute or more",
            "max_value": "Enter a length of 10,000 minutes or less",
        },
    )
    url = forms.URLField(
        label="Web address where it is done or booked",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        error_messages={
            "invalid": "Enter a web address, like https://www.fernshire.example/course"
        },
    )
    audiences = forms.MultipleChoiceField(
        label="Whom is it for?",
        required=False,
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )
    description = forms.CharField(
        label="What is it about?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_accreditation = forms.BooleanField(
        label="Whoever holds it may facilitate a workshop", required=False
    )


class ChangeCourseForm(Versioned, CourseForm):
    """What can be changed about a course, carrying the version that was shown."""

    def __init__(self, data, *, course: Course) -> None:
        shown = {name: getattr(course, name) for name in COURSE_FACTS}
        super().__init__(data, initial=shown | {"version": course.version})


class RetireForm(forms.Form):
    """From when a course is offered no more."""

    retired_on = DatePartsField(
        label="From which day is it no longer offered?",
        subject="The day from which it is no longer offered",
    )

    def __init__(self, data) -> None:
        super().__init__(data, initial={"retired_on": clock.today()})


class EditionForm(forms.Form):
    """A new edition, and who must see it."""

    label = forms.CharField(
        label="What is the edition called?",
        help_text="For example: second edition, or autumn 2026.",
        max_length=60,
        error_messages={"required": "Enter what the edition is called"},
    )
    released_on = DatePartsField(
        label="When did it come out?", subject="The day it came out"
    )
    reflects = forms.CharField(
        label="Which reviews and attacks does it take up?",
        help_text="For example, the lessons of a published case review.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen_again_by = forms.ModelMultipleChoiceField(
        RoleGroup.objects.none(),
        label="Who must do the course again?",
        help_text="For these role groups, what was done before the edition no longer "
        "counts from today.",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )

    def __init__(self, data, *, course: Course) -> None:
        super().__init__(data)
        rules = course.requirements.in_force().order_by()
        groups = RoleGroup.objects.in_use().filter(pk__in=rules.values("role_group"))
        self.fields["seen_again_by"].queryset = groups
        if not groups:
            del self.fields["seen_again_by"]


class LinksForm(Versioned):
    """Which courses come before this one, and for which it counts as well."""

    needs = forms.ModelMultipleChoiceField(
        Course.objects.none(),
        label="Which course must be done first?",
        help_text="One of those that you choose is enough, or one that counts for it. "
        "Choose none if anybody may do this course.",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )
    satisfies = forms.ModelMultipleChoiceField(
        Course.objects.none(),
        label="For which other courses does this one count?",
        help_text="Whoever has done this course need not do those. It does not work "
        "the other way round.",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )

    def __init__(self, data, *, course: Course) -> None:
        needs = list(course.prerequisites.values_list("needs_id", flat=True))
        stands_for = list(course.satisfies_rows.values_list("satisfies_id", flat=True))
        shown = {"version": course.version, "needs": needs, "satisfies": stands_for}
        super().__init__(data, initial=shown)
        others = courses_of(course.authority).exclude(pk=course.pk)
        for name, chosen in (("needs", needs), ("satisfies", stands_for)):
            self.fields[name].queryset = others.offered() | others.filter(pk__in=chosen)

    def saved_values(self, row) -> dict:
        return {
            "needs": [each.needs for each in row.prerequisites.all()],
            "satisfies": [each.satisfies for each in row.satisfies_rows.all()],
        }


def courses_of(authority: Authority):
    return Course.objects.filter(authority=authority)
