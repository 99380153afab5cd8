"""Files that people have, read into a `Document` whatever program wrote them."""

from __future__ import annotations

import hashlib

from dueregard.exchange.document import Document

from .csv_file import read_csv, rows
from .docx import read_docx
from .json_file import read_json
from .limits import PLAN_LIMITS, TRAINING_LIMITS, Limits, check_size
from .ods import read_ods
from .recognise import TEXT, kind_of
from .text import read_text
from .xlsx import read_xlsx

__all__ = [
    "PLAN_LIMITS",
    "TRAINING_LIMITS",
    "Limits",
    "check_size",
    "read",
    "rows",
]

READERS = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "ods": read_ods,
    "docx": read_docx,
    "json": read_json,
}


def read(name: str, data: bytes, *, limits: Limits = PLAN_LIMITS) -> Document:
    """Read a file into a Document; its kind is told by content and by name.

    Raises Unreadable with one plain sentence when the file is too large, is not what
    its name says, is protected, damaged or unsafe, or has nothing in it.
    """
    check_size(len(data), limits)
    kind = kind_of(name, data)
    if kind == TEXT:
        return read_text(name, data)
    document = READERS[kind](name, data, limits)
    document.sha256 = hashlib.sha256(data).hexdigest()
    return document
