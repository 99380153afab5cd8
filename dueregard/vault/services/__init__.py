"""Making, destroying and changing keys, and the indexes that hang on them."""

from .erasing import bring_ledger_up_to_date, replay
from .indexing import index, unindex
from .making import new_key, new_keys
from .passing import keys_left, pass_records
from .rotating import rotate
from .shredding import shred, shred_all

__all__ = [
    "bring_ledger_up_to_date",
    "index",
    "keys_left",
    "new_key",
    "new_keys",
    "pass_records",
    "replay",
    "rotate",
    "shred",
    "shred_all",
    "unindex",
]
