"""What allauth tells us of: factors and passwords that changed, codes that failed."""

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.dispatch import receiver

from dueregard.audit.middleware import sign_in_failed

from . import services, sessions


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def factor_changed(sender, request, user, authenticator, **kwargs) -> None:
    """Record it, and end every session but the one in which it was done."""
    services.note_factor_change(user, factor=authenticator.type)
    sessions.keep_this_one(request, user)


@receiver([password_changed, password_reset])
def new_password(sender, request, user, **kwargs) -> None:
    """Record it. A new password ends the other sessions by itself."""
    services.note_password_change(user)


@receiver(authentication_failed)
def wrong_code(sender, request, user, authenticator, **kwargs) -> None:
    """Record it like a wrong password: a code that was wrong, or was used before."""
    sign_in_failed(sender, {"email": user.email})
