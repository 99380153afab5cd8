"""What is asked with a file of training records, and when it is taken out again."""

from typing import Any

from django import forms

from dueregard.accounts.models import Organisation

from ..services.import_undoing import Erasable


class OptionsForm(forms.Form):
    """Where the people are whose organisation the file does not say."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="All rows are for",
        required=False,
        empty_label="The file has a column with the organisation",
        help_text="Select one only when the file has no column with the organisation.",
        error_messages={"invalid_choice": "Select an organisation from the list"},
    )

    def __init__(self, data, *, organisations, user, initial):
        super().__init__(data, initial=initial)
        self.user = user
        field: Any = self.fields["organisation"]
        field.queryset = organisations

    def clean(self):
        chosen = self.cleaned_data.get("organisation")
        return {"organisation": chosen.pk if chosen else None, "by": self.user.pk}


class UndoForm(forms.Form):
    """What becomes of people whom the import added; asked where there are any of whom
    it says that they completed something, as the others go in any case."""

    KEEP, ERASE = "keep", "erase"

    people = forms.ChoiceField(
        label="What should happen to the people that this import added?",
        choices=[(KEEP, ""), (ERASE, "")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select whether the people that this import added are kept",
            "invalid_choice": "Select whether the people that this import added are "
            "kept",
        },
    )

    def __init__(self, data, *, taken: Erasable) -> None:
        super().__init__(data)
        if not taken.people:
            del self.fields["people"]
            return
        field: Any = self.fields["people"]
        field.choices = [
            (self.KEEP, "Keep them, and take back what they completed"),
            (self.ERASE, f"Erase {_people(taken.people)} and {_done(taken)}"),
        ]
        field.help_text = _what_erasing_means(taken)


def _what_erasing_means(taken: Erasable) -> str:
    words = (
        "Erase people who should never have been in the register, such as those of a "
        "wrong file or of another council. Nobody can bring them back."
    )
    if not taken.staying:
        return words
    stay = "stays" if taken.staying == 1 else "stay"
    return (
        f"{words} {_people(taken.staying)} that the import added {stay} all the same, "
        "as something else names them since."
    )


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _done(taken: Erasable) -> str:
    if taken.completions == 1:
        return "the completion recorded for them"
    return f"the {taken.completions:,} completions recorded for them"
