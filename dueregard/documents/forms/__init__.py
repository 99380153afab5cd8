"""Questions about what somebody gives: a file, or a link, and what it shows."""

from .documents import AddForm, EditForm, VersionForm
from .evidence import AboutForm, EvidenceFileField, EvidenceForm
from .filters import SOON, DocumentFilterForm

__all__ = [
    "SOON",
    "AboutForm",
    "AddForm",
    "DocumentFilterForm",
    "EditForm",
    "EvidenceFileField",
    "EvidenceForm",
    "VersionForm",
]
