"""Looking for people, and whether two are one."""

from dueregard.audit.events import Event, Redaction


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
