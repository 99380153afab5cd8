from datetime import timedelta

from . import services
from .registry import job


@job("outbox.purge", every=timedelta(hours=1))
def purge(payload: dict) -> None:
    """Forget what was done long ago."""
    services.purge()
