"""What a private link of a destination opens: found by the hash of its token."""

from dueregard.accounts.tokens import token_hash
from dueregard.vault import tenancy

from .models import Delivery, Destination


def delivery_of(token: str) -> Delivery | None:
    """The delivery that `token` was sent for. It begins with the authority's number,
    without which the database shows nobody's (vault.tenancy)."""
    number, _, rest = token.partition("-")
    if not rest or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    with tenancy.of(int(number)):
        rows = Delivery.objects.select_related("referral__authority", "destination")
        return rows.filter(token_sha256=token_hash(token)).first()


def test_of(token: str) -> Destination | None:
    """The destination whose last test `token` was sent with."""
    rows = Destination.objects.not_closed().select_related("authority")
    return rows.filter(test_token_sha256=token_hash(token)).first()
