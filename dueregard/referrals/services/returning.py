"""Coming back to a form that was not sent, and asking after one that was.

The address is kept as a keyed hash beside the data key of the draft or the referral, so
that it is gone when that key is destroyed. Whether anything is kept for an address is
told to nobody but who reads its mail: a code goes there and nowhere else.
"""

import secrets
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.accounts.models import Authority
from dueregard.accounts.successors import with_past
from dueregard.audit import services as audit
from dueregard.drafts.models import Draft
from dueregard.outbox import services as outbox
from dueregard.vault import blind, tenancy
from dueregard.vault.rooms import sealing
from dueregard.vault.services import index

from ..codes import Door
from ..models import Referral
from .writing import FORM, Writing, locked

SAVED, SENT = "saved-by", "sent-by"
CODE_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"
CODE_LENGTH = 8
MAIL = "referrals/mail/code"


@audit.atomic
@sensitive_variables()
def remember(writing: Writing, email: str) -> None:
    """Have a code by mail to `email` bring this form back while it is kept.

    Raises:
        NotNow: it is gone.
    """
    with sealing(writing.authority):
        draft = locked(writing)
        index(draft.data_key, {_token(SAVED, email)})


@sensitive_variables()
def saved_by(email: str, among: list[Authority]) -> Writing | None:
    """The newest public form that was saved with this address, without its words."""
    found: list[tuple[Draft, Authority]] = []
    for authority in among:
        with tenancy.of(authority):
            keys = _keys(authority, SAVED, email)
            rows = Draft.objects.filter(data_key__in=keys, form=FORM, owner=None)
            rows = rows.filter(expires_at__gt=clock.now())
            found += [(draft, authority) for draft in rows.latest_first()[:1]]
    if not found:
        return None
    draft, authority = max(found, key=lambda pair: pair[0].saved_at)
    return Writing(authority, draft.session_hash, Door(draft.subject))


@sensitive_variables()
def tell_of(referral: Referral, email: str) -> None:
    """Have `email` ask after `referral`; called in the transaction that sends it."""
    with sealing(referral.authority_id):
        index(referral.data_key, {_token(SENT, email)})


@sensitive_variables()
def sent_by(email: str, reference: str, among: list[Authority]) -> Referral | None:
    """What was sent under this reference with this address."""
    for authority in among:
        with tenancy.of(authority):
            keys = _keys(authority, SENT, email)
            rows = Referral.objects.filter(reference=reference, data_key__in=keys)
            referral = rows.first()
        if referral is not None:
            return referral
    return None


@audit.atomic
@sensitive_variables()
def mail_code(email: str) -> str:
    """Mail a new code, which is all that the mail says; answers it."""
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    outbox.send_mail(
        to=email,
        template=MAIL,
        context={"code": code},
        key=f"refer-code-{secrets.token_hex(16)}",
        urgent=True,
    )
    return code


def _token(use: str, email: str) -> blind.Token:
    return blind.NUMBER, f"{use}:{email.strip().casefold()}"


def _keys(authority: Authority, use: str, email: str) -> set[UUID]:
    """Those that bear the address, with what passed from authorities that gave way: it
    is not kept in words, so its hash stays that of where it was given."""
    kind, text = _token(use, email)
    found = blind.find(authority, kind, [text])
    for past in with_past(authority.pk).exclude(pk=authority.pk):
        found |= blind.find(authority, kind, [text], hashed_at=past)
    return found
