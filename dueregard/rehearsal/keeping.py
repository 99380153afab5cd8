"""How long referrals are kept, in the rehearsal: a legal hold, and a certificate."""

from datetime import timedelta

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.referrals import services
from dueregard.referrals.models import Referral
from dueregard.referrals.services.destroying import destroy_spam

DAYS_OF_SPAM = 14


def hold(cast, referral: Referral) -> None:
    """A complaint waits, so it must not be destroyed."""
    if Role.DATA_PROTECTION_OFFICER in cast.people:
        services.place_hold(
            referral,
            reason="A complaint about the decision waits for an answer.",
            by=cast[Role.DATA_PROTECTION_OFFICER],
        )


def let_spam_go(cast, referral: Referral) -> None:
    """Somebody looked at it and it was none; its days passed and it went."""
    by = cast[Role.COORDINATOR]
    services.set_aside(referral, by=by, note="An advertisement, and nothing else.")
    clock.set_offset(clock.offset() + timedelta(days=DAYS_OF_SPAM))
    destroy_spam(cast.authority)
