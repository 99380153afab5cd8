"""The first key: made with an empty database, never beside one that has rows.

A database that somebody used was signed and sealed with a key. A new key beside it
would look like a fresh start and make the record unreadable, so it is refused
(settled 1).
"""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from dueregard import keys

from . import database


def refuse_without_key(**kwargs: Any) -> None:
    """Before `migrate` changes anything.

    Raises:
        CommandError: the database has rows and its key file is not there.
    """
    if not keys.exists() and database.holds_rows():
        raise CommandError(
            "This database has been used, but KEY_FILE names no file. Put the key "
            "file back from its own backup: without it the audit cannot be verified."
        )


def make_key(**kwargs: Any) -> None:
    """After `migrate`: an empty database that has no key file is given one (0600)."""
    if not keys.exists():
        keys.create(settings.KEY_FILE)
