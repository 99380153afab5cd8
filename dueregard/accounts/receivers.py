"""What allauth tells us of: factors and passwords that changed."""

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.dispatch import receiver

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
