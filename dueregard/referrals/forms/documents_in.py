from django import forms
from django.utils.translation import gettext_lazy as _

from dueregard.documents.forms.evidence import EvidenceFileField


class FormFileForm(forms.Form):
    """The completed form, as Word or as a PDF with boxes."""

    file = EvidenceFileField(
        label=_("The completed form"),
        help_text=_("A Word document (.docx), or a PDF with boxes, up to 5 MB."),
    )
