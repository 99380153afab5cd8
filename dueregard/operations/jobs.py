from datetime import timedelta

from dueregard.outbox.registry import job
from dueregard.submissions import services as submissions


@job("submissions.purge", every=timedelta(hours=1))
def purge_submissions(payload: dict) -> None:
    """Forget the forms that were sent more than 72 hours ago."""
    submissions.purge()
