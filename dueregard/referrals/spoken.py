"""Words and codes that are said over the telephone: made from a key, never stored.

Whoever reads the database cannot work them out. Easy to read aloud: no letter that is
heard or read for another.
"""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from dueregard import clock, keys

from .models import CorrectionNotice, Delivery, Destination, InformationRequest

LETTERS = "CDEFHJKMNPRTVWXY3479"
LENGTH = 6
CODE_HOLDS = timedelta(minutes=30)


def test_word(destination: Destination) -> str:
    """The word on the test form that was sent last; "" when none was."""
    if destination.test_sent_at is None:
        return ""
    return _spoken("referrals-test", destination.pk, destination.test_sent_at)


def code_of(sent: Delivery | CorrectionNotice) -> str:
    """The code that opens what was sent by link, once; "" when there is none."""
    made = sent.code_made_at
    if made is None or clock.now() > made + CODE_HOLDS:
        return ""
    if sent.opened_at is not None and sent.opened_at >= made:
        return ""
    return _spoken("referrals-code", sent.pk, made)


def answer_code_of(request: InformationRequest) -> str:
    """The code that opens what a respondent is asked, for as long as its link does."""
    if request.is_locked:
        return ""
    return _letters(_link_digest("referrals-answer-code", request))


def answer_token_of(request: InformationRequest) -> str:
    """The token of a respondent's link. It begins with the authority's number, without
    which the database shows nobody's (vault.tenancy)."""
    digest = _link_digest("referrals-answer-link", request)
    return f"{request.authority_id}-{urlsafe_b64encode(digest).decode().rstrip('=')}"


def is_said(said: str, code: str) -> bool:
    """Whether what somebody typed is `code`, however they spaced it."""
    typed = "".join(said.split()).replace("-", "").upper()
    return bool(code) and hmac.compare_digest(typed.encode(), code.encode())


def _spoken(purpose: str, pk: object, moment: datetime) -> str:
    return _letters(_digest(keys.derive(purpose), pk, moment))


def _link_digest(purpose: str, request: InformationRequest) -> bytes:
    """Under the key of its day: a link outlives a change of the key file."""
    key = keys.derive(purpose, request.link_key)
    return _digest(key, request.pk, request.link_made_at)


def _digest(key: bytes, pk: object, moment: datetime) -> bytes:
    return hmac.new(key, f"{pk}:{moment.isoformat()}".encode(), sha256).digest()


def _letters(digest: bytes) -> str:
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])
