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


class EvidenceEvent:
    ATTACHED = Event(
        "evidence.attached",
        "gave evidence for {subject}",
        facts={"document_id"},
    )
    DETACHED = Event(
        "evidence.detached",
        "took evidence off {subject}",
        facts={"document_id"},
    )


class DateEvent:
    ASKED = Event(
        "date.asked",
        "asked for a new due date for {subject}",
        facts={"to_on", "note_hash"},
    )
    AGREED = Event(
        "date.agreed", "agreed to a new due date for {subject}", facts={"to_on"}
    )
    REFUSED = Event(
        "date.refused",
        "refused a new due date for {subject}",
        facts={"note_hash"},
    )


class MeasureEvent:
    ADDED = Event("measure.added", "added {subject}")
    EDITED = Event("measure.edited", "changed {subject}", facts={"fields"})
    ENDED = Event("measure.ended", "ended {subject}")
    VALUE_ADDED = Event(
        "measure.value_added",
        "wrote down a value of {subject}",
        facts={"value_id", "corrects_id"},
    )
    EXPORTED = Event(
        "measure.exported", "exported the measures of {subject}", facts={"format"}
    )


class PackEvent:
    ISSUED = Event(
        "pack.issued", "issued {subject}", facts={"meeting", "number", "sha256"}
    )
    PRINTED = Event("pack.printed", "printed {subject}", facts={"part"})
    ACTION_MADE = Event(
        "pack.action_made",
        "made {subject} from an action of a meeting",
        facts={"outcome"},
    )
    DECISION_NAMED = Event(
        "pack.decision_named",
        "named the board's decision on {subject}",
        facts={"outcome"},
    )


class RoundEvent:
    OPENED = Event(
        "round.opened",
        "asked how {actions} actions are going",
        facts={"actions", "people", "due_on", "message_hash"},
    )
    LINKS_SENT = Event("round.links_sent", "sent links of {subject}", facts={"people"})
    LINK_RENEWED = Event(
        "round.link_renewed", "sent a new link of {subject}", facts={"person_id"}
    )
    LINK_REVOKED = Event(
        "round.link_revoked",
        "took back a link of {subject}",
        facts={"person_id", "note_hash"},
    )
    DECLINED = Event(
        "round.declined",
        "said that there is nothing to report on {subject}",
        facts={"content_hash", "link_id"},
    )
    ANSWERED_BY_LINK = Event(
        "round.answered_by_link", "answered {subject} by link", facts={"link_id"}
    )
    WITHDRAWN = Event(
        "round.withdrawn",
        "took back what was said of {subject}",
        facts={"update_id", "note_hash"},
    )
    SHEET_TAKEN = Event(
        "round.sheet_taken", "took out the sheet of {subject}", facts={"actions"}
    )
    CLOSED = Event(
        "round.closed",
        "closed {subject}",
        facts={"returned", "owed", "declined", "note_hash"},
    )


class VersionEvent:
    OPENED = Event(
        "version.opened", "began to propose {subject} of a plan", facts={"note_hash"}
    )
    CHANGE_PROPOSED = Event(
        "version.change_proposed",
        "put a change into {subject} of a plan",
        facts={"what", "row", "content_hash", "note_hash"},
    )
    CHANGE_TAKEN_OUT = Event(
        "version.change_taken_out",
        "took a change out of {subject} of a plan",
        facts={"what", "row"},
    )
    SUBMITTED = Event(
        "version.submitted",
        "sent {subject} of a plan to the board's chair",
        facts={"note_hash"},
    )
    TAKEN_BACK = Event(
        "version.taken_back", "took back {subject} of a plan", facts={"note_hash"}
    )
    RETURNED = Event(
        "version.returned",
        "returned {subject} of a plan for changes",
        facts={"note_hash"},
    )
    APPROVED = Event(
        "version.approved", "approved {subject} of a plan", facts={"note_hash"}
    )
    APPLIED = Event(
        "version.applied",
        "put {subject} of a plan in place",
        facts={"changes", "content_hash", "outcome"},
    )
    WITHDRAWN = Event(
        "version.withdrawn", "withdrew {subject} of a plan", facts={"note_hash"}
    )
    NEXT_STARTED = Event(
        "version.next_started",
        "started {subject} from the plan before it",
        facts={"from_plan", "actions"},
    )
    CARRIED = Event(
        "version.carried",
        "carried {actions} actions of {subject} forward to the next plan",
        facts={"actions", "to_plan"},
    )
