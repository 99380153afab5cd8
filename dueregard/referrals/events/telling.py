"""Who was told, who holds what, and what was put right."""

from dueregard.audit.events import Event


class TellingEvent:
    """Whether the person was told; the reason is on the row, sealed."""

    TOLD = Event("tellings.told", "told whom {subject} is about", {"whom"})
    NOT_YET = Event(
        "tellings.not_yet",
        "put off telling whom {subject} is about",
        {"whom", "review_on", "note_hash"},
    )


class DisclosureEvent:
    """Content that left, and what is owed to whoever holds it; never who or what."""

    NOTED = Event(
        "disclosures.noted",
        "gave something of {subject} to somebody",
        {"content", "organisation_id", "destination_id"},
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
