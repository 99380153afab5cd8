"""Questions that open under a choice."""

from typing import ClassVar

from django import forms


class Reveals(forms.BaseForm):
    """Mix into a form, first, when its radios or checkboxes open further questions.

    `reveals` maps a field to its choices, and each choice to the names of the fields
    that it opens. An answer under a choice that was not made is dropped, whatever was
    posted; one under the choice that was made is checked as its field says.
    """

    reveals: ClassVar[dict[str, dict[str, list[str]]]] = {}

    def revealed_names(self) -> set[str]:
        """Every field that stands under a choice, open or not."""
        return {
            name
            for choices in self.reveals.values()
            for names in choices.values()
            for name in names
        }

    def is_open(self, name: str) -> bool:
        """Whether the choice that opens `name` was made."""
        for chooser, choices in self.reveals.items():
            for choice, names in choices.items():
                if name in names:
                    return self._chosen(chooser, choice) and self.is_open(chooser)
        return True

    def _chosen(self, chooser: str, choice: str) -> bool:
        answer = self[chooser].data
        answers = answer if isinstance(answer, list | tuple) else [answer]
        return choice in [str(one) for one in answers]

    def _clean_fields(self) -> None:
        """Leave closed questions out, so that they neither fail nor are kept."""
        closed = {name for name in self.fields if not self.is_open(name)}
        everything = self.fields
        self.fields = {
            name: field for name, field in everything.items() if name not in closed
        }
        super()._clean_fields()
        self.fields = everything
        for name in closed:
            self.cleaned_data[name] = everything[name].to_python(None)


class RevealForm(Reveals, forms.Form):
    """A plain form with questions that open under a choice."""
