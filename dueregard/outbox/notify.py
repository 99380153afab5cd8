"""Sending mail through GOV.UK Notify: a mail backend beside Django's own.

Chosen by NOTIFY_API_KEY and NOTIFY_TEMPLATE_ID. The template at Notify has ((subject))
and ((body)) and nothing else. The Message-ID is given as the reference, so that a mail
that may have gone out before a crash can be looked for and is not sent again.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from .faults import NotifyError


class EmailBackend(BaseEmailBackend):
    """Hands each mail to Notify. Takes mails to one address each."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._client: NotificationsAPIClient | None = None

    def open(self) -> bool:
        if self._client is not None:
            return False
        self._client = NotificationsAPIClient(
            settings.NOTIFY_API_KEY,
            base_url=settings.NOTIFY_URL,
            timeout=settings.EMAIL_TIMEOUT,
        )
        return True

    def close(self) -> None:
        if self._client is not None:
            self._client.request_session.close()
            self._client = None

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each. Raises NotifyError at the first that is not taken."""
        opened = self.open()
        try:
            for message in email_messages:
                self._send(message)
        finally:
            if opened:
                self.close()
        return len(email_messages)

    def _send(self, message: EmailMessage) -> None:
        client = self._client
        assert client is not None  # noqa: S101 (opened by our only caller)
        [address] = message.to
        reference = message.extra_headers.get("Message-ID", "")
        try:
            if getattr(message, "may_have_gone_out", False) and _knows(
                client, reference
            ):
                return
            client.send_email_notification(
                email_address=address,
                template_id=settings.NOTIFY_TEMPLATE_ID,
                personalisation={"subject": message.subject, "body": message.body},
                reference=reference,
            )
        except APIError as error:
            answered = getattr(error.response, "status_code", 0)
            raise NotifyError(answered) from None


def _knows(client: NotificationsAPIClient, reference: str) -> bool:
    found = client.get_all_notifications(reference=reference)
    return bool(found and found.get("notifications"))
