"""What a referrer adds to what they sent. What was sent is never changed."""

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.access.refusals import NotAllowed
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.vault.rooms import sealing

from ..events import ReferralEvent
from ..models import Addition, Referral
from ..reading import SEEN_BY_REFERRER


def may_add(user: Person, referral: Referral) -> None:
    """Whoever referred, for 90 days."""
    is_late = referral.submitted_at <= clock.now() - SEEN_BY_REFERRER
    if referral.referred_by_id != user.pk or is_late:
        raise NotAllowed("Only who referred can add to it, for 90 days.")


@audit.atomic
@sensitive_variables()
def add_to(referral: Referral, *, by: Person, words: str) -> Addition:
    """Put `words` beside what was sent, under the referral's own key.

    Raises:
        NotAllowed: `by` did not send it, or 90 days are over.
    """
    may_add(by, referral)
    with sealing(referral.authority):
        addition = Addition.objects.create(
            authority_id=referral.authority_id,
            data_key_id=referral.data_key_id,
            referral=referral,
            words=words,
            by=by,
        )
        audit.record(
            ReferralEvent.CHANGED,
            referral,
            by=by,
            groups=[Group.ACCOUNT.value],
            content_hash=audit.text_hash(words),
        )
    return addition
