"""Who may do what to referrals: one sentence each, the same on page and in test."""

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person

INTAKE = (Role.COORDINATOR, Role.CASE_OFFICER)
TRIAGE = (Role.GATEWAY_OFFICER,)
RECEIVERS: dict[str, tuple[Role, ...]] = {"police": TRIAGE, "council": INTAKE}
"""Who signs in for a kind of destination; nobody does for a county or another area."""
GATHERERS = (Role.CASE_OFFICER, Role.COORDINATOR)
COUNCIL_DECIDERS = (Role.PANEL_CHAIR, Role.DEPUTY_CHAIR, Role.COORDINATOR)
DECIDERS = (*TRIAGE, *COUNCIL_DECIDERS)
FINDERS = (
    Role.COORDINATOR,
    Role.CASE_OFFICER,
    Role.GATEWAY_OFFICER,
    Role.PANEL_CHAIR,
    Role.DEPUTY_CHAIR,
)
LOOKS = (Role.PANEL_CHAIR, Role.DEPUTY_CHAIR)
WRITERS = (
    Role.REGISTERED_REFERRER,
    Role.SAFEGUARDING_LEAD,
    Role.EDUCATION_OFFICER,
    Role.COORDINATOR,
    Role.CASE_OFFICER,
    Role.GATEWAY_OFFICER,
)

DECLARED_BY = "declare_interest"  # among the moves of a referral
LEAVE_IT = (
    "You declared an interest in this referral, so somebody else must do this. You can "
    "say who holds it."
)


def has_declared_interest(user: Person, referral) -> bool:
    """Whether `user` said that they know the person. The authority is set meanwhile."""
    rows = referral.moves.all()  # a page has them at hand
    return any(row.move == DECLARED_BY and row.by_id == user.pk for row in rows)


def must_have_no_interest(user: Person, referral) -> None:
    """Nobody decides on somebody they know (domain §4.5; practice AC 5)."""
    if has_declared_interest(user, referral):
        raise NotAllowed(LEAVE_IT)


def may_take_in(user: Person, referral) -> None:
    """Look at what the rules against spam put aside (security C-SPAM)."""
    if not user.holds_any(INTAKE, referral.authority):
        raise NotAllowed(
            "Only a Prevent co-ordinator or a Channel case officer can take this in."
        )
    must_have_no_interest(user, referral)


def may_triage(user: Person, referral) -> None:
    """Accept, join, pass on, close or go on: the police's, or reported of them."""
    if not user.holds_any((*TRIAGE, *INTAKE), referral.authority):
        raise NotAllowed(
            "Only the police gateway can decide this, or the council's intake when it "
            "enters what the gateway told it."
        )
    must_have_no_interest(user, referral)


def may_gather(user: Person, referral) -> None:
    if not user.holds_any(GATHERERS, referral.authority):
        raise NotAllowed(
            "Only the Channel case officer or the Prevent co-ordinator can do this."
        )
    must_have_no_interest(user, referral)


def may_decide(user: Person, referral) -> None:
    """Section 36(3): the police or the council, and nobody else."""
    if not user.holds_any(DECIDERS, referral.authority):
        raise NotAllowed(
            "Only the police or the council can decide on section 36: a gateway "
            "officer, the panel's chair or deputy, or the Prevent co-ordinator."
        )
    must_have_no_interest(user, referral)


def may_refer(user: Person, authority: Authority) -> None:
    if not user.holds_any(WRITERS, authority):
        raise NotAllowed(
            "Your account is not set up to refer. Use the public form: it needs none."
        )


def may_mark(user: Person, referral) -> None:
    """Deconfliction is the police's; the case officer may enter what they told."""
    if not user.holds_any((*TRIAGE, Role.CASE_OFFICER), referral.authority):
        raise NotAllowed("Only the police, or the case officer for them, can say this.")
    must_have_no_interest(user, referral)


def may_assign(user: Person, referral) -> None:
    """Say who holds it: the intake of the council, or the police while they have it."""
    if not user.holds_any((Role.COORDINATOR, *TRIAGE), referral.authority):
        raise NotAllowed(
            "Only the Prevent co-ordinator or a gateway officer can say who holds it."
        )


