"""Sessions, and who has a place or was there."""

from dueregard.audit.events import Event


class FacilitatorEvent:
    ADDED = Event("training.facilitator_added", "added a facilitator", {"expires_on"})
    CHANGED = Event(
        "training.facilitator_changed",
        "changed a facilitator",
        {"fields", "expires_on"},
    )
    LEFT = Event(
        "training.facilitator_left", "noted that a facilitator left", {"left_on"}
    )


class SessionEvent:
    ADDED = Event(
        "training.session_added", "put {subject} in", {"course_id", "starts_at"}
    )
    CHANGED = Event("training.session_changed", "changed {subject}", {"fields", "told"})
    HELD = Event(
        "training.session_held", "noted that {subject} was held", {"note_hash"}
    )
    CANCELLED = Event(
        "training.session_cancelled", "cancelled {subject}", {"note_hash"}
    )
    HEADS_COUNTED = Event(
        "training.session_heads_counted",
        "counted who was at {subject}, without names",
        {"people", "rows"},
    )
    PRINTED = Event(
        "training.session_printed", "took a paper out of {subject}", {"part", "places"}
    )
    PASSED_OVER = Event(
        "training.sessions_passed_over",
        "passed the sessions of {subject} over to its successor",
        {"successor_id", "sessions"},
    )


class AttendanceEvent:
    """The subject is the session."""

    NOTED = Event(
        "training.attendance_noted",
        "noted who was at {subject}",
        {"attended", "absent", "walked_in", "completions"},
    )
    CHECKED_IN = Event(
        "training.attendance_checked_in",
        "checked in to {subject} with its code",
        {"place_id"},
    )
    MATCHED = Event(
        "training.attendance_matched",
        "matched somebody who was at {subject} with the register",
        {"place_id", "learner_id", "completion_id"},
    )
    LEFT_UNNAMED = Event(
        "training.attendance_left_unnamed",
        "left somebody who was at {subject} unnamed",
        {"place_id"},
    )


class PlaceEvent:
    TAKEN = Event("training.place_taken", "took {subject}", {"session_id", "status"})
    GIVEN_BACK = Event(
        "training.place_given_back", "gave {subject} back", {"session_id", "status"}
    )
    PROMOTED = Event(
        "training.place_promoted",
        "moved {subject} up from the waiting list",
        {"session_id", "status"},
    )
    FORGOTTEN = Event(
        "training.places_forgotten",
        "removed who had places at {subject}",
        {"deleted", "stripped"},
    )


class FeedbackEvent:
    """The subject is the session: nothing says whose feedback it was."""

    GIVEN = Event("training.feedback_given", "said what they thought of {subject}")
