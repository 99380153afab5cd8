"""Adding a document on its own, a newer file, and what is said about it."""

from typing import Any

from django import forms

from dueregard.accounts.models import Authority
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField

from ..models import Document
from ..tags import DUTIES, SECTIONS
from .evidence import AboutForm, EvidenceFileField, EvidenceForm


class AddForm(EvidenceForm):
    """Evidence on its own: a file or a link, for one authority."""

    marking = forms.ChoiceField(
        label="Marking",
        choices=Document.Marking,
        initial=Document.Marking.OFFICIAL,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a marking"},
    )
    authority = forms.ModelChoiceField(
        label="Whose evidence is it?",
        queryset=Authority.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select whose evidence it is"},
    )

    def __init__(self, data=None, files=None, *, authorities) -> None:
        super().__init__(data, files)
        self.only = authorities[0] if len(authorities) == 1 else None
        if self.only:
            del self.fields["authority"]
        else:
            ids = [one.pk for one in authorities]
            self.fields["authority"].queryset = Authority.objects.filter(pk__in=ids)

    def clean(self):
        cleaned = super().clean()
        file, link = cleaned.get("evidence_file"), cleaned.get("evidence_link")
        if not file and not link and not self.errors:
            self.add_error("evidence_file", "Select a file, or enter a link below")
        if file and link:
            self.add_error(
                "evidence_link",
                "Give a file or a link, not both. Add the other one on its own",
            )
        return cleaned


class VersionForm(forms.Form):
    file = EvidenceFileField(label="Newer file")


class EditForm(Versioned, AboutForm):
    """What is said about a document; its file is changed by a newer version."""

    title = forms.CharField(
        label="What is it?",
        max_length=200,
        error_messages={"required": "Enter what it is"},
    )
    received_on = DatePartsField(
        label="When did it come to us?", subject="The day it came to us"
    )
    marking = forms.ChoiceField(
        label="Marking", choices=Document.Marking, widget=forms.RadioSelect
    )

    field_order = (
        "title",
        "evidence_on",
        "received_on",
        "evidence_expires_on",
        "marking",
        "evidence_duties",
        "evidence_sections",
    )

    def __init__(self, data=None, *, document: Document) -> None:
        shown = {"version": document.version, **self.saved_values(document)}
        super().__init__(data, initial=shown)

    def saved_values(self, row: Any) -> dict[str, Any]:
        tags = {tag.tag for tag in row.tags.all()}
        return {
            "title": row.title,
            "evidence_on": row.happened_on,
            "received_on": row.received_on,
            "evidence_expires_on": row.expires_on,
            "marking": row.marking,
            "evidence_duties": [tag.value for tag in DUTIES if tag.value in tags],
            "evidence_sections": [tag.value for tag in SECTIONS if tag.value in tags],
        }

    def changes(self) -> dict[str, Any]:
        """What to save, as `services.edit` takes it."""
        names = ("title", "received_on", "marking")
        return self.about() | {name: self.cleaned_data[name] for name in names}
