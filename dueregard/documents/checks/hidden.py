"""A file inside, before or behind another: read as one thing here and as another there.

Such a file is called a polyglot. Honest programs do not write them.
"""

import io
import zipfile

from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers.recognise import called

MARKUP = (b"<html", b"<script", b"<!doctype html", b"<svg", b"<iframe")
OTHERS = (b"%PDF-", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


def refuse_archive(name: str, data: bytes) -> None:
    """Refuse bytes that also open as a zip, wherever in them it stands."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise two_in_one(name)


def refuse_others(name: str, data: bytes) -> None:
    """Refuse bytes that hold the start of a PDF, an archive or a web page."""
    refuse_archive(name, data)
    lowered = data.lower()
    if any(mark in data for mark in OTHERS) or any(mark in lowered for mark in MARKUP):
        raise two_in_one(name)


def refuse_markup(name: str, data: bytes) -> None:
    """Refuse bytes that a browser might take for a web page."""
    lowered = data.lower()
    if any(mark in lowered for mark in MARKUP):
        raise two_in_one(name)


def two_in_one(name: str) -> Unreadable:
    return Unreadable(
        f"{called(name)} holds a second file hidden in it, so it was not kept. Open it "
        "in the program that made it, save it again, and select that."
    )
