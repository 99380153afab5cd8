"""Second factors: who has one, and which count (practice AC 2, security C-ID2)."""

from allauth.mfa.models import Authenticator
from django.conf import settings

from .models import Person
from .rules import NEEDS_OWN_FACTOR

STRONG_SIGN_ON = "strong_sign_on"


def has_own_factor(person: Person) -> bool:
    """Whether `person` enrolled an authenticator app or a passkey."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=person, type__in=kinds).exists()


def may_use_mailed_code(person: Person) -> bool:
    """A code by e-mail suffices in Zone P, but not for those who hold the keys."""
    return not any(role in NEEDS_OWN_FACTOR for role, _ in person.roles)


def has_second_factor(person: Person, session) -> bool:
    """Whether `person` has what must stand beside a password.

    A sign-on through the organisation counts when its provider said, in this session,
    that it asked for more than a password.
    """
    if person.is_rehearsal and settings.REHEARSAL:
        return True
    if session.get(STRONG_SIGN_ON) == person.pk:
        return True
    if person.uses_mailed_code and may_use_mailed_code(person):
        return True
    return has_own_factor(person)


def needs_mailed_code(person: Person) -> bool:
    """Whether a password is to be followed by a code sent by e-mail."""
    if person.is_rehearsal and settings.REHEARSAL:
        return False
    return person.uses_mailed_code and not has_own_factor(person)


def is_strong(claims: dict) -> bool:
    """Whether a provider's claims say that it asked for a second factor."""
    methods = claims.get("amr") or []
    methods = [methods] if isinstance(methods, str) else methods
    return (
        not settings.OIDC_STRONG_AMR.isdisjoint(methods)
        or claims.get("acr") in settings.OIDC_STRONG_ACR
    )
