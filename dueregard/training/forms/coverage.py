from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from django import forms

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation
from dueregard.plans.wording import in_words

from ..coverage.sight import Sight
from ..coverage.trend import month_ends
from ..models import Course, RoleGroup

MONTHS_BACK = 24
WORKSHOP = "WRAP"
ORDERS = [("", "By name"), ("lowest", "Lowest share first")]
WINDOWS = [("90", "90 days"), ("60", "60 days"), ("30", "30 days")]


class FilterForm(forms.Form):
    """Chosen in the address; an answer that makes no sense is left out."""

    mark_optional = False

    def __init__(self, data) -> None:
        super().__init__(data)
        self.rows: dict[str, dict[str, Any]] = {}

    def chosen(self, name: str) -> Any:
        """The answer, as the row that it names where rows were offered, or None."""
        self.is_valid()
        answer = self.cleaned_data.get(name) or None
        return self.rows[name].get(answer) if name in self.rows else answer

    def offer(self, name: str, rows: Iterable[Any], nothing: str = "") -> None:
        """Have the question `name` offer these rows, which are read once."""
        self.rows[name] = {str(row.pk): row for row in rows}
        field = cast(forms.ChoiceField, self.fields[name])
        choices = [(key, str(row)) for key, row in self.rows[name].items()]
        field.choices = [("", nothing), *choices] if nothing else choices


class RoleGroupFilterForm(FilterForm):
    """Of which role group to count."""

    role_group = forms.ChoiceField(label="Role group", required=False)

    def __init__(self, data, *, authority: Authority) -> None:
        super().__init__(data)
        groups = RoleGroup.objects.filter(authority=authority)
        self.offer("role_group", groups, "All role groups")

    @property
    def role_groups(self) -> list[RoleGroup]:
        """Every role group of the authority, by name."""
        return list(self.rows["role_group"].values())


class CoverageFilterForm(RoleGroupFilterForm):
    """What the matrix shows."""

    sector = forms.ChoiceField(
        required=False, choices=[("", "All sectors"), *Organisation.Sector.choices]
    )
    kind = forms.ChoiceField(
        label="Kind of organisation",
        required=False,
        choices=[("", "All kinds"), *Organisation.Kind.choices],
    )
    day = forms.ChoiceField(label="Counted on", required=False)
    order = forms.ChoiceField(label="Order", required=False, choices=ORDERS)
    field_order = ["role_group", "sector", "kind", "day", "order"]

    def __init__(self, data, *, authority: Authority) -> None:
        super().__init__(data, authority=authority)
        days = month_ends(clock.today(), MONTHS_BACK)[-2::-1]
        choices = [(day.isoformat(), in_words(day)) for day in days]
        field = cast(forms.ChoiceField, self.fields["day"])
        field.choices = [("", "Today"), *choices]

    @property
    def census(self) -> date:
        day = self.chosen("day")
        return date.fromisoformat(day) if day else clock.today()


class LapsingFilterForm(RoleGroupFilterForm):
    """Whose training runs out how soon."""

    organisation = forms.ChoiceField(label="Organisation", required=False)
    within = forms.ChoiceField(label="Runs out in", required=False, choices=WINDOWS)
    field_order = ["within", "organisation", "role_group"]

    def __init__(self, data, *, authority: Authority, sight: Sight) -> None:
        super().__init__(data, authority=authority)
        organisations = Organisation.objects.filter(authorities=authority)
        if sight.organisations is not None:
            organisations = organisations.filter(pk__in=sight.organisations)
        self.offer("organisation", organisations, "All organisations")

    @property
    def until(self) -> date:
        return clock.today() + timedelta(days=int(self.chosen("within") or "90"))


class CourseFilterForm(FilterForm):
    """Which course was ever done; unless chosen, the workshop that the seeds count."""

    course = forms.ChoiceField(label="Course", required=False)

    def __init__(self, data, *, authority: Authority) -> None:
        courses = list(Course.objects.filter(authority=authority))
        usual = [each for each in courses if each.code == WORKSHOP] or courses
        if usual and not data.get("course"):
            data = {"course": str(usual[0].pk)}
        super().__init__(data)
        self.offer("course", courses)
