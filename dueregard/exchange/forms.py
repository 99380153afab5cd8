"""What is asked with a file, about its columns, and about its doubtful rows."""

from pathlib import PurePath

from django import forms

from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers.recognise import kind_of

from . import mappings
from .importers import Decision, Importer
from .models import StagedRow, Upload
from .readers.limits import MEBIBYTE

DECISIONS = [*Decision.choices, ("", "Decide later")]


class FileForm(forms.Form):
    """The file itself. What can be told without reading it is told here."""

    file = forms.FileField(
        label="File",
        error_messages={
            "required": "Select a file",
            "empty": "The file is empty. Select a file with something in it.",
            "invalid": "Select a file",
        },
    )

    def __init__(self, *args, importer: Importer, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.importer = importer
        self.fields[
            "file"
        ].help_text = f"{_any_of(importer.accepts)}, up to {_mebibytes(importer)} MiB."
        self.fields["file"].widget.attrs["accept"] = ",".join(importer.accepts)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() not in self.importer.accepts:
            accepted = _any_of(self.importer.accepts)
            raise forms.ValidationError(
                _advice(file) or f"Select a file of a kind that can be read: {accepted}"
            )
        if file.size > self.importer.limits.file:
            raise forms.ValidationError(
                f"Select a file of at most {_mebibytes(self.importer)} MiB. This one "
                f"is {file.size / MEBIBYTE:,.1f} MiB: take pictures out, or split it."
            )
        return file


def _advice(file) -> str:
    """What the reader would say of a file of this kind: a PDF, an old Word file."""
    start = file.read(4096)
    file.seek(0)
    try:
        kind_of(file.name, start)
    except Unreadable as refusal:
        return str(refusal)
    return ""


class VersionForm(forms.Form):
    """Carries the version that the person looked at, and asks nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, upload: Upload, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = upload.version


class MappingForm(VersionForm):
    """One question for each column of the file: what does it hold?"""

    def __init__(self, *args, upload: Upload, **kwargs) -> None:
        super().__init__(*args, upload=upload, **kwargs)
        self.importer = upload.kind
        self.columns = mappings.from_json(upload.columns)
        guessed = mappings.guesses(self.columns, self.importer.fields)
        answers: dict[str, str] = upload.mapping or guessed
        choices = [
            ("", self.importer.unmapped),
            *((held.name, held.label) for held in self.importer.fields),
        ]
        for place, column in enumerate(self.columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=f"“{column.name}”",
                help_text=_samples(column.samples),
                choices=choices,
                required=False,
                initial=answers.get(column.name, ""),
            )

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        given = [cleaned.get(f"column_{n}", "") for n in range(len(self.columns))]
        for held in self.importer.fields:
            places = [n for n, name in enumerate(given) if name == held.name]
            if held.required and not places:
                phrase = held.phrase or held.label.lower()
                self.add_error("column_0", f"Select the column that holds {phrase}")
            elif len(places) > 1 and not held.many:
                self.add_error(
                    f"column_{places[1]}",
                    f"Select “{held.label}” for one column only. “"
                    f"{self.columns[places[0]].name}” has it already",
                )
        return cleaned

    def mapping(self) -> dict[str, str]:
        return {
            column.name: self.cleaned_data[f"column_{place}"]
            for place, column in enumerate(self.columns)
        }


class DecisionsForm(VersionForm):
    """For each row that needs a look: does it go in?"""

    def __init__(self, *args, upload: Upload, rows: list[StagedRow], **kwargs) -> None:
        super().__init__(*args, upload=upload, **kwargs)
        self.rows = rows
        self.importer_keeps = upload.kind.undecided == Decision.KEEP
        for row in rows:
            self.fields[f"row_{row.pk}"] = forms.ChoiceField(
                label=_named(row),
                help_text=_reasons(row),
                choices=DECISIONS,
                required=False,
                initial=row.decision,
                widget=forms.RadioSelect(attrs={"inline": True, "small": True}),
            )

    def decisions(self) -> dict[int, Decision]:
        answers = {row.pk: self.cleaned_data[f"row_{row.pk}"] for row in self.rows}
        return {pk: Decision(answer) for pk, answer in answers.items() if answer}


class RestForm(VersionForm):
    """What becomes of every row that nobody decided on yet."""

    decision = forms.ChoiceField(
        choices=Decision.choices,
        error_messages={
            "required": "Select whether the rest goes in",
            "invalid_choice": "Select whether the rest goes in",
        },
    )


def _samples(samples) -> str:
    filled = [f"“{text}”" for text in samples if text]
    return f"For example {', '.join(filled)}" if filled else "The column is empty."


def _named(row: StagedRow) -> str:
    return f"Line {row.line}: {row.text}" if row.line else row.text


def _reasons(row: StagedRow) -> str:
    cells = [f"{label}: {text}" for label, text in row.cells.items() if text]
    return " ".join([*row.problems, " · ".join(cells)]).strip()


def _any_of(suffixes) -> str:
    names = [suffix.removeprefix(".").upper() for suffix in suffixes]
    return " or ".join([", ".join(names[:-1]), names[-1]]) if names[1:] else names[0]


def _mebibytes(importer: Importer) -> int:
    return importer.limits.file // MEBIBYTE
