"""What went wrong: how far it reaches, whether trying again can help, and in words.

Of an error only its kind and code are kept ("SMTPRecipientsRefused 550"), never its
message, which may quote an address.
"""

import smtplib
from enum import Enum

from django.core.mail import BadHeaderError

SERVICE_CLOSING = 421  # RFC 5321: the server ends the conversation
PERMANENT = range(500, 600)
KEY_REFUSED = (401, 403)
TOO_MANY = 429


class NotifyError(Exception):
    """GOV.UK Notify answered with `status`; 0 when not at all, or not in time.

    What else it said is not kept: it may quote an address.
    """

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Reach(Enum):
    """What an error that sending one mail met says of the mails after it."""

    MAIL = "nothing: they can go"
    CONNECTION = "they need another connection"
    SERVER = "they would meet the same"


def reach(error: Exception) -> Reach:
    """How far an error met while sending reaches."""
    if isinstance(error, NotifyError):
        if error.status == TOO_MANY or error.status in KEY_REFUSED:
            return Reach.SERVER
        return Reach.MAIL if is_final(error) else Reach.CONNECTION
    if _code(error) == SERVICE_CLOSING:
        return Reach.CONNECTION
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Reach.SERVER
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Reach.CONNECTION
    of_the_line = isinstance(error, OSError)
    return (
        Reach.CONNECTION
        if of_the_line and not isinstance(error, smtplib.SMTPException)
        else Reach.MAIL
    )


def is_final(error: Exception) -> bool:
    """Whether the same mail, sent again, would be refused again.

    A refusal of this one recipient or text; not of us, which whoever runs the service
    can mend.
    """
    if isinstance(error, BadHeaderError):
        return True
    if isinstance(error, NotifyError):
        return 400 <= error.status < 500 and error.status not in (
            *KEY_REFUSED,
            TOO_MANY,
        )
    of_this_mail = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
    return isinstance(error, of_this_mail) and _code(error) in PERMANENT


def code_of(error: Exception) -> str:
    """The kind of error and its number: "SMTPDataError 451", "TimeoutError"."""
    code = _code(error)
    return f"{type(error).__name__[:80]} {code}" if code else type(error).__name__[:100]


def in_words(code: str) -> str:
    """What happened and what to do, for what `code_of` kept."""
    name, _, number = code.partition(" ")
    if number[:1] == "5" and f"{name} 5" in WORDS:
        return WORDS[f"{name} 5"]
    return WORDS.get(code) or WORDS.get(name) or UNEXPECTED


def _code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), 0)
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code
    return error.status if isinstance(error, NotifyError) else 0


_NO_ANSWER = "The mail server did not answer, or broke off. Check that it is running."
_NOT_TAKEN = "The mail server would not take the mail at the time. Try again."
WORDS = {
    "BadHeaderError": "The address holds something no address can hold. Correct the "
    "person’s e-mail address and send the mail anew from their page.",
    "ConnectionRefusedError": _NO_ANSWER,
    "SMTPServerDisconnected": _NO_ANSWER,
    "SMTPConnectError": _NO_ANSWER,
    "TimeoutError": _NO_ANSWER,
    "gaierror": "The mail server’s name was not found. Check SMTP_HOST.",
    "SMTPAuthenticationError": "The mail server did not accept our user name and "
    "password. Check SMTP_USER and SMTP_PASSWORD.",
    "SMTPNotSupportedError": "The mail server does not offer TLS or sign-in. Check "
    "SMTP_HOST and SMTP_PORT.",
    "SSLCertVerificationError": "The mail server’s certificate is not valid for its "
    "name. Check SMTP_HOST.",
    "SMTPSenderRefused": "The mail server does not take mail from our address. Check "
    "MAIL_FROM.",
    "SMTPRecipientsRefused": _NOT_TAKEN,
    "SMTPRecipientsRefused 5": "The mail server refused the person’s address. Correct "
    "it and send the mail anew from their page.",
    "SMTPDataError": _NOT_TAKEN,
    "SMTPDataError 5": "The mail server refused the mail itself. Ask whoever runs the "
    "mail server why.",
    "NotifyError": "GOV.UK Notify did not answer. Try again.",
    "NotifyError 400": "GOV.UK Notify refused the address or the template. Check the "
    "person’s address, NOTIFY_TEMPLATE_ID, and that the key may send to anyone.",
    "NotifyError 401": "GOV.UK Notify did not accept our key. Check NOTIFY_API_KEY.",
    "NotifyError 403": "GOV.UK Notify did not accept our key. Check NOTIFY_API_KEY "
    "and this machine’s clock.",
    "NotifyError 429": "GOV.UK Notify’s limit was reached. Try again tomorrow.",
    "LookupError": "This release does not know how to do this. Check that the web "
    "server and the worker run the same release.",
    "InvalidToken": "It cannot be unsealed with the key file in use. Put the key file "
    "back from its backup.",
    "OperationalError": "The database did not answer in time. Try again.",
}
UNEXPECTED = (
    "Something went wrong that we did not expect. Try again; if it fails again, tell "
    "whoever runs the service its number."
)
