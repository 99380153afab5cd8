"""Events that only the tests of audit record."""

from dueregard.audit.events import Event, Redaction


class SampleEvent:
    CHANGED = Event(
        "sample.changed",
        "changed {subject}",
        facts={"fields", "note_hash", "on", "count", "code", "ref"},
    )
    UNNAMED = Event("sample.unnamed", "looked", redaction=Redaction.PERSON)
    UNSEEN = Event("sample.unseen", "hid", redaction=Redaction.WHOLE)
