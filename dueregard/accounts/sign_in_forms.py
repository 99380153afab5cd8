"""allauth's forms in the words of our pages."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django.core.validators import MaxLengthValidator

LONGEST_NAME = 100


def _worded(form, name: str, label: str, missing: str, hint: str = "") -> None:
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _worded(self, "login", "E-mail address", "Enter your e-mail address.")
        _worded(self, "password", "Password", "Enter your password.")
        self.fields["login"].error_messages["invalid"] = (
            "Enter an e-mail address, like name@example.org."
        )


class AskForResetForm(account.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _worded(self, "email", "E-mail address", "Enter your e-mail address.")
        self.fields["email"].error_messages["invalid"] = (
            "Enter an e-mail address, like name@example.org."
        )


class NewPasswordForm(account.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _new_password(self)


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _worded(self, "oldpassword", "Current password", "Enter your current password.")
        _new_password(self)


class PasswordAgainForm(account.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _worded(self, "password", "Password", "Enter your password.")


class MailedCodeForm(account.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _worded(self, "code", "Code from the e-mail", "Enter the code from the e-mail.")


class CodeForm(mfa.AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _code(self)


class CodeAgainForm(mfa.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _code(self)


class AppForm(totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _worded(self, "code", "Code from the app", "Enter the code from the app.")


class PasskeyForm(passkeys.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _worded(self, "name", "What to call it", "Enter what to call it.")
        self.fields["name"].validators.append(MaxLengthValidator(LONGEST_NAME))
        _worded(
            self,
            "passwordless",
            "Sign in with it alone, without my password",
            "",
            "The device then asks for your fingerprint, face or PIN each time.",
        )


def _code(form) -> None:
    _worded(
        form,
        "code",
        "Code",
        "Enter the code from your app, or a recovery code.",
        "Six figures from your authenticator app, or one of your recovery codes.",
    )


def _new_password(form) -> None:
    _worded(
        form,
        "password1",
        "New password",
        "Enter a new password.",
        "At least 15 characters. Three or four words that do not belong together are "
        "easy to keep in mind.",
    )
    _worded(form, "password2", "New password again", "Enter the new password again.")
