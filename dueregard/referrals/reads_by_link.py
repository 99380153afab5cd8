"""What a private link of a destination opens: found by the hash of its token."""

from dueregard.accounts.tokens import token_hash
from dueregard.vault import tenancy

from .models import (
    CorrectionNotice,
    DeletionNotice,
    Delivery,
    Destination,
    InformationRequest,
)


def delivery_of(token: str) -> Delivery | None:
    """The delivery that `token` was sent for."""
    number = authority_in(token)
    if number is None:
        return None
    with tenancy.of(number):
        rows = Delivery.objects.select_related("referral__authority", "destination")
        return rows.filter(token_sha256=token_hash(token)).first()


def notice_of(token: str) -> CorrectionNotice | None:
    """The notice of a correction that `token` was sent for last."""
    number = authority_in(token)
    if number is None:
        return None
    with tenancy.of(number):
        rows = CorrectionNotice.objects.select_related(
            "referral__authority", "disclosure__destination", "data_key"
        )
        return rows.filter(token_sha256=token_hash(token)).first()


def deletion_of(token: str) -> DeletionNotice | None:
    """The copy to be deleted that `token` was sent for last."""
    number = authority_in(token)
    if number is None:
        return None
    with tenancy.of(number):
        rows = DeletionNotice.objects.select_related(
            "certificate__authority", "destination"
        )
        return rows.filter(token_sha256=token_hash(token)).first()


def request_of(token: str) -> InformationRequest | None:
    """The request for information that `token` was sent with."""
    number = authority_in(token)
    if number is None:
        return None
    with tenancy.of(number):
        rows = InformationRequest.objects.select_related(
            "referral__authority", "organisation"
        )
        return rows.filter(token_sha256=token_hash(token)).first()


def authority_in(token: str) -> int | None:
    """The authority's number, with which a token begins and without which the database
    shows nobody's (vault.tenancy)."""
    number, _, rest = token.partition("-")
    if not rest or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return int(number)


def test_of(token: str) -> Destination | None:
    """The destination whose last test `token` was sent with."""
    rows = Destination.objects.not_closed().select_related("authority")
    return rows.filter(test_token_sha256=token_hash(token)).first()
