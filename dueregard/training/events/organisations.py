"""What organisations tell, and how they are asked."""

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
    FOLLOWED = Event(
        "training.returns_followed",
        "moved what {subject} told about training to its successor",
        {
            "successor_id",
            "headcounts",
            "added_up",
            "returns",
            "facilitators",
            "places",
            "heads",
            "turns",
        },
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
