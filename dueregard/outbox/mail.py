"""Mail: plain text, a fixed subject, and a Message-ID that a repeat shares.

A mail never says what it is about, only that there is something to do and where: its
subject can be read over a shoulder, and its text in a shared mailbox.
"""

import hashlib
import hmac
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context, loader
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

from dueregard import keys

from . import registry

KIND = registry.MAIL
SUBJECT = gettext_noop("You have a task")
OTHER_SUBJECTS = {
    "alarm": gettext_noop("Due Regard needs a look"),
    "invitation": gettext_noop("Your invitation"),
    "login_code": gettext_noop("Your code to sign in"),
    "password_reset": gettext_noop("Your new password"),
    "place_booked": gettext_noop("Your place at a training session"),
    "place_waiting": gettext_noop("You are on a waiting list"),
    "place_offered": gettext_noop("A place became free for you"),
    "place_reminder": gettext_noop("Your training session is near"),
    "place_moved": gettext_noop("Your training session has changed"),
    "place_cancelled": gettext_noop("Your training session does not take place"),
    "place_given_back": gettext_noop("You gave your place back"),
    "place_after": gettext_noop("What did you think of it?"),
}


def write(
    to: str, template: str, context: dict[str, Any], key: str, language: str
) -> dict[str, str]:
    """A letter ready to send, as the payload of a job."""
    path = PurePosixPath(template).with_suffix(".txt")
    with translation.override(language):
        subject = gettext(OTHER_SUBJECTS.get(path.stem, SUBJECT))
        text = loader.get_template(str(path)).template  # type: ignore[attr-defined]
        body = text.render(Context(context, autoescape=False))
    return {"to": to, "subject": subject, "body": body, "id": message_id(key)}


class Letter(EmailMessage):
    """A mail as the backends take it."""

    may_have_gone_out = False  # a backend that can ask does so first


def send(letter: dict[str, str], *, over: Any, again: bool = False) -> None:
    """Hand a letter to the mail server over an open connection.

    The server has ten seconds for each answer. `again` says that the letter was in
    hand before: it may have gone out.
    """
    message = Letter(
        subject=letter["subject"],
        body=letter["body"],
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter["to"]],
        headers={
            "Message-ID": letter["id"],
            "Auto-Submitted": "auto-generated",
        },
    )
    message.may_have_gone_out = again
    over.send_messages([message])


def message_id(key: str) -> str:
    """The same for the same key, and telling nobody the key."""
    digest = hmac.new(keys.derive("outbox-mail", 1), key.encode(), hashlib.sha256)
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{digest.hexdigest()[:40]}@{host}>"
