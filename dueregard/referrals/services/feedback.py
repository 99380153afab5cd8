"""Whoever referred with an account hears when the word for it changes (settled 19).

By rule, not by choice: the mail says that there is news of something they sent, and no
more; the page says which of three words. Nothing of a hold, an outcome or a decision
is in it, and moves that change no word send none.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import allows
from dueregard.outbox import services as outbox

from ..models import Referral
from ..people import those_with_mail
from ..reading import SEEN_BY_REFERRER
from ..referrer_states import (
    HEARS,
    Hearing,
    state_for_referrer,
    state_of_status,
)
from ..rules import may_refer


def tell_referrer(referral: Referral, *, before: str) -> bool:
    """Write to whoever referred when the word is another than in the status `before`;
    whether somebody was written to. Call it in the transaction of the move."""
    if state_for_referrer(referral) == state_of_status(before):
        return False
    if HEARS[referral.door] != Hearing.BY_MAIL or referral.referred_by is None:
        return False
    person = referral.referred_by
    is_over = referral.submitted_at <= clock.now() - SEEN_BY_REFERRER
    if is_over or not person.is_active or not those_with_mail([person]):
        return False
    if not allows(may_refer, person, referral.authority):
        return False
    page = reverse("refer:mine_of", args=[referral.authority.slug])
    outbox.send_mail(
        to=str(person.email),
        template="referrals/mail/news",
        context={"link": urljoin(settings.SITE_URL, page)},
        key=f"referrals.news:{referral.pk}:{referral.status}",
        authority=referral.authority_id,
    )
    return True
