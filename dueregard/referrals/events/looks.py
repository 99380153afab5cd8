"""Who reads referrals: reading of that is an event itself (security C-AU9)."""

from dueregard.audit.events import Event, Redaction


class LooksEvent:
    """Looks at who looked, tries of who declared an interest, and questions of reads.

    No panel shows them: they are for the data protection officer's pages alone.
    """

    OF_PEOPLE = Event(
        "looks.read_of_people",
        "read who opens referrals at {subject}",
        {"from_on", "to_on"},
        Redaction.WHOLE,
    )
    OF_PERSON = Event(
        "looks.read_of_person",
        "read which referrals {subject} opened",
        {"from_on", "to_on"},
        Redaction.WHOLE,
    )
    OF_REFERRAL = Event(
        "looks.read_of_referral", "read who opened {subject}", redaction=Redaction.WHOLE
    )
    TRIED = Event(
        "looks.tried_after_interest",
        "tried to open {subject} after declaring an interest in it",
        redaction=Redaction.WHOLE,
    )
    ASKED = Event(
        "looks.question_made",
        "found a reason to ask about reads",
        {"kind", "reader_id", "day", "seen", "usual_tenths"},
        Redaction.WHOLE,
    )
    ANSWERED = Event(
        "looks.question_answered",
        "wrote down what came of a question about reads",
        {"kind", "reader_id", "answer", "note_hash"},
        Redaction.WHOLE,
    )
    REMOVED = Event(
        "looks.questions_removed",
        "removed questions about reads whose day had come",
        {"questions"},
        Redaction.WHOLE,
    )
