"""What befalls a referral: its moves, and steps beside them."""

from dueregard.audit.events import Event, Redaction


class ReferralEvent:
    SUBMITTED = Event(
        "referrals.submitted", "sent {subject}", {"door", "form_hash", "sequence"}
    )
    PASSED_OVER = Event(
        "referrals.passed_over",
        "passed {subject} over to a successor",
        {"from_authority_id"},
    )
    TAKEN_IN = Event("referrals.taken_in", "took {subject} in", {"note_hash"})
    NOT_A_REFERRAL = Event(
        "referrals.not_a_referral", "found {subject} to be none", {"note_hash"}
    )
    ACCEPTED = Event("referrals.accepted", "accepted {subject}", {"note_hash"})
    JOINED = Event("referrals.joined", "joined {subject} to an open one", {"note_hash"})
    WENT_ON = Event("referrals.went_on", "took {subject} forward", {"note_hash"})
    CLOSED = Event("referrals.closed", "closed {subject}", {"note_hash"})
    GATHERED = Event(
        "referrals.gathered", "finished gathering for {subject}", {"note_hash"}
    )
    GROUNDS_MET = Event(
        "referrals.grounds_met", "found grounds for {subject}", {"note_hash"}
    )
    GROUNDS_NOT_MET = Event(
        "referrals.grounds_not_met", "found no grounds for {subject}", {"note_hash"}
    )
    PASSED_ON = Event(
        "referrals.passed_on", "noted that another area took {subject}", {"note_hash"}
    )
    MARKED = Event(
        "referrals.marked",
        "set a mark on {subject}",
        {"mark_id"},
        Redaction.WHOLE,  # a hold is not to be told from a slow case (RF 4)
    )
    CHANGED = Event(
        "referrals.changed", "changed {subject}", {"groups", "content_hash"}
    )
    ASSIGNED = Event("referrals.assigned", "assigned {subject}", {"holder_id"})


class StepEvent:
    """Steps beside the moves: closings that wait, marks, limits, interests (RF 4)."""

    CLOSING_ASKED = Event(
        "referrals.closing_asked",
        "asked a second person to agree that {subject} is closed",
        {"note_hash", "outcome"},
    )
    CLOSING_WITHDRAWN = Event(
        "referrals.closing_withdrawn", "took back the closing of {subject}"
    )
    STEP_NOTED = Event(
        "referrals.step_noted", "noted a step on {subject}", {"step", "note_hash"}
    )
    PARALLEL_ANSWERED = Event(
        "referrals.parallel_answered",
        "answered whether social care is told of {subject}",
        {"to_children", "is_made", "note_hash"},
    )
    PARALLEL_ACKNOWLEDGED = Event(
        "referrals.parallel_acknowledged", "noted that social care has {subject}"
    )
    REFERRER_ASKED = Event(
        "referrals.referrer_asked",
        "asked who referred in {subject}",
        {"note_hash"},
    )
    INTEREST_DECLARED = Event(
        "referrals.interest_declared",
        "declared an interest in {subject}",
        {"note_hash"},
    )
    LIMIT_SET = Event(
        "referrals.limit_set",
        "set the time limit of a stage at {subject}",
        {"limit", "stage", "working_days"},
    )


class ReferralFileEvent:
    CLEAN = Event("referrals.file_clean", "found {subject} clean", {"sha256"})
    REFUSED = Event("referrals.file_refused", "refused {subject}", {"sha256"})


class PublicFormEvent:
    SET = Event("referrals.public_form_set", "set {subject}", {"content_hash"})
