"""Questions about the shape of a draft: split an action, merge some, move one."""

from django import forms

from ..models import Action, Group
from .action import lines_of


class SplitForm(forms.Form):
    """One action a line; each line becomes an action with the same owners."""

    texts = forms.CharField(
        label="The actions it should be, one on each line",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=10000,
        error_messages={"required": "Enter the actions, one on each line"},
    )

    def __init__(self, data, *, text: str):
        super().__init__(data, initial={"texts": text})

    def clean_texts(self) -> list[str]:
        texts = lines_of(self.cleaned_data["texts"])
        if len(texts) < 2:
            raise forms.ValidationError("Enter at least two actions, one on each line")
        return texts


class MergeForm(forms.Form):
    others = forms.ModelMultipleChoiceField(
        label="Which actions belong to this one?",
        queryset=Action.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one other action"},
    )
    text = forms.CharField(
        label="What should the merged action say?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter what the merged action should say"},
    )

    def __init__(self, data, *, others, text: str):
        super().__init__(data, initial={"text": text})
        self.fields["others"].queryset = others
        self.fields["others"].label_from_instance = lambda action: (
            f"{action.ref}: {action.text}"
        )


class PlaceForm(forms.Form):
    """Where an action goes: behind another, or first in a group."""

    place = forms.ChoiceField(
        label="Put it",
        error_messages={"required": "Select where it should go"},
    )

    def __init__(self, data, *, action: Action):
        super().__init__(data)
        self.groups = {
            str(group.pk): group
            for group in Group.objects.filter(plan=action.plan_id).order_by("position")
        }
        others = Action.objects.filter(plan=action.plan_id).exclude(pk=action.pk)
        self.others = {
            str(other.pk): other
            for other in others.only("pk", "ref", "text", "group_id", "plan_id")
        }
        self.fields["place"].choices = [("", "Choose a place"), *self._choices()]

    def _choices(self):
        by_group: dict[int, list[Action]] = {}
        for other in self.others.values():
            by_group.setdefault(other.group_id, []).append(other)
        for key, group in self.groups.items():
            behind = [
                (f"after-{other.pk}", f"After {other.ref}: {other.text[:60]}")
                for other in by_group.get(group.pk, [])
            ]
            yield str(group)[:80], [(f"first-{key}", "First in this group"), *behind]

    def chosen_place(self) -> tuple[Group, Action | None]:
        kind, _, key = self.cleaned_data["place"].partition("-")
        if kind == "first":
            return self.groups[key], None
        after = self.others[key]
        return self.groups[str(after.group_id)], after
