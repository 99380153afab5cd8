"""Concerns before they are referrals."""

from dueregard.audit.events import Event, Redaction


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
