"""Where allauth asks us: who may come in, how mail is sent, how secrets are kept."""

from secrets import token_hex
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect

from dueregard import keys
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox

from . import attempts, services, sessions
from .factors import STRONG_SIGN_ON, has_own_factor, is_strong, needs_mailed_code

INVITATION_IN_SESSION = "invitation"
MAILS = {
    "account/email/login_code": "accounts/mail/login_code",
    "account/email/password_reset_key": "accounts/mail/password_reset",
}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; failures cost time; mail goes through the outbox."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Enter an e-mail address and password that belong "
        "together. Check both and try again.",
        "too_many_login_attempts": "Wait a few minutes, then try again. There were too "
        "many attempts that failed.",
        "incorrect_password": "Enter your password again. It was not correct.",
        "enter_current_password": "Enter your current password again. "
        "It was not correct.",
        "incorrect_code": "Enter the code again. It was not correct.",
        "invalid_password_reset": "Ask for a new link. This one no longer works.",
        "rate_limited": "Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def pre_authenticate(self, request, **credentials) -> None:
        email = credentials.get("email", "")
        if attempts.must_wait(request, email, self.get_client_ip(request)):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            email = credentials.get("email", "")
            attempts.succeeded(request, email, self.get_client_ip(request))
        return user

    def authentication_failed(self, request, **credentials) -> None:
        email = credentials.get("email", "")
        attempts.failed(request, email, self.get_client_ip(request))

    def pre_login(self, request, user, **kwargs):
        response = super().pre_login(request, user, **kwargs)
        if response is None and user.dormant_on:
            clear_login(request)
            services.send_wake_link(user)
            return redirect("accounts:wake_sent")
        return response

    def post_login(self, request, user, **kwargs) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        records = get_authentication_records(request, user)
        method = records[-1]["method"] if records else "other"
        sessions.begin(request.session)
        services.note_sign_in(user, method=method)
        if user.email:
            attempts.remember_browser(response, user.email)
        return response

    def is_login_by_code_required(self, login) -> bool:
        records = get_authentication_records(self.request, login.user)
        method = records[-1]["method"] if records else ""
        return method != "code" and needs_mailed_code(login.user)

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Whoever has an own factor proves themselves by it, not by the password."""
        methods = super().get_reauthentication_methods(user)
        if user.is_authenticated and has_own_factor(user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address comes from our settings, never from what the client sent."""
        url = super().get_reset_password_from_key_url(key)
        return settings.SITE_URL + urlsplit(url).path

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue a mail; what we have no wording for is a notice of a change."""
        with audit.atomic():
            outbox.send_mail(
                to=email,
                template=MAILS.get(template_prefix, "accounts/mail/security_notice"),
                context={
                    "code": str(context.get("code", "")),
                    "link": str(context.get("password_reset_url", "")),
                },
                key=f"account-{token_hex(16)}",
                urgent=True,
            )

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """Our pages say themselves what happened; only refusals come through."""
        if "logged_in" not in (message_template or ""):
            super().add_message(request, level, message_template, *args, **kwargs)


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed with a key outside the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Enter the code again. It was not correct.",
    }

    def generate_authenticator_name(self, user, type) -> str:
        """What a passkey is called until its owner names it."""
        held = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {held + 1}" if held else "Passkey"

    def encrypt(self, text: str) -> str:
        return keys.seal("factors", text)

    def decrypt(self, encrypted_text: str) -> str:
        return keys.unseal("factors", encrypted_text)

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Signing in through the organisation: only people who were invited.

    An account there is tied to a person once, while they hold an open invitation, and
    is known by its issuer and subject from then on; never by an e-mail address
    (security C-ID1). No person is ever made here.
    """

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        if not sociallogin.is_existing:
            self._link_invited(request, sociallogin)
        request.session.pop(STRONG_SIGN_ON, None)
        claims = sociallogin.account.extra_data.get("id_token") or {}
        if sociallogin.is_existing and is_strong(claims):
            request.session[STRONG_SIGN_ON] = sociallogin.user.pk

    def _link_invited(self, request, sociallogin) -> None:
        token = request.session.pop(INVITATION_IN_SESSION, "")
        invitation = services.find_open(token) if token else None
        if invitation is not None:
            sociallogin.connect(request, services.accept(token, password=None))
