"""Which files are taken: by content *and* extension (security C-FILE1).

A file must be what its name says, and nothing else besides. What cannot be looked into
is refused, with one sentence that says what to do.
"""

from .kinds import ACCEPT, KINDS, Kind
from .uploaded import kind_of_upload

__all__ = ["ACCEPT", "KINDS", "Kind", "kind_of_upload"]
