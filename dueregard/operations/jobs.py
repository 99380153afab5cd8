from datetime import timedelta

from dueregard.drafts import services as drafts
from dueregard.outbox.registry import job
from dueregard.submissions import services as submissions
from dueregard.vault import services as vault

from . import database, services


@job("submissions.purge", every=timedelta(hours=1))
def purge_submissions(payload: dict) -> None:
    """Forget the forms that were sent more than 72 hours ago."""
    submissions.purge()


@job("drafts.sweep", every=timedelta(hours=1))
def sweep_drafts(payload: dict) -> None:
    """Destroy drafts that nobody sent in time."""
    drafts.sweep()


@job("vault.ledger", every=timedelta(hours=1), calls_out=True)
def write_erasures(payload: dict) -> None:
    """Write to the ledger of erasures what a crash kept out of it."""
    vault.bring_ledger_up_to_date()


@job("operations.alarms", every=timedelta(minutes=5))
def look_for_alarms(payload: dict) -> None:
    """Look for what administrators must hear of: failed sign-ins, a wrong clock."""
    services.look_for_alarms()


@job("operations.statistics", every=timedelta(days=1))
def count_for_the_planner(payload: dict) -> None:
    """Have SQLite know how its rows are spread, as PostgreSQL does by itself."""
    database.refresh_statistics()
