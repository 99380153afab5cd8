"""What partners records: posts and their holders, owner names, and services."""

from dueregard.audit.events import Event


class PostEvent:
    ADDED = Event("partners.post_added", "added {subject}", {"organisation_id"})
    CHANGED = Event("partners.post_changed", "changed {subject}", {"fields"})
    RENAMED = Event("partners.post_renamed", "renamed {subject}", {"former_title_hash"})
    CLOSED = Event("partners.post_closed", "closed {subject}", {"closed_on"})
    NAME_ADDED = Event(
        "partners.post_name_added", "added another title to {subject}", {"name_id"}
    )
    NAME_REMOVED = Event(
        "partners.post_name_removed", "removed a title from {subject}", {"name_id"}
    )
    APPOINTED = Event(
        "partners.holder_appointed",
        "appointed somebody to {subject}",
        {"holding_id", "holder_id", "starts_on", "ends_on"},
    )
    HOLDING_ENDED = Event(
        "partners.holding_ended",
        "set the last day of a holder of {subject}",
        {"holding_id", "holder_id", "ends_on"},
    )
    HANDED_OVER = Event(
        "partners.post_handed_over",
        "handed {subject} over to somebody else",
        {"leaver_id", "holder_id", "starts_on"},
    )


class OwnerNameEvent:
    DECIDED = Event(
        "partners.owner_name_decided",
        "decided what an owner name means",
        {"text_hash", "post_ids", "organisation_ids", "everyone"},
    )
    LEFT_AS_TEXT = Event(
        "partners.owner_name_left_as_text",
        "decided that an owner name stays as text",
        {"text_hash"},
    )
    UNDONE = Event(
        "partners.owner_name_undone",
        "undid a decision on an owner name",
        {"text_hash"},
    )


class LeaverEvent:
    HANDED_OVER = Event(
        "partners.leaver_handed_over",
        "handed over all that a leaver held at {subject}",
        {"leaver_id", "last_day", "posts", "handed_over"},
    )


class ServiceEvent:
    ADDED = Event("partners.service_added", "added {subject}", {"organisation_id"})
    CHANGED = Event("partners.service_changed", "changed {subject}", {"fields"})
    APPROVED = Event("partners.service_approved", "approved {subject}", {"approved_on"})
    APPROVAL_ENDED = Event(
        "partners.service_approval_ended", "took the approval of {subject} back"
    )
    CLOSED = Event("partners.service_closed", "closed {subject}", {"closed_on"})
    EXPORTED = Event(
        "partners.services_exported",
        "exported the services of {subject}",
        {"format", "gaps"},
    )


class AreaEvent:
    ADDED = Event("partners.area_added", "added {subject} to the areas", {"area_id"})
    REMOVED = Event(
        "partners.area_removed", "removed {subject} from the areas", {"area_id"}
    )
