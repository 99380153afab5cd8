"""Questions about somebody's time in the register."""

from django import forms

from dueregard.ui.forms import DatePartsField, offer

from ..models import Learner, RoleGroup


class PutInGroupForm(forms.Form):
    """A role group that somebody is in from now on."""

    role_group = forms.ModelChoiceField(
        RoleGroup.objects.none(),
        empty_label="Select a role group",
        error_messages={"required": "Select a role group"},
    )
    starts_on = DatePartsField(
        label="Since when?",
        help_text="Leave empty if it is since they joined.",
        subject="The day they began",
        required=False,
    )

    def __init__(self, data, *, learner: Learner) -> None:
        super().__init__(data)
        rows = RoleGroup.objects.in_use().filter(authority=learner.authority_id)
        rows = rows.exclude(places__learner=learner)
        offer(self, "role_group", rows)


class LeaveForm(forms.Form):
    """The first day that somebody is gone."""

    left_on = DatePartsField(
        label="From which day are they gone?",
        subject="The day from which they are gone",
    )


class RejoinForm(forms.Form):
    joined_on = DatePartsField(
        label="When did they come back?", subject="The day they came back"
    )


class OnLeaveForm(forms.Form):
    """From when until when somebody is on leave."""

    leave_from = DatePartsField(
        label="First day of leave",
        help_text="Leave both days empty if they are not on leave.",
        subject="The first day of leave",
        required=False,
    )
    leave_until = DatePartsField(
        label="Last day of leave",
        help_text="Leave empty if it is not known yet.",
        subject="The last day of leave",
        required=False,
    )

    def __init__(self, data, *, learner: Learner) -> None:
        shown = {name: getattr(learner, name) for name in ("leave_from", "leave_until")}
        super().__init__(data, initial=shown)

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("leave_from"), cleaned.get("leave_until")
        if last and not first and "leave_from" not in self.errors:
            self.add_error("leave_from", "Enter the first day of leave")
        return cleaned
