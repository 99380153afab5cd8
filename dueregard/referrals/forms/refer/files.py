from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.documents.forms.evidence import EvidenceFileField


class FileForm(forms.Form):
    file = EvidenceFileField(label=_("Add a file"))
