"""Bytes that no row names, left by a process that was killed, go."""

from datetime import timedelta

from dueregard import store

from ..models import FileVersion

ORPHANS_AFTER = timedelta(hours=1)


def sweep() -> int:
    """Remove files that no document needs; how many went."""
    needed = FileVersion.objects.exclude(status=FileVersion.Status.REFUSED)
    named = {
        name
        for names in needed.values_list("stored_name", "viewing_name")
        for name in names
        if name
    }
    return store.sweep(named, older_than=ORPHANS_AFTER, folder=store.DOCUMENTS)
