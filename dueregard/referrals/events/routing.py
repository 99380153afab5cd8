"""Where referrals go, and that they got there."""

from dueregard.audit.events import Event


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
