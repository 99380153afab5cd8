"""Which documents the list shows."""

from datetime import timedelta

from django import forms

from ..models import Document, FileVersion
from ..tags import Tag

SOON = timedelta(days=60)


class DocumentFilterForm(forms.Form):
    """Which documents the list shows."""

    STATES = [
        ("waiting", FileVersion.Status.QUARANTINED.label),
        ("clean", FileVersion.Status.CLEAN.label),
        ("refused", FileVersion.Status.REFUSED.label),
    ]
    TIMES = [
        ("in_date", "Counts today"),
        ("expiring", "Stops counting in 60 days"),
        ("expired", "No longer counts"),
    ]

    words = forms.CharField(label="Words in the title", required=False, max_length=200)
    tag = forms.ChoiceField(
        label="Evidence for", required=False, choices=[("", "Anything"), *Tag.choices]
    )
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "All"), *Document.Kind.choices]
    )
    state = forms.ChoiceField(
        label="Virus check", required=False, choices=[("", "All"), *STATES]
    )
    when = forms.ChoiceField(
        label="Date", required=False, choices=[("", "Any"), *TIMES]
    )

    def filtered(self, documents):
        """The documents that match; an answer that makes no sense matches all."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        if words := asked.get("words"):
            for word in words.split():
                documents = documents.filter(title__icontains=word)
        if tag := asked.get("tag"):
            documents = documents.filter(tags__tag=tag)
        if kind := asked.get("kind"):
            documents = documents.filter(kind=kind)
        documents = self._in_state(documents, asked.get("state", ""))
        return self._in_time(documents, asked.get("when", ""))

    def _in_state(self, documents, state: str):
        Status = FileVersion.Status
        if state == "waiting":
            waiting = [Status.RECEIVED, Status.QUARANTINED, Status.SCANNED]
            return documents.filter(state__in=waiting)
        return documents.filter(state=state) if state else documents

    def _in_time(self, documents, when: str):
        if when == "in_date":
            return documents.not_expired()
        if when == "expiring":
            return documents.expiring(within=SOON)
        return documents.expired() if when == "expired" else documents
