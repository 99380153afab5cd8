"""Questions about what somebody gives: a file, or a link, and what it shows."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from dueregard import clock
from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers.limits import MEBIBYTE
from dueregard.ui.forms import DatePartsField

from ..checks import ACCEPT, kind_of_upload
from ..checks.kinds import TAKEN
from ..tags import DUTIES, SECTIONS, Tag

AGAIN = "The rest of this form is kept; the file must be chosen again."
PARTS = {"parts": ("day", "month", "year")}


class EvidenceFileField(forms.FileField):
    """One file of a kind that is taken. What it is, is seen before it is kept.

    The sentence of a mistake says that the file must be chosen again: no browser sends
    it twice by itself.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "File")
        super().__init__(**kwargs)
        self.error_messages |= {
            "required": "Select a file",
            "invalid": "Select a file",
            "empty": "The file is empty. Select a file with something in it.",
        }
        most = settings.DOCUMENT_MOST // MEBIBYTE
        self.help_text = self.help_text or f"{TAKEN}, up to {most} MiB."
        self.widget.attrs["accept"] = ACCEPT

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return file
        try:
            kind_of_upload(file)
        except Unreadable as refusal:
            raise forms.ValidationError(f"{refusal} {AGAIN}") from None
        return file


def _tags(label: str, tags: tuple[Tag, ...]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=[(tag.value, tag.label) for tag in tags],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        error_messages={"invalid_choice": "Select from the list"},
    )


class AboutForm(forms.Form):
    """Which day a thing is of, until when it counts, and what it is evidence for."""

    evidence_on = DatePartsField(
        label="Which day is it of?",
        help_text="The day of the meeting, the course or the decision that it shows.",
        subject="The day it is of",
        required=False,
    )
    evidence_expires_on = DatePartsField(
        label="When does it stop counting?",
        help_text="For example, when a certificate ends. Leave empty if it does not.",
        subject="The day it stops counting",
        required=False,
    )
    evidence_duties = _tags("Which duties is it evidence for?", DUTIES)
    evidence_sections = _tags(
        "Which sections of the self-assessment toolkit is it evidence for?", SECTIONS
    )

    def clean_evidence_on(self):
        day = self.cleaned_data["evidence_on"]
        if day and day > clock.today():
            raise forms.ValidationError(
                "The day it is of must be today or in the past", params=PARTS
            )
        return day

    def clean(self):
        cleaned = super().clean()
        begun, ends = cleaned.get("evidence_on"), cleaned.get("evidence_expires_on")
        if begun and ends and ends <= begun:
            self.add_error(
                "evidence_expires_on",
                forms.ValidationError(
                    "The day it stops counting must be after the day it is of",
                    params=PARTS,
                ),
            )
        return cleaned

    def about(self) -> dict[str, Any]:
        """The days and tags, as the services take them."""
        answers = self.cleaned_data
        return {
            "happened_on": answers["evidence_on"],
            "expires_on": answers["evidence_expires_on"],
            "tags": [*answers["evidence_duties"], *answers["evidence_sections"]],
        }


class EvidenceForm(AboutForm):
    """A file, a link, both or neither: for forms that take evidence with their words.

    Mix it in, hand it `files=request.FILES`, and give `evidence()` to
    `services.keep_given`. All its fields begin `evidence_`.
    """

    evidence_file = EvidenceFileField(required=False)
    evidence_link = forms.URLField(
        label="Link",
        help_text="A web address where others can read it.",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={
            "invalid": "Enter a full web address, such as https://marlbrook.example/notes"
        },
    )
    evidence_title = forms.CharField(
        label="What is it?",
        help_text="For example: attendance list of the board. Leave out anything about "
        "a named person.",
        required=False,
        max_length=200,
    )

    field_order = (
        "evidence_file",
        "evidence_link",
        "evidence_title",
        "evidence_on",
        "evidence_expires_on",
        "evidence_duties",
        "evidence_sections",
    )

    def clean_evidence_link(self):
        link = self.cleaned_data["evidence_link"]
        if link and not link.lower().startswith(("https://", "http://")):
            raise forms.ValidationError(
                "Enter a full web address, such as https://marlbrook.example/notes"
            )
        return link

    def evidence(self) -> dict[str, Any]:
        """What was given, for `services.keep_given`."""
        answers = self.cleaned_data
        return {
            "file": answers.get("evidence_file"),
            "link": answers.get("evidence_link", ""),
            "title": answers.get("evidence_title", ""),
            **self.about(),
        }
