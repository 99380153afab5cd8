"""The form as an attachment: over TLS that is enforced, to an assured address alone.

We answer for the way to our own mail server. For the way from there on, the data
protection officer recorded why the address is safe (practice RF 1).
"""

from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.template import Context, loader
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.successors import line_of
from dueregard.audit import services as audit
from dueregard.outbox import mail
from dueregard.vault import tenancy

from ..models import Delivery, Destination
from ..printing.files import FormFile
from ..printing.trial import trial_file
from .forms_out import form_to_mail
from .sending import link_to

NOT_ENCRYPTED = "The mail server is not reached by TLS, so no form goes by mail."
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@sensitive_variables()
def mail_form(payload: dict[str, Any]) -> None:
    """Mail a form to its destination; safe to repeat, with the same Message-ID.

    The look, and that it is disclosed, are on the record before it leaves.
    """
    must_be_encrypted()
    payload = payload | {"authority": _authority_of(payload)}
    made = form_to_mail(payload["delivery"], payload["authority"])
    if made is None:
        return
    form, address = made
    key = f"referrals.sent:{payload['delivery']}"
    link = {"link": link_to(payload["token"])}
    _send(form, to=address, template="referrals/mail/attached.txt", key=key, **link)
    note_sent(payload)


def _authority_of(payload: dict[str, Any]) -> int:
    """Where the delivery is now: it may have passed to a successor since."""
    *before, last = line_of(payload["authority"])
    for number in before:
        with tenancy.of(number):
            rows = Delivery.objects.filter(pk=payload["delivery"], authority=number)
            if rows.exists():
                return number
    return last


@audit.atomic
def note_sent(payload: dict[str, Any]) -> None:
    """The mail server took it."""
    with tenancy.of(payload["authority"]):
        waiting = Delivery.objects.filter(pk=payload["delivery"], sent_at__isnull=True)
        waiting.update(sent_at=clock.now())


def mail_test(payload: dict[str, Any]) -> None:
    """Mail the test form to an address that forms go to as attachments."""
    must_be_encrypted()
    row = Destination.objects.select_related("authority").get(pk=payload["destination"])
    if str(row.test_sent_at) != payload["sent_at"]:
        return  # another test was sent since
    key = f"referrals.test:{row.pk}:{payload['sent_at']}"
    _send(
        trial_file(row), to=row.email, template="referrals/mail/attached_test.txt",
        key=key,
    )  # fmt: skip


def must_be_encrypted() -> None:
    """Raises NotNow where mail would leave this machine in the clear."""
    if settings.EMAIL_BACKEND == SMTP:
        encrypted = settings.EMAIL_USE_TLS or getattr(settings, "EMAIL_USE_SSL", False)
    else:
        encrypted = settings.REHEARSAL  # mail that is printed or kept, and goes nowhere
    if not encrypted:
        raise NotNow(NOT_ENCRYPTED)


@sensitive_variables()
def _send(form: FormFile, *, to: str, template: str, key: str, **words: str) -> None:
    text = loader.get_template(template).template  # type: ignore[attr-defined]
    letter = mail.Letter(
        subject=gettext(mail.SUBJECT),
        body=text.render(Context(words, autoescape=False)),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={
            "Message-ID": mail.message_id(key),
            "Auto-Submitted": "auto-generated",
        },
    )
    letter.attach(form.name, form.content, form.content_type)
    get_connection().send_messages([letter])
