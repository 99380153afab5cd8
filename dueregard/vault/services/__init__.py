"""Making, destroying and changing keys, and the indexes that hang on them."""

from .erasing import bring_ledger_up_to_date, replay
from .indexing import index, unindex
from .making import new_key, new_keys
from .rotating import rotate
from .shredding import shred, shred_all

__all__ = [
    "bring_ledger_up_to_date",
    "index",
    "new_key",
    "new_keys",
    "replay",
    "rotate",
    "shred",
    "shred_all",
    "unindex",
]
