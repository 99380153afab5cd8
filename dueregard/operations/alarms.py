"""What the administrators are told of by itself: each alarm, and what sets it off.

None of them says anything of a person: failed sign-ins are counted by a keyed hash of
the account that was tried, and only the count leaves here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, QuerySet

from dueregard import clock
from dueregard.audit.events import RefusalEvent
from dueregard.audit.models import Entry

from . import database, machine_clock

# People mistype a handful in ten minutes, also on a Monday at nine; whoever tries a
# list of leaked passwords from many addresses makes hundreds.
MOST_ON_THE_SERVICE, ON_THE_SERVICE_IN = 100, timedelta(minutes=10)
# Sign-in takes five failures of an account, then makes each wait twice as long as the
# one before (accounts.attempts): whoever sits through that comes to twelve in an hour.
# Somebody who forgot their password asks for a new one long before.
MOST_ON_AN_ACCOUNT, ON_AN_ACCOUNT_IN = 10, timedelta(hours=1)


@dataclass(frozen=True)
class Kind:
    """One alarm. `measured` says how much there is of it, None while all is well."""

    code: str
    words: str
    what_to_do: str
    measured: Callable[[], int | None]


def on_the_service() -> int | None:
    """How many sign-ins failed in ten minutes, when they are too many."""
    failures = failed_sign_ins(ON_THE_SERVICE_IN).count()
    return failures if failures > MOST_ON_THE_SERVICE else None


def on_an_account() -> int | None:
    """How many failed in an hour on the account that most failed on, if too many."""
    by_account = failed_sign_ins(ON_AN_ACCOUNT_IN).filter(facts__has_key="account_hash")
    failures = (
        by_account.values("facts__account_hash")
        .annotate(failures=Count("pk"))
        .order_by("-failures")
        .values_list("failures", flat=True)
        .first()
    )
    return failures if failures and failures > MOST_ON_AN_ACCOUNT else None


def failed_sign_ins(within: timedelta) -> QuerySet[Entry]:
    """The audit's entries of them, by its index of subjects: they have none."""
    now = clock.now()
    return Entry.objects.filter(
        subject_type="",
        subject_id="",
        at__gt=now - within,
        at__lte=now,
        event=RefusalEvent.SIGN_IN_FAILED.code,
    )


def not_written() -> int | None:
    """How many settings let the database answer before it has written; production."""
    return (None if settings.REHEARSAL else len(database.unwritten())) or None


KINDS = (
    Kind(
        "sign_ins",
        "many failed sign-ins",
        "Somebody may be trying passwords that leaked elsewhere. Each account and "
        "address is slowed down by itself. Ask whoever runs the proxy in front to "
        "block where they come from.",
        on_the_service,
    ),
    Kind(
        "sign_ins_to_one_account",
        "many failed sign-ins to one account",
        "Somebody may be guessing a password. The account is slowed down by itself, "
        "and its owner can still sign in after a wait. If it goes on, ask whoever runs "
        "the proxy in front to block where it comes from.",
        on_an_account,
    ),
    Kind(
        "clock",
        "a clock that may be wrong",
        "Due dates and the audit go by it. Have this machine and the database’s take "
        "their time from the same time server (chrony or systemd-timesyncd).",
        machine_clock.seconds_off,
    ),
    Kind(
        "not_written",
        "a database that answers before it has written",
        "What people are told is saved can be lost when the power fails. Switch "
        "fsync and synchronous_commit on in PostgreSQL.",
        not_written,
    ),
)
_by_code = {kind.code: kind for kind in KINDS}


def find(code: str) -> Kind:
    """The kind of this code; one that another release knew says its code only."""
    return _by_code.get(code) or Kind(code, code, "", lambda: None)
