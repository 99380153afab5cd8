"""Secrets that travel in a link or a cookie. Only their hash is ever stored."""

import hashlib
import secrets
from datetime import date, timedelta

from django.core import signing

from dueregard import clock

from .models import Person

WAKE_SALT = "dueregard.accounts.wake"
WAKE_HOURS = 24


def new_token() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps of `token`."""
    return hashlib.sha256(token.encode()).hexdigest()


def wake_token(person: Person) -> str:
    """Proof that whoever holds it reads the mail of dormant `person`; for a day.

    It dies when they wake, because it names the day on which they fell dormant.
    """
    until = clock.now() + timedelta(hours=WAKE_HOURS)
    facts = [person.pk, str(person.dormant_on), until.isoformat()]
    return signing.dumps(facts, salt=WAKE_SALT)


def sleeper(token: str) -> Person | None:
    """The dormant person whom `token` wakes, or None for any token that does not."""
    try:
        pk, dormant_on, until = signing.loads(token, salt=WAKE_SALT)
    except signing.BadSignature:
        return None
    if clock.now().isoformat() > until:
        return None
    return Person.objects.filter(
        pk=pk, dormant_on=date.fromisoformat(dormant_on), is_active=True
    ).first()
