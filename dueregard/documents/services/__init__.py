"""Taking in what people give, and what becomes of it."""

from .keeping import edit, note_download, withdraw
from .receiving import add_link, add_version, keep_given, receive, receive_or_say
from .scanning import scan, scan_waiting
from .succession import pass_documents_now
from .sweeping import sweep
from .tagging import tag

__all__ = [
    "add_link",
    "add_version",
    "edit",
    "keep_given",
    "note_download",
    "pass_documents_now",
    "receive",
    "receive_or_say",
    "scan",
    "scan_waiting",
    "sweep",
    "tag",
    "withdraw",
]
