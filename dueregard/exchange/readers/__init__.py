"""Files that people have, read into a `Document` whatever program wrote them."""

from __future__ import annotations

import hashlib

from django.utils.module_loading import import_string

from dueregard.exchange.document import Document

from .csv_file import rows
from .limits import PLAN_LIMITS, TRAINING_LIMITS, Limits, check_size
from .recognise import TEXT, kind_of
from .text import read_text

__all__ = [
    "PLAN_LIMITS",
    "TRAINING_LIMITS",
    "Limits",
    "check_size",
    "read",
    "rows",
]

# By dotted name: the libraries behind them are heavy, and no page needs one to start.
READERS = {
    "csv": "dueregard.exchange.readers.csv_file.read_csv",
    "xlsx": "dueregard.exchange.readers.xlsx.read_xlsx",
    "ods": "dueregard.exchange.readers.ods.read_ods",
    "docx": "dueregard.exchange.readers.docx.read_docx",
    "json": "dueregard.exchange.readers.json_file.read_json",
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
    document = import_string(READERS[kind])(name, data, limits)
    document.sha256 = hashlib.sha256(data).hexdigest()
    return document
