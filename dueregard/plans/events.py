"""What the audit says of plans. Facts are ids, codes, dates and hashes, never text."""

from dueregard.audit.events import Event


class PlanEvent:
    CREATED = Event("plan.created", "started {subject}")
    EDITED = Event("plan.edited", "changed {subject}", facts={"fields"})
    CONTENT_CHANGED = Event(
        "plan.content_changed",
        "changed what {subject} says",
        facts={"what", "row", "content_hash"},
    )
    IMPORTED = Event(
        "plan.imported",
        "imported a file into {subject}",
        facts={"sha256", "layout", "added", "changed", "actions"},
    )
    IMPORT_UNDONE = Event(
        "plan.import_undone",
        "took an imported file out of {subject} again",
        facts={"sha256"},
    )
    DISCARDED = Event("plan.discarded", "threw away the draft {subject}")
    SUBMITTED = Event(
        "plan.submitted", "sent {subject} to the board's chair", facts={"note_hash"}
    )
    RETURNED = Event(
        "plan.returned", "returned {subject} for changes", facts={"note_hash"}
    )
    APPROVED = Event("plan.approved", "approved {subject}", facts={"note_hash"})
    CLOSED = Event("plan.closed", "closed {subject}", facts={"note_hash"})
    SUPERSEDED = Event(
        "plan.superseded", "replaced {subject} by another plan", facts={"note_hash"}
    )
    PUBLISHED = Event("plan.published", "published {subject}")
    WITHDRAWN = Event("plan.withdrawn", "took {subject} off the public pages")
    NAME_CONFIRMED = Event(
        "plan.name_confirmed",
        "confirmed that a name may stand in the public text of {subject}",
        facts={"place", "content_hash"},
    )
    OWNERS_SETTLED = Event(
        "plan.owners_settled",
        "settled whom {owners} owner names of the plans mean",
        facts={"owners"},
    )
    PASSED_OVER = Event(
        "plan.passed_over",
        "passed {subject} over to the authority's successor",
        facts={"from_authority_id"},
    )
    EXPORTED = Event("plan.exported", "exported {subject}", facts={"format"})


class ActionEvent:
    ADDED = Event("action.added", "added {subject}")
    EDITED = Event("action.edited", "changed {subject}", facts={"fields"})
    CHANGED_TOGETHER = Event(
        "action.changed_together",
        "changed several actions of {subject} at once",
        facts={"actions", "fields"},
    )
    MOVED = Event("action.moved", "moved {subject}", facts={"position"})
    SPLIT = Event("action.split", "split {subject}", facts={"into"})
    MERGED = Event("action.merged", "merged others into {subject}", facts={"merged"})
    CONFIRMED = Event("action.confirmed", "confirmed what was read of {subject}")
    CANCELLED = Event("action.cancelled", "cancelled {subject}", facts={"note_hash"})
    UPDATED = Event(
        "action.updated",
        "reported progress on {subject}",
        facts={"status", "content_hash"},
    )
    RATED = Event(
        "action.rated",
        "rated {subject} otherwise than the rule does",
        facts={"rating", "note_hash"},
    )
    RATING_WITHDRAWN = Event(
        "action.rating_withdrawn",
        "went back to the rule's rating of {subject}",
        facts={"note_hash"},
    )
