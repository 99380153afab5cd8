"""How long a referral is kept, and its end."""

from dueregard.audit.events import Event


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
    KEPT_PAST_18 = Event(
        "retention.kept_past_18",
        "kept {subject} of somebody who was a child",
        {"ground", "note_hash"},
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


class DeletionEvent:
    """Holders of copies who are asked to delete them; never whose record it was."""

    ASKED = Event(
        "retention.deletion_asked",
        "asked whoever has a copy to delete it: {subject}",
        {"holders"},
    )
    ANSWERED = Event(
        "retention.deletion_answered",
        "noted what became of a copy: {subject}",
        {"answer", "how"},
    )
