"""What accounts records: who may do what for an authority, and who signed in."""

from dueregard.audit.events import Event


class AuthorityEvent:
    BEGUN = Event("accounts.authority_begun", "set up {subject}", facts={"kind"})
    CHANGED = Event("accounts.authority_changed", "changed the details of {subject}")
    ROOM_ON = Event(
        "accounts.room_switched_on", "switched a room of {subject} on", facts={"room"}
    )
    ROOM_ON_BY_TWO = Event(
        "accounts.room_switched_on_by_two",
        "agreed to switch a room of {subject} on",
        facts={"room", "asked_by"},
    )
    ROOM_OFF = Event(
        "accounts.room_switched_off", "switched a room of {subject} off", facts={"room"}
    )
    SUCCEEDED = Event(
        "accounts.authority_succeeded",
        "passed {subject} over to its successor",
        facts={"successor_id", "from_date", "passed_over"},
    )


class OrganisationEvent:
    ADDED = Event("accounts.organisation_added", "added {subject}")
    CHANGED = Event("accounts.organisation_changed", "changed {subject}")
    SUCCEEDED = Event(
        "accounts.organisation_succeeded",
        "gave {subject} a successor",
        facts={"successor_id", "from_date"},
    )


class MembershipEvent:
    GIVEN = Event(
        "accounts.role_given", "gave {subject}", facts={"role", "starts_on", "ends_on"}
    )
    ENDED = Event(
        "accounts.role_ended", "ended {subject}", facts={"ends_on", "reason_hash"}
    )
    CONFIRMED = Event(
        "accounts.roles_confirmed", "confirmed that {subject} still holds"
    )
    SUSPENDED = Event(
        "accounts.role_suspended", "suspended {subject}: nobody confirmed it"
    )


class PersonEvent:
    INVITED = Event(
        "accounts.person_invited", "invited {subject}", facts={"invitation_id"}
    )
    INVITATION_WITHDRAWN = Event(
        "accounts.invitation_withdrawn",
        "withdrew the invitation of {subject}",
        facts={"invitation_id"},
    )
    JOINED = Event("accounts.person_joined", "took up their invitation")
    SIGNED_IN = Event("accounts.signed_in", "signed in", facts={"method"})
    SIGNED_OUT_EVERYWHERE = Event(
        "accounts.signed_out_everywhere", "ended every session of {subject}"
    )
    SESSION_ENDED = Event("accounts.session_ended", "ended one of their sessions")
    FACTOR_CHANGED = Event(
        "accounts.factor_changed",
        "changed a second factor of {subject}",
        facts={"factor"},
    )
    FELL_DORMANT = Event("accounts.person_dormant", "made {subject} dormant")
    WOKEN = Event("accounts.person_woken", "woke {subject} from dormancy")


class ApprovalEvent:
    """Acts of two people; the facts say which, and never a word about anybody."""

    FACTS = frozenset({"kind", "items_hash", "asked_by"})
    ASKED = Event("accounts.approval_asked", "asked for a second person", FACTS)
    AGREED = Event("accounts.approval_agreed", "agreed as the second person", FACTS)
    REFUSED = Event("accounts.approval_refused", "refused as the second person", FACTS)
    WITHDRAWN = Event(
        "accounts.approval_withdrawn", "took back what they had asked for", FACTS
    )
    VOID = Event(
        "accounts.approval_void", "found that a request no longer counts", FACTS
    )
