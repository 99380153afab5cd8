"""What a private link of a destination opens: found by the hash of its token."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet

from dueregard.accounts.successors import line_of
from dueregard.accounts.tokens import token_hash
from dueregard.vault import tenancy

from .models import (
    CorrectionNotice,
    DeletionNotice,
    Delivery,
    Destination,
    InformationRequest,
)

Found = TypeVar("Found", bound=Model)


def delivery_of(token: str) -> Delivery | None:
    """The delivery that `token` was sent for."""
    related = ("referral__authority", "destination")
    return _found(token, lambda: Delivery.objects.select_related(*related))


def notice_of(token: str) -> CorrectionNotice | None:
    """The notice of a correction that `token` was sent for last."""
    related = ("referral__authority", "disclosure__destination", "data_key")
    return _found(token, lambda: CorrectionNotice.objects.select_related(*related))


def deletion_of(token: str) -> DeletionNotice | None:
    """The copy to be deleted that `token` was sent for last."""
    related = ("certificate__authority", "destination")
    return _found(token, lambda: DeletionNotice.objects.select_related(*related))


def request_of(token: str) -> InformationRequest | None:
    """The request for information that `token` was sent with."""
    related = ("referral__authority", "organisation")
    return _found(token, lambda: InformationRequest.objects.select_related(*related))


def _found(token: str, rows: Callable[[], QuerySet[Found]]) -> Found | None:
    """The row that bears the token, at its authority or at who took over from there."""
    number = authority_in(token)
    if number is None:
        return None
    for authority in line_of(number):
        with tenancy.of(authority):
            row = rows().filter(token_sha256=token_hash(token)).first()
        if row is not None:
            return row
    return None


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
