"""Who people are and what they did, by hand, by themselves or from a file."""

from dueregard.audit.events import Event


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


class ImportEvent:
    """The subject is the upload. One entry in the record of each authority whose
    register a file went into."""

    PUT_IN = Event(
        "training.import_put_in",
        "brought {completions} training records in",
        {"sha256", "people", "completions"},
    )
    UNDONE = Event(
        "training.import_undone",
        "took training records out again",
        {"sha256", "people_erased", "completions_erased"},
    )
