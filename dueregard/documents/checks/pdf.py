"""PDF: readable without a password, and nothing in it that runs, opens or unpacks.

Every object that the file's own directory names is looked at, also the compressed
ones, up to a number that takes a second or two.
"""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
)

from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers.recognise import called, protected

from . import hidden

MOST_OBJECTS = 20_000
DEEPEST = 60
END = b"%%EOF"
RUNS = frozenset({"/JS", "/JavaScript", "/RichMedia", "/XFA"})
ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition"}
)
HOLDS = frozenset({"/EmbeddedFiles", "/EF"})
BROKEN = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
    OSError,
    AssertionError,
    OverflowError,
)


def check(name: str, data: bytes) -> None:
    _check_ends(name, data)
    hidden.refuse_archive(name, data)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        locked = reader.is_encrypted
    except BROKEN:
        raise _damaged(name) from None
    if locked:
        raise protected(name)
    _check_objects(name, reader)


def _check_ends(name: str, data: bytes) -> None:
    """Nothing of another kind near its start or behind its end."""
    end = data.rfind(END)
    if end < 0:
        raise _damaged(name)
    behind = data[end + len(END) :]
    hidden.refuse_markup(name, data[:4096] + behind)
    if behind.strip(b"\r\n\t \x00"):
        raise hidden.two_in_one(name)


def _check_objects(name: str, reader: PdfReader) -> None:
    numbers = [
        (number, generation)
        for generation, table in reader.xref.items()
        for number in table
    ]
    numbers += [(number, 0) for number in reader.xref_objStm]
    if len(numbers) > MOST_OBJECTS:
        raise Unreadable(
            f"{called(name)} is made of more than {MOST_OBJECTS:,} pieces, which is "
            "more than can be checked. Print it to PDF again, or split it, and select "
            "that."
        )
    try:
        if not len(reader.pages):
            raise _damaged(name)
        _look_at(name, reader.trailer)
        for number, generation in numbers:
            _look_at(
                name, reader.get_object(IndirectObject(number, generation, reader))
            )
    except BROKEN:
        raise _damaged(name) from None


def _look_at(name: str, found: Any) -> None:
    for entry in _dictionaries(found):
        keys = set(entry)
        if keys & RUNS or _action(entry) in ACTIONS:
            raise Unreadable(
                f"{called(name)} holds a script or starts something when it is opened. "
                "Print it to PDF again, and select that."
            )
        if keys & HOLDS:
            raise Unreadable(
                f"{called(name)} has another file attached inside it. Take it out, or "
                "print it to PDF again, and select that."
            )


def _action(entry: DictionaryObject) -> str:
    kind = entry.raw_get("/S") if "/S" in entry else ""
    return str(kind) if isinstance(kind, NameObject) else ""


def _dictionaries(found: Any, depth: int = 0) -> Iterator[DictionaryObject]:
    """Every dictionary in one object; what it only points to is an object of its own.

    Raises:
        ValueError: deeper than any honest program nests.
    """
    if depth > DEEPEST:
        raise ValueError("Nested too deeply.")
    if isinstance(found, DictionaryObject):
        yield found
        inner = [found.raw_get(key) for key in found]
    elif isinstance(found, ArrayObject):
        inner = list(list.__iter__(found))
    else:
        return
    for one in inner:
        if isinstance(one, DictionaryObject | ArrayObject):
            yield from _dictionaries(one, depth + 1)


def _damaged(name: str) -> Unreadable:
    return Unreadable(
        f"{called(name)} is not a whole PDF. Open it, save or print it to PDF again, "
        "and select that."
    )
