"""What may be done, and who must: courses, role groups and rules."""

from dueregard.audit.events import Event


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
