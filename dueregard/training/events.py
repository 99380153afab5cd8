"""What training records. Facts are ids, codes, dates and hashes, never text."""

from dueregard.audit.events import Event


class HeadcountEvent:
    DECLARED = Event(
        "training.headcount_declared",
        "declared {subject}",
        {"role_group_id", "organisation_id", "as_of", "people", "in_date", "replaces"},
    )
    CHECKED = Event(
        "training.headcount_checked",
        "looked at certificates behind {subject}",
        {"asked", "shown", "checked_on", "note_hash"},
    )


class ReturnEvent:
    NOTHING = Event(
        "training.nothing_to_tell",
        "noted that {subject} has nothing to tell about training",
        {"received_on", "note_hash"},
    )
    CHASED = Event(
        "training.returns_chased",
        "asked organisations for their training records",
        {"organisation_ids", "due_on"},
    )
    PASSED_OVER = Event(
        "training.returns_passed_over",
        "passed headcounts, returns and surveys of {subject} over to its successor",
        {"successor_id", "headcounts", "returns", "surveys"},
    )
    EXPORTED = Event(
        "training.return_exported",
        "exported a training return",
        {"kind", "starts_on", "ends_on", "format", "organisation_ids"},
    )


class SurveyEvent:
    OPENED = Event("training.survey_opened", "opened {subject}", {"kind", "asked"})
    ANSWERED = Event(
        "training.survey_answered",
        "answered {subject}",
        {"organisation_id", "answers_hash", "by_link"},
    )
    CHASED = Event("training.survey_chased", "chased answers to {subject}", {"chased"})
    ADDRESS = Event(
        "training.survey_address",
        "sent {subject} to another address",
        {"organisation_id"},
    )
    CLOSED = Event("training.survey_closed", "closed {subject}", {"note_hash"})
    EXPORTED = Event("training.survey_exported", "exported {subject}", {"format"})


class CourseEvent:
    SHIPPED = Event(
        "training.national_courses_put_in",
        "put the national courses and rules of {subject} in",
        {"courses", "role_groups", "requirements"},
    )
    ADDED = Event("training.course_added", "added {subject}", {"code"})
    CHANGED = Event("training.course_changed", "changed {subject}", {"fields"})
    RETIRED = Event("training.course_retired", "retired {subject}", {"retired_on"})
    BROUGHT_BACK = Event("training.course_brought_back", "brought {subject} back")
    EDITION = Event(
        "training.course_edition",
        "noted a new edition of {subject}",
        {"edition_id", "released_on", "seen_again_by"},
    )
    LINKED = Event(
        "training.course_linked",
        "changed what {subject} needs or counts for",
        {"needs", "satisfies"},
    )


class RoleGroupEvent:
    ADDED = Event("training.role_group_added", "added {subject}", {"code"})
    CHANGED = Event("training.role_group_changed", "changed {subject}", {"fields"})
    CLOSED = Event("training.role_group_closed", "closed {subject}", {"closed_on"})
    OPENED = Event("training.role_group_opened", "opened {subject} again")


class RequirementEvent:
    """The subject is the role group whose people must know."""

    ADDED = Event(
        "training.requirement_added",
        "asked a course of {subject}",
        {"requirement_id", "course_id", "starts_on", "every_months"},
    )
    CHANGED = Event(
        "training.requirement_changed",
        "changed what is asked of {subject}",
        {"requirement_id", "course_id", "fields", "from_on", "replaces"},
    )
    ENDED = Event(
        "training.requirement_ended",
        "no longer asks a course of {subject}",
        {"requirement_id", "course_id", "ends_on"},
    )


class CatalogueEvent:
    PASSED_OVER = Event(
        "training.catalogue_passed_over",
        "passed the courses and rules of {subject} over to its successor",
        {"successor_id", "courses", "role_groups"},
    )


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


