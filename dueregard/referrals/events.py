"""What the audit says of referrals: ids, codes, dates and hashes, never a word."""

from dueregard.audit.events import Event, Redaction


class ReferralEvent:
    SUBMITTED = Event(
        "referrals.submitted", "sent {subject}", {"door", "form_hash", "sequence"}
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


class DestinationEvent:
    """Where referrals go: configuration, about nobody who was referred."""

    ADDED = Event("destinations.added", "added {subject}", {"kind", "way"})
    CHANGED = Event(
        "destinations.changed", "changed {subject}", {"fields", "reason_hash"}
    )
    ASSURED = Event(
        "destinations.assured", "assured the address of {subject}", {"reason_hash"}
    )
    TEST_SENT = Event("destinations.test_sent", "sent a test to {subject}")
    TESTED = Event("destinations.tested", "confirmed the test of {subject}")
    CLOSED = Event("destinations.closed", "closed {subject}", {"reason_hash"})


class DeliveryEvent:
    """A referral on its way; the subject is the referral."""

    ROUTED = Event(
        "deliveries.routed", "routed {subject}", {"destination_ids", "missing"}
    )
    SENT = Event("deliveries.sent", "sent {subject} on", {"destination_id", "way"})
    CODE_MADE = Event(
        "deliveries.code_made", "made a code for {subject}", {"destination_id"}
    )
    OPENED = Event(
        "deliveries.opened", "opened {subject} by link", {"destination_id", "format"}
    )
    TAKEN = Event(
        "deliveries.taken", "took {subject} out", {"destination_id", "format"}
    )
    ACKNOWLEDGED = Event(
        "deliveries.acknowledged", "acknowledged {subject}", {"destination_id", "how"}
    )
    ESCALATED = Event(
        "deliveries.escalated",
        "told the next rung about {subject}",
        {"destination_id", "rung", "person_ids"},
    )
    AREA_ASKED = Event(
        "deliveries.area_asked",
        "asked another area about {subject}",
        {"destination_id"},
    )
    ACCEPTED = Event(
        "deliveries.accepted",
        "noted that another area accepts {subject}",
        {"destination_id", "accepted_on"},
    )


class ConcernEvent:
    """Concerns before they are referrals: on no panel, because nobody else knows them
    (practice RF 3)."""

    NOTICED = Event(
        "referrals.concern_noticed",
        "noted {subject}",
        {"emergency", "content_hash"},
        Redaction.WHOLE,
    )
    CHANGED = Event(
        "referrals.concern_changed",
        "changed {subject}",
        {"content_hash"},
        Redaction.WHOLE,
    )
    CHECK_ASKED = Event(
        "referrals.concern_check_asked",
        "asked a colleague to check {subject}",
        {"note_hash"},
        Redaction.WHOLE,
    )
    TAKEN_BACK = Event(
        "referrals.concern_taken_back",
        "took {subject} back",
        {"note_hash"},
        Redaction.WHOLE,
    )
    NOT_SHARED = Event(
        "referrals.concern_not_shared",
        "ended {subject} without a referral",
        {"note_hash"},
        Redaction.WHOLE,
    )
    REFERRED = Event(
        "referrals.concern_referred",
        "decided to refer {subject}",
        {"note_hash"},
        Redaction.WHOLE,
    )
    ADVICE_GIVEN = Event(
        "referrals.advice_noted", "noted {subject}", {"told"}, Redaction.WHOLE
    )
    KEEPING_SET = Event(
        "referrals.concern_keeping_set",
        "set how long concerns and calls for advice are kept at {subject}",
        {"concern_days", "advice_days"},
    )


class FindingEvent:
    """Searches: what was typed stands as hashes under a key of the authority's."""

    SEARCHED = Event(
        "referrals.searched",
        "looked for a person",
        {"terms", "terms_hashes", "found"},
        Redaction.WHOLE,
    )


class MatchEvent:
    """Whether two people who were referred are one."""

    PROPOSED = Event("matches.proposed", "found {subject}", redaction=Redaction.WHOLE)
    ASKED = Event("matches.asked", "said that {subject} is one person", {"note_hash"})
    DIFFERENT = Event(
        "matches.different", "said that {subject} is two people", {"note_hash"}
    )
    LEFT_OPEN = Event("matches.left_open", "left {subject} undecided")
    SAME = Event(
        "matches.same", "agreed that {subject} is one person", {"asked_by", "people"}
    )
    UNDO_ASKED = Event(
        "matches.undo_asked", "asked to undo that {subject} is one", {"note_hash"}
    )
    UNDONE = Event(
        "matches.undone",
        "agreed that {subject} is not one person",
        {"asked_by", "people"},
    )


class ReferralFileEvent:
    CLEAN = Event("referrals.file_clean", "found {subject} clean", {"sha256"})
    REFUSED = Event("referrals.file_refused", "refused {subject}", {"sha256"})


class PublicFormEvent:
    SET = Event("referrals.public_form_set", "set {subject}", {"content_hash"})


class DisclosureEvent:
    """Content that left, and what is owed to whoever holds it; never who or what."""

    NOTED = Event(
        "disclosures.noted",
        "gave something of {subject} to somebody",
        {"content", "organisation_id", "destination_id"},
    )


class TellingEvent:
    """Whether the person was told; the reason is on the row, sealed."""

    TOLD = Event("tellings.told", "told whom {subject} is about", {"whom"})
    NOT_YET = Event(
        "tellings.not_yet",
        "put off telling whom {subject} is about",
        {"whom", "review_on", "note_hash"},
    )


class CorrectionEvent:
    """What was found wrong, and each holder who is told of it."""

    MADE = Event(
        "corrections.made",
        "put a correction beside {subject}",
        {"kind", "about", "content_hash", "holders"},
    )
    MAILED = Event("corrections.mailed", "wrote of a correction of {subject}")
    CODE_MADE = Event("corrections.code_made", "made a code for a correction")
    OPENED = Event("corrections.opened", "read a correction of {subject} by link")
    HOLDER_TOLD = Event("corrections.holder_told", "told a holder of {subject}")
    CONFIRMED = Event(
        "corrections.confirmed", "confirmed a correction of {subject}", {"how"}
    )
    MADE_IN_ERROR = Event(
        "referrals.made_in_error",
        "found that {subject} was made in error",
        {"outcome", "note_hash"},
    )


class AskingEvent:
    """What organisations are asked about a person; the subject is the referral."""

    ASKED = Event(
        "requests.asked",
        "asked an organisation for information about {subject}",
        {"request_id", "organisation_id", "basis", "due_on", "note_hash"},
    )
    LINK_RENEWED = Event(
        "requests.link_renewed", "sent a new link and code about {subject}",
        {"request_id"},
    )  # fmt: skip
    OPENED = Event(
        "requests.opened", "opened a request about {subject} by link", {"request_id"}
    )
    WRONG_CODE = Event(
        "requests.wrong_code", "tried a wrong code about {subject}", {"request_id"}
    )
    ENDED = Event(
        "requests.ended",
        "ended a request for information about {subject}",
        {"request_id", "status", "how", "content_hash"},
    )
    READ = Event("requests.read", "read an answer about {subject}", {"request_id"})
    CHASED = Event(
        "requests.chased", "reminded an organisation about {subject}", {"request_id"}
    )


class KeepingEvent:
    """How long referrals are kept, what holds them, and that they were destroyed."""

    PERIOD_SET = Event(
        "retention.period_set",
        "set how long referrals are kept at {subject}",
        {"retention_class", "length", "child_length", "unit"},
    )
    KEPT_LONGER = Event(
        "retention.kept_longer", "kept {subject} for longer", {"until", "note_hash"}
    )
    HELD = Event(
        "retention.held", "set a legal hold on {subject}", {"note_hash", "review_on"}
    )
    HOLD_REVIEWED = Event(
        "retention.hold_reviewed",
        "looked again at the legal hold on {subject}",
        {"review_on"},
    )
    RELEASE_ASKED = Event(
        "retention.release_asked",
        "asked to lift the legal hold on {subject}",
        {"note_hash"},
    )
    RELEASED = Event(
        "retention.released", "lifted the legal hold on {subject}", {"asked_by"}
    )
    DESTROYED = Event(
        "retention.destroyed",
        "destroyed records: {subject}",
        {"referrals", "people", "files", "asked_by", "because"},
    )
    CLEARED = Event(
        "retention.cleared",
        "removed what a restored backup brought back of destroyed records",
        {"rows", "files"},
    )
    NOTICE_SET = Event(
        "retention.notice_set",
        "set a privacy notice of {subject}",
        {"reader", "content_hash", "review_on"},
    )


class AssessmentEvent:
    """A professional writes an assessment; what it says is sealed. The subject is the
    referral."""

    STARTED = Event(
        "assessments.started",
        "began an assessment of {subject}",
        {"assessment_id", "template", "template_version"},
    )
    CHANGED = Event(
        "assessments.changed",
        "wrote an assessment of {subject}",
        {"assessment_id", "content_hash"},
    )
    FINISHED = Event(
        "assessments.finished",
        "finished an assessment of {subject}",
        {"assessment_id", "content_hash"},
    )


class DecisionEvent:
    """Section 36: which body decided, and when; the ground is on the move, sealed."""

    DECIDED = Event(
        "decisions.decided",
        "wrote down the section 36 decision on {subject}",
        {"body", "decided_on", "is_met", "is_police_led", "is_reported"},
    )
    CORRECTED = Event(
        "decisions.corrected",
        "put a statement beside the decision on {subject}",
        {"note_hash"},
    )


class SignpostEvent:
    """Services that are asked to take somebody on; which and for what is sealed."""

    ASKED = Event(
        "signposts.asked",
        "asked a service to help whom {subject} is about",
        {"signpost_id", "due_on", "before_checks"},
    )
    ANSWERED = Event(
        "signposts.answered",
        "wrote down what a service said on {subject}",
        {"signpost_id", "status", "answered_on"},
    )
    SILENT = Event(
        "signposts.silent",
        "returned a service's silence on {subject} to whoever asked",
        {"signpost_id", "person_ids"},
    )
