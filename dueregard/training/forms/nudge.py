"""Whom to remind: the same names as the filters of coverage and of the people list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from dueregard.accounts.models import Authority, Organisation, Person

from ..models import Requirement
from ..nudging import Group
from ..owed import NUDGED, State
from ..reach import reach_of

LABELS = {
    State.LAPSED: "Their training ran out",
    State.NEVER: "They never did it, as far as we know",
    State.DUE_SOON: "It runs out in the next 60 days",
}


class NudgeForm(forms.Form):
    """Which people: an answer that makes no sense narrows nothing."""

    state = forms.MultipleChoiceField(
        label="Why",
        choices=[(str(state), LABELS[state]) for state in NUDGED],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
    )
    role_group = forms.ChoiceField(label="Role group", required=False)
    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="All",
    )
    course = forms.ChoiceField(label="Course", required=False)

    def __init__(
        self,
        data: Any,
        *,
        authority: Authority,
        by: Person,
        in_force: Sequence[Requirement],
    ) -> None:
        """`in_force` are the authority's rules: only what they ask for can be owed."""
        super().__init__(data)
        self.authority = authority
        self.role_groups = {str(one.role_group_id): one.role_group for one in in_force}
        self.courses = {str(one.course_id): one.course for one in in_force}
        self.fields["role_group"].choices = _choices(self.role_groups)
        self.fields["course"].choices = _choices(self.courses)
        self.fields["organisation"].queryset = _organisations(authority, by)

    def group(self) -> Group:
        self.is_valid()
        asked = self.cleaned_data
        states = tuple(State(each) for each in asked.get("state") or NUDGED)
        return Group(
            self.authority,
            states,
            role_group=self.role_groups.get(asked.get("role_group", "")),
            organisation=asked.get("organisation"),
            course=self.courses.get(asked.get("course", "")),
        )


def _choices(rows: Mapping[str, Any]) -> list[tuple[str, str]]:
    named = sorted(((str(row), key) for key, row in rows.items()))
    return [("", "All"), *((key, name) for name, key in named)]


def _organisations(authority: Authority, by: Person):
    """Those whose people `by` may keep records of."""
    reach = reach_of(by)
    rows = authority.organisations.all()
    if authority.pk in reach.kept_whole:
        return rows
    own = reach.organisations.get(authority.pk, frozenset())
    if authority.pk in reach.education:
        return rows.filter(sector=Organisation.Sector.EDUCATION) | rows.filter(
            pk__in=own
        )
    return rows.filter(pk__in=own)