class LearnerEvent:
    ADDED = Event("training.learner_added", "put {subject} in", {"organisation_id"})
    MANY_ADDED = Event(
        "training.learners_added", "put people of {subject} in", {"people"}
    )
    CHANGED = Event("training.learner_changed", "changed {subject}", {"fields"})
    LEFT = Event("training.learner_left", "noted that {subject} left", {"left_on"})
    REJOINED = Event(
        "training.learner_rejoined",
        "noted that {subject} re-joined",
        {"joined_on", "left_on"},
    )
    ON_LEAVE = Event(
        "training.learner_leave",
        "noted when {subject} is on leave",
        {"leave_from", "leave_until"},
    )
    PUT_IN = Event(
        "training.learner_put_in",
        "put {subject} in a role group",
        {"role_group_id"},
    )
    TAKEN_OUT = Event(
        "training.learner_taken_out",
        "took {subject} out of a role group",
        {"role_group_id"},
    )
    MERGED = Event(
        "training.learner_merged",
        "merged another record into {subject}",
        {"other_id", "completions", "reason_hash"},
    )
    UNMERGED = Event(
        "training.learner_unmerged",
        "took the merging of another record into {subject} back",
        {"other_id", "completions"},
    )
    KEPT_APART = Event(
        "training.learner_kept_apart",
        "said that {subject} is not the person of another record",
        {"other_id"},
    )
    FOLLOWED = Event(
        "training.learners_followed",
        "moved people in the register to the successor of {subject}",
        {"successor_id", "people", "clashes"},
    )
    PASSED_OVER = Event(
        "training.learners_passed_over",
        "passed the register of {subject} over to its successor",
        {"successor_id", "people", "completions"},
    )


class CompletionEvent:
    RECORDED = Event(
        "training.completion_recorded",
        "recorded {subject}",
        {"course_id", "completed_on", "source"},
    )
    SUPERSEDED = Event(
        "training.completion_superseded",
        "put another in the place of {subject}",
        {"new_id", "course_id", "completed_on", "source", "reason_hash"},
    )
    TAKEN_BACK = Event(
        "training.completion_taken_back", "took {subject} back", {"reason_hash"}
    )
    MANY_RECORDED = Event(
        "training.completions_recorded",
        "recorded completions of people of {subject}",
        {"completions"},
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


class OwnEvent:
    LINK_MADE = Event(
        "training.own_link_made", "made a link to somebody’s own training", {"link_id"}
    )
    CERTIFICATE_SENT = Event(
        "training.certificate_sent",
        "sent in a certificate",
        {"learner_id", "course_id", "completed_on", "document_id", "by_link"},
    )
    CERTIFICATE_ACCEPTED = Event(
        "training.certificate_accepted",
        "accepted a certificate that was sent in",
        {"completion_id"},
    )
    CERTIFICATE_RETURNED = Event(
        "training.certificate_returned",
        "sent a certificate back",
        {"note_hash"},
    )
    CERTIFICATE_WITHDRAWN = Event(
        "training.certificate_withdrawn", "took a certificate back"
    )


class NudgeEvent:
    SENT = Event(
        "training.nudged",
        "nudged people about training",
        {
            "role_group_id",
            "organisation_id",
            "course_id",
            "states",
            "mailed",
            "passed_on",
            "left_out",
        },
    )
    TOLD = Event(
        "training.people_told",
        "told people of {subject} about their training",
        {"people"},
    )
    NONE_LEFT = Event(
        "training.none_to_train", "found nobody of {subject} left to train"
    )


class ImportEvent:
    """The subject is the upload. One entry in the record of each authority whose
    register a file went into."""

    PUT_IN = Event(
        "training.import_put_in",
        "brought {completions} training records in",
        {"sha256", "people", "completions"},
    )
    UNDONE = Event(
        "training.import_undone", "took training records out again", {"sha256"}
    )


class CoverageEvent:
    EXPORTED = Event(
        "training.coverage_exported",
        "exported the coverage of {subject}",
        {"format", "day"},
    )
