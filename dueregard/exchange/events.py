"""What the audit says of files on their way in. Facts are codes, numbers and hashes."""

from dueregard.audit.events import Event


class UploadEvent:
    RECEIVED = Event(
        "upload.received", "uploaded a file", facts={"importer", "sha256", "size"}
    )
    READ_STARTED = Event(
        "upload.read_started", "had an uploaded file read", facts={"note_hash"}
    )
    READ_AGAIN = Event(
        "upload.read_again", "had an uploaded file read again after reading failed"
    )
    COLUMNS_ASKED = Event(
        "upload.columns_asked",
        "was asked what the columns of an uploaded file hold",
        facts={"note_hash"},
    )
    COLUMNS_MATCHED = Event(
        "upload.columns_matched",
        "said what the columns of an uploaded file hold",
        facts={"note_hash"},
    )
    STAGED = Event(
        "upload.staged", "had an uploaded file compared", facts={"note_hash"}
    )
    REFUSED = Event(
        "upload.refused", "uploaded a file that cannot be read", facts={"note_hash"}
    )
    CHECKED_AGAIN = Event(
        "upload.checked_again",
        "had an uploaded file compared again",
        facts={"note_hash"},
    )
    DECIDED = Event(
        "upload.decided",
        "chose which uncertain rows of an uploaded file go in",
        facts={"kept", "skipped"},
    )
    CONFIRMED = Event("upload.confirmed", "confirmed an import", facts={"note_hash"})
    PUT_BACK = Event(
        "upload.put_back", "had an import put back to be checked", facts={"note_hash"}
    )
    APPLIED = Event("upload.applied", "imported a file", facts={"note_hash"})
    COUNTED = Event(
        "upload.counted",
        "put {rows} rows of a file in",
        facts={"importer", "sha256", "rows"},
    )
    UNDO_ASKED = Event(
        "upload.undo_asked", "asked for an import to be undone", facts={"note_hash"}
    )
    KEPT_IN = Event(
        "upload.kept_in",
        "left in an import that was to be undone",
        facts={"note_hash"},
    )
    UNDONE = Event("upload.undone", "undid an import", facts={"note_hash"})
    DISCARDED = Event(
        "upload.discarded", "threw an uploaded file away", facts={"note_hash"}
    )
    FORGOTTEN = Event(
        "upload.forgotten", "removed an uploaded file that was past keeping"
    )
    PROBLEMS_EXPORTED = Event(
        "upload.problems_exported",
        "saved the rows of a file that could not go in",
        facts={"rows"},
    )
