"""What documents records: what was given, what became of it, who took it away."""

from dueregard.audit.events import Event


class DocumentEvent:
    GIVEN = Event(
        "documents.given", "gave {subject}", {"kind", "version_id", "sha256", "size"}
    )
    VERSION_ADDED = Event(
        "documents.version_added",
        "gave a newer file of {subject}",
        {"version_id", "number", "sha256", "size"},
    )
    EDITED = Event("documents.edited", "changed {subject}", {"fields"})
    TAGGED = Event("documents.tagged", "tagged {subject}", {"tags"})
    WITHDRAWN = Event("documents.withdrawn", "took {subject} back", {"sha256"})
    DOWNLOADED = Event(
        "documents.downloaded", "downloaded {subject}", {"version_id", "original"}
    )


class FileEvent:
    QUARANTINED = Event(
        "documents.file_quarantined", "put {subject} aside", {"note_hash"}
    )
    SCANNED = Event("documents.file_scanned", "scanned {subject}", {"note_hash"})
    FOUND_CLEAN = Event(
        "documents.file_found_clean", "found {subject} clean", {"note_hash"}
    )
    REFUSED = Event("documents.file_refused", "refused {subject}", {"note_hash"})
    VIEWING_COPY_MADE = Event(
        "documents.viewing_copy_made", "made a viewing copy of {subject}", {"sha256"}
    )
