from datetime import timedelta

from dueregard import clock
from dueregard.outbox.registry import job

from . import services


@job("accounts.daily", every=timedelta(days=1))
def keep_accounts(payload: dict) -> None:
    """Ask who still does what, suspend what nobody confirmed, note who is dormant."""
    today = clock.today()
    services.ask_for_confirmation(today)
    services.suspend_unconfirmed(today)
    services.make_dormant(today)
    services.purge_posts()
