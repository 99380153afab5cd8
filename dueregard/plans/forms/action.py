from django import forms

from dueregard.partners.models import Post
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField, RevealForm

from ..models import Action, Audience, Plan
from ..services import Owner, owners_named

WHEN_CHOICES = [
    ("by", "By a date"),
    ("ongoing", "It is ongoing, and reviewed"),
    ("none", "Not decided yet"),
]
EDITABLE_STATUS = [one for one in Action.Status.choices if one[0] not in Action.STOPPED]


def lines_of(text: str) -> list[str]:
    """The lines of a text box, without blank ones."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


class ActionForm(RevealForm):
    """What an action says, who answers for it, and by when."""

    ref = forms.CharField(
        label="Number in the plan",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"width": 5}),
    )
    text = forms.CharField(
        label="What will be done?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter what will be done"},
    )
    owners_text = forms.CharField(
        label="Who answers for it?",
        help_text="One on each line, as a post or an organisation. The first leads.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    when = forms.ChoiceField(
        label="By when?",
        choices=WHEN_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Select by when it will be done"},
    )
    due_on = DatePartsField(label="Due date", subject="The due date")
    review_every_months = forms.IntegerField(
        label="How many months between reviews?",
        min_value=1,
        max_value=24,
        widget=forms.NumberInput(attrs={"width": 2}),
        error_messages={"required": "Enter the number of months between reviews"},
    )
    starts_on = DatePartsField(
        label="Start date", subject="The start date", required=False
    )
    timescale_text = forms.CharField(
        label="Timescale as the plan words it",
        max_length=300,
        required=False,
    )
    status = forms.ChoiceField(
        label="Status", choices=EDITABLE_STATUS, widget=forms.RadioSelect
    )
    audience = forms.ChoiceField(
        label="Who may read it?",
        choices=Audience,
        widget=forms.RadioSelect(
            attrs={
                "hints": {
                    Audience.PUBLIC: "It is on the public page of a published plan.",
                    Audience.PARTNERS: "Everyone who signs in and reads the plan.",
                    Audience.RESTRICTED: "The people who run or oversee the plan, and "
                    "its owners. The public sees only that there is one more.",
                }
            }
        ),
    )

    reveals = {"when": {"by": ["due_on"], "ongoing": ["review_every_months"]}}

    def __init__(self, data, *, plan: Plan, action: Action | None = None):
        super().__init__(data, initial=_initial(action))
        self.plan, self.action = plan, action
        if not plan.is_draft:
            for name in ("ref", "text", "timescale_text"):
                self.fields[name].disabled = True

    def clean_ref(self) -> str:
        ref = self.cleaned_data["ref"]
        same = self.plan.actions.filter(ref=ref)
        if self.action:
            same = same.exclude(pk=self.action.pk)
        if ref and same.exists():
            raise forms.ValidationError(f"Another action of this plan is number {ref}")
        return ref

    def clean(self):
        cleaned = super().clean()
        starts_on, due_on = cleaned.get("starts_on"), cleaned.get("due_on")
        if starts_on and due_on and due_on < starts_on:
            self.add_error("due_on", "The due date must be after the start date")
        return cleaned

    def changes(self) -> dict:
        """Columns of `Action` as the form gives them."""
        values = self.cleaned_data
        changes = {
            name: values[name]
            for name in ("text", "owners_text", "timescale_text", "status", "audience")
        }
        changes["starts_on"] = values.get("starts_on")
        changes["due_on"] = values.get("due_on")
        changes["is_ongoing"] = values["when"] == "ongoing"
        if changes["is_ongoing"]:
            changes["review_every_months"] = values["review_every_months"]
        if values["ref"]:
            changes["ref"] = values["ref"]
        return changes

    def owners(self) -> list[Owner] | None:
        """The owners named, or None when their words have not changed."""
        if self.action and self.cleaned_data["owners_text"] == self.action.owners_text:
            return None
        names = lines_of(self.cleaned_data["owners_text"])
        found = owners_named(names, authority=self.plan.authority)
        return [owner for owners in found for owner in owners]


DATE_REASON = "Enter why the due date changes"


def date_reason_field() -> forms.CharField:
    """Asked for where the board has agreed to the date that changes."""
    return forms.CharField(
        label="If the due date changes, why?",
        help_text="The board has agreed to this plan, so it reads the reason.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ActionEditForm(Versioned, ActionForm):
    """The same for an action that there is, with the version that was shown."""

    date_reason = date_reason_field()

    field_order = (
        "ref",
        "text",
        "owners_text",
        "when",
        "due_on",
        "review_every_months",
        "date_reason",
    )

    def __init__(self, data, *, plan: Plan, action: Action):
        super().__init__(data, plan=plan, action=action)
        if not plan.is_agreed or action.due_on is None:
            del self.fields["date_reason"]

    def clean(self):
        cleaned = super().clean()
        was = self.action.due_on if self.action and self.plan.is_agreed else None
        if was and cleaned.get("when") and "due_on" not in self.errors:
            now = cleaned.get("due_on")
            if now != was and not cleaned.get("date_reason", "").strip():
                self.add_error("date_reason", DATE_REASON)
        return cleaned

    def saved_values(self, row: Action) -> dict:
        return _initial(row) | {"date_reason": ""}


def _initial(action: Action | None) -> dict:
    if action is None:
        return {
            "when": "by",
            "review_every_months": 3,
            "status": Action.Status.NOT_STARTED,
            "audience": Audience.PUBLIC,
        }
    initial = {
        name: getattr(action, name)
        for name in ("version", *ActionForm.base_fields)
        if name != "when"
    }
    initial["when"] = (
        "by" if action.due_on else "ongoing" if action.is_ongoing else "none"
    )
    return initial


class CancelForm(forms.Form):
    because = forms.CharField(
        label="Why is it cancelled?",
        help_text="This stays with the action. The public does not see it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why the action is cancelled"},
    )


class ChangeManyForm(forms.Form):
    """What to change on all the actions that were ticked; the rest stays as it is."""

    owner = forms.ModelChoiceField(
        label="Owner",
        queryset=Post.objects.none(),
        required=False,
        empty_label="Leave as they are",
    )
    due_on = DatePartsField(label="Due date", subject="The due date", required=False)
    date_reason = date_reason_field()
    status = forms.ChoiceField(
        label="Status",
        choices=[("", "Leave as it is"), *EDITABLE_STATUS],
        required=False,
    )
    audience = forms.ChoiceField(
        label="Who may read them",
        choices=[("", "Leave as it is"), *Audience.choices],
        required=False,
    )
    confirm = forms.BooleanField(
        label="What the import was unsure of is right as it stands", required=False
    )

    def __init__(self, data, *, plan: Plan):
        super().__init__(data)
        if not plan.is_draft:
            del self.fields["confirm"]
        if not plan.is_agreed:
            del self.fields["date_reason"]
        posts = Post.objects.in_use().filter(authority=plan.authority_id)
        self.fields["owner"].queryset = posts.select_related("organisation")
        self.fields["owner"].label_from_instance = lambda post: (
            f"{post.title}, {post.organisation}"
        )

    def clean(self):
        cleaned = super().clean()
        changes = [answer for name, answer in cleaned.items() if name != "date_reason"]
        if not self.errors and not any(changes):
            raise forms.ValidationError("Select at least one thing to change")
        reason = cleaned.get("date_reason", "").strip()
        if "date_reason" in self.fields and cleaned.get("due_on") and not reason:
            self.add_error("date_reason", DATE_REASON)
        return cleaned

    def changes(self) -> dict:
        values = self.cleaned_data
        changes = {
            name: values[name] for name in ("status", "audience") if values[name]
        }
        if values.get("confirm"):
            changes["is_certain"] = True
        if values["due_on"]:
            changes |= {"due_on": values["due_on"], "is_ongoing": False}
        return changes

    def chosen_owner(self) -> Owner | None:
        post = self.cleaned_data["owner"]
        return Owner(post.title, post_id=post.pk) if post else None
