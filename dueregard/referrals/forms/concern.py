"""What somebody noticed: danger first, then the facts, then what they may mean."""

from typing import Any

from django import forms

from dueregard.accounts.models import Organisation
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms.offering import offer
from dueregard.vault import rooms

from ..codes import Emergency
from ..models import Concern

NARRATIVE = 20_000  # characters: some pages of writing
SHORT = 4_000
NOT_YET = "not_yet"


def long_text(
    label: str, *, most: int = SHORT, rows: int = 5, **kwargs: Any
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=widget, **kwargs)


class EmergencyForm(forms.Form):
    """Asked first, alone. Who has not called 999 yet is told to."""

    emergency = forms.ChoiceField(
        label="Is anybody in danger now?",
        choices=[
            (Emergency.NONE, "No, nobody is in danger now"),
            (NOT_YET, "Yes, and nobody has called 999 yet"),
            (Emergency.CALLED_999, "Yes, and 999 has been called"),
            (Emergency.HOTLINE, "Yes, and the Anti-Terrorist Hotline has been called"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether anybody is in danger now"},
    )

    def clean_emergency(self) -> str:
        given = self.cleaned_data["emergency"]
        if given == NOT_YET:
            raise forms.ValidationError(
                "Call 999 now. When you have called, select that 999 has been called"
            )
        return given


class ConcernForm(forms.Form):
    """The facts first, in the writer's own words, then what they make of them."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="For which organisation do you note this?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select the organisation"},
    )
    what_was_seen = long_text(
        "What did you see or hear?",
        help_text="Only what was done or said, in your own words and as exactly as you "
        "can. Use initials, not full names, where that is enough.",
        most=NARRATIVE,
        rows=10,
        error_messages={"required": "Enter what you saw or heard"},
    )
    when_and_where = long_text(
        "When and where was it?",
        rows=3,
        error_messages={
            "required": "Enter when and where it was, or that you do not know"
        },
    )
    means = long_text(
        "What do you think it means, and what worries you?",
        help_text="This is kept apart from what you saw.",
        required=False,
    )
    other_explanations = long_text(
        "What else could explain it?",
        help_text="For example a game, homework, an illness, a quarrel, or a faith or "
        "opinion that harms nobody. Write down what you thought of, also if you found "
        "nothing.",
        error_messages={
            "required": "Enter what else could explain it, or that you found nothing"
        },
    )

    def __init__(
        self,
        data: Any = None,
        *,
        organisations: list[Organisation],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.only = organisations[0] if len(organisations) == 1 else None
        if self.only:
            del self.fields["organisation"]
            return
        ids = [each.pk for each in organisations]
        offer(self, "organisation", Organisation.objects.filter(pk__in=ids))

    def organisation_given(self) -> Organisation:
        return self.only or self.cleaned_data["organisation"]

    def words(self) -> dict[str, str]:
        return {
            name: self.cleaned_data[name]
            for name in self.fields
            if name != "organisation"
        }


class ChangeConcernForm(Versioned, ConcernForm):
    """The words of a concern that nobody is asked to check yet."""

    def __init__(self, data: Any, *, concern: Concern) -> None:
        shown = {"version": concern.version, **_words_of(concern)}
        super().__init__(data, organisations=[concern.organisation], initial=shown)

    def saved_values(self, row: Any) -> dict[str, Any]:
        return _words_of(rooms.current().show(row))


def _words_of(concern: Concern) -> dict[str, str]:
    return {
        "what_was_seen": concern.what_was_seen,
        "when_and_where": concern.when_and_where,
        "means": concern.means,
        "other_explanations": concern.other_explanations,
    }
