"""What is made of it: nudges, and tables taken out."""

from dueregard.audit.events import Event


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


class CoverageEvent:
    EXPORTED = Event(
        "training.coverage_exported",
        "exported the coverage of {subject}",
        {"format", "day"},
    )
    PEOPLE_EXPORTED = Event(
        "training.people_exported",
        "exported {what} of the training register of {subject}",
        {
            "what",
            "format",
            "organisation_id",
            "role_group_id",
            "state",
            "audience",
            "here",
            "has_words",
        },
    )
