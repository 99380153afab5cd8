"""Backing the service up, and putting it back on an empty place (security P9, P10).

A backup is one compressed tar archive: `manifest.json`, `database` and everything under
`files/`. The manifest lists the SHA-256 of each part, the rows of each table and the
heads of the audit's chains. Keys are never in it. KEY_FILE can be copied to a file
apart; the wrapped data keys always go to one (`wrapped_keys`): without it nothing that
is sealed can be read, and it is kept for 35 days at most.
"""


class BackupError(Exception):
    """It could not be done; the message says why and what to do, in one sentence."""
