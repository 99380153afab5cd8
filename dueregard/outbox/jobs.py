from datetime import timedelta

from . import mail, services
from .registry import job


@job(mail.KIND, calls_out=True)
def send(payload: dict) -> None:
    """Hand one mail to the mail server."""
    mail.send(payload)


@job("outbox.purge", every=timedelta(hours=1))
def purge(payload: dict) -> None:
    """Forget what was done long ago."""
    services.purge()
