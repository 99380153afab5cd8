"""What governance records. Facts are ids, codes, dates and hashes, never text."""

from dueregard.audit.events import Event


class GroupEvent:
    ADDED = Event("governance.group_added", "added {subject}", {"kind"})
    CHANGED = Event("governance.group_changed", "changed {subject}", {"fields"})
    CLOSED = Event("governance.group_closed", "closed {subject}", {"closed_on"})
    TERMS_AGREED = Event(
        "governance.terms_agreed",
        "noted the terms of reference of {subject}",
        {"number", "agreed_on", "review_on", "text_hash"},
    )
    SEAT_GIVEN = Event(
        "governance.seat_given",
        "gave somebody a seat on {subject}",
        {"seat_id", "member_id", "seat", "starts_on", "ends_on"},
    )
    SEAT_CHANGED = Event(
        "governance.seat_changed", "changed a seat on {subject}", {"seat_id", "fields"}
    )
    SEAT_ENDED = Event(
        "governance.seat_ended",
        "ended a seat on {subject}",
        {"seat_id", "member_id", "ends_on"},
    )
    SERIES_ADDED = Event(
        "governance.series_added",
        "put a series of meetings of {subject} in",
        {"series_id", "every_months", "meetings"},
    )
    SERIES_ENDED = Event(
        "governance.series_ended",
        "ended a series of meetings of {subject}",
        {"series_id", "cancelled"},
    )
    PASSED_OVER = Event(
        "governance.group_passed_over",
        "passed {subject} over to the authority's successor",
        {"from_authority_id"},
    )


class MeetingEvent:
    ADDED = Event("governance.meeting_added", "put {subject} in", {"starts_at"})
    CHANGED = Event("governance.meeting_changed", "changed {subject}", {"fields"})
    CALLED = Event("governance.meeting_called", "called {subject}", {"note_hash"})
    HELD = Event(
        "governance.meeting_held", "said that {subject} took place", {"note_hash"}
    )
    MINUTED = Event(
        "governance.minutes_agreed", "agreed the minutes of {subject}", {"note_hash"}
    )
    CANCELLED = Event(
        "governance.meeting_cancelled", "cancelled {subject}", {"note_hash"}
    )
    ATTENDANCE = Event(
        "governance.attendance_noted",
        "noted who came to {subject}",
        {"present", "apologies", "deputies", "absent"},
    )
    PRINTED = Event("governance.meeting_printed", "printed {subject}", {"part"})


class AgendaEvent:
    ADDED = Event("governance.item_added", "added {subject}", {"meeting_id"})
    CHANGED = Event("governance.item_changed", "changed {subject}", {"fields"})
    MOVED = Event(
        "governance.item_moved", "moved {subject}", {"meeting_id", "position"}
    )
    REMOVED = Event("governance.item_removed", "removed an agenda item", {"item_id"})
    MINUTED = Event(
        "governance.item_minuted", "wrote the minutes of {subject}", {"content_hash"}
    )
    PAPER_ADDED = Event(
        "governance.paper_added", "added a paper to {subject}", {"document_id"}
    )
    PAPER_REMOVED = Event(
        "governance.paper_removed", "took a paper off {subject}", {"document_id"}
    )


class OutcomeEvent:
    ADDED = Event(
        "governance.outcome_added",
        "wrote {subject} down",
        {"kind", "content_hash", "post_id", "due_on"},
    )
    CHANGED = Event(
        "governance.outcome_changed", "changed {subject}", {"fields", "content_hash"}
    )
    REMOVED = Event(
        "governance.outcome_removed", "removed an outcome", {"outcome_id", "kind"}
    )
    DONE = Event(
        "governance.action_done",
        "said that {subject} is done",
        {"done_on", "note_hash"},
    )


class ControlledEvent:
    ADDED = Event(
        "governance.controlled_added", "put {subject} under control", {"kind"}
    )
    CHANGED = Event("governance.controlled_changed", "changed {subject}", {"fields"})
    NEW_VERSION = Event(
        "governance.controlled_version",
        "gave {subject} a new version",
        {"number", "asked"},
    )
    SENT_TO = Event(
        "governance.controlled_distribution",
        "changed who must read {subject}",
        {"added", "removed"},
    )
    READ = Event(
        "governance.controlled_read", "said that they have read {subject}", {"number"}
    )
    WITHDRAWN = Event("governance.controlled_withdrawn", "withdrew {subject}")