def may_note_step(user: Person, referral) -> None:
    if not user.holds_any((*TRIAGE, *INTAKE), referral.authority):
        raise NotAllowed(
            "Only the police gateway or the council’s intake can write this down."
        )


def may_set_limits(user: Person, authority: Authority) -> None:
    if not user.holds(Role.COORDINATOR, authority):
        raise NotAllowed("Only a Prevent co-ordinator can set time limits.")


def may_ask_referrer(user: Person, referral) -> None:
    """Who referred is shown to the chair when asked for with a reason (security G7)."""
    if not user.holds_any((Role.PANEL_CHAIR, Role.DEPUTY_CHAIR), referral.authority):
        raise NotAllowed("Only the panel’s chair or deputy can ask for this.")


def may_see_looks(user: Person, referral) -> None:
    if not user.holds_any(LOOKS, referral.authority):
        raise NotAllowed("Only the panel’s chair or deputy can see who looked.")


def may_keep_destinations(user: Person, authority: Authority) -> None:
    if not user.holds(Role.COORDINATOR, authority):
        raise NotAllowed("Only a Prevent co-ordinator can change where referrals go.")


def may_assure(user: Person, authority: Authority) -> None:
    """An address takes forms by mail once this person has recorded why it is safe."""
    if not user.holds(Role.DATA_PROTECTION_OFFICER, authority):
        raise NotAllowed("Only the data protection officer can assure an address.")


def may_acknowledge(user: Person, delivery) -> None:
    """Say for a destination that it has the referral: whoever signs in for it."""
    if not user.holds_any(
        RECEIVERS.get(delivery.destination.kind, ()), delivery.authority
    ):
        raise NotAllowed(
            f"Only {delivery.destination} can say that it has this referral. "
            "Enter what they told you instead."
        )


def may_report_delivery(user: Person, referral) -> None:
    """Enter what a destination said, or tell it a code, for those not signed in."""
    if not user.holds_any((*INTAKE, *TRIAGE), referral.authority):
        raise NotAllowed(
            "Only the council's intake or the police gateway can enter what a "
            "destination said."
        )


def may_follow(user: Person, referral) -> None:
    """Read where it was sent and who said that they have it: not who referred."""
    chairs = (Role.PANEL_CHAIR, Role.DEPUTY_CHAIR)
    if not user.holds_any((*INTAKE, *TRIAGE, *chairs), referral.authority):
        raise NotAllowed(
            "Where a referral was sent is shown to the council and the police only."
        )


def may_take_form(user: Person, referral) -> None:
    """Take the completed form out, for a destination of the table (practice RF 12)."""
    if not user.holds_any((*INTAKE, *TRIAGE), referral.authority):
        raise NotAllowed(
            "Only the police gateway, the Prevent co-ordinator or the case officer can "
            "take the form out."
        )


def may_ask_area(user: Person, referral) -> None:
    if not user.holds_any((*INTAKE, *TRIAGE), referral.authority):
        raise NotAllowed(
            "Only the police gateway, the Prevent co-ordinator or the case officer can "
            "ask another area."
        )


def may_find(user: Person, authority: Authority) -> None:
    """Look for people by name, birth or reference: whoever works with many."""
    if not user.holds_any(FINDERS, authority):
        raise NotAllowed(
            "Only the council's intake, the police gateway and the panel's chair or "
            "deputy can look for a person."
        )


def may_match(user: Person, match) -> None:
    """Say that two people are one, or two; the same person never says and agrees."""
    if not user.holds_any(FINDERS, match.authority):
        raise NotAllowed(
            "Only the council's intake, the police gateway and the panel's chair or "
            "deputy can say who is the same person."
        )


def may_read_answer(user: Person, request) -> None:
    """What an organisation did not want passed on stays with those who gathered it."""
    kept_back = request.may_be_shared_on is False
    if kept_back and not user.holds_any((*GATHERERS, *TRIAGE), request.authority):
        raise NotAllowed("The organisation asked that the panel is not told this.")


def may_signpost(user: Person, referral) -> None:
    """Ask a service to take the person on, and write down what it says."""
    if not user.holds_any((*TRIAGE, *INTAKE), referral.authority):
        raise NotAllowed(
            "Only the police gateway or the council’s intake can ask a service to take "
            "somebody on."
        )
