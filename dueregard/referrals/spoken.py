"""Words and codes that are said over the telephone: made from a key, never stored.

Whoever reads the database cannot work them out. Easy to read aloud: no letter that is
heard or read for another.
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from dueregard import clock, keys

from .models import Delivery, Destination

LETTERS = "CDEFHJKMNPRTVWXY3479"
LENGTH = 6
CODE_HOLDS = timedelta(minutes=30)


def test_word(destination: Destination) -> str:
    """The word on the test form that was sent last; "" when none was."""
    if destination.test_sent_at is None:
        return ""
    return _spoken("referrals-test", destination.pk, destination.test_sent_at)


def code_of(delivery: Delivery) -> str:
    """The code that opens a delivered form, once; "" when there is none that does."""
    made = delivery.code_made_at
    if made is None or clock.now() > made + CODE_HOLDS:
        return ""
    if delivery.opened_at is not None and delivery.opened_at >= made:
        return ""
    return _spoken("referrals-code", delivery.pk, made)


def is_said(said: str, code: str) -> bool:
    """Whether what somebody typed is `code`, however they spaced it."""
    typed = "".join(said.split()).replace("-", "").upper()
    return bool(code) and hmac.compare_digest(typed.encode(), code.encode())


def _spoken(purpose: str, pk: object, moment: datetime) -> str:
    facts = f"{pk}:{moment.isoformat()}".encode()
    digest = hmac.new(keys.derive(purpose), facts, sha256).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])
