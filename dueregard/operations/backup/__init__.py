"""Backing the service up, and putting it back on an empty place (security P9, P10).

A backup is one compressed tar archive: `manifest.json`, `database` and everything under
`files/`. The manifest lists the SHA-256 of each part, the rows of each table and the
heads of the audit's chains. Keys are never in it: they are written to a file apart.
"""


class BackupError(Exception):
    """It could not be done; the message says why and what to do, in one sentence."""
