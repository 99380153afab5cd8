"""In which encoding a text was saved, decided the same way every time.

A byte order mark decides. Without one the text is UTF-8; if it is not, and holds no
UTF-8 letters elsewhere, it is Windows-1252, which Excel writes as plain "CSV". Bytes
that fit neither are refused with their line.
"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass
from typing import BinaryIO

from dueregard.exchange.document import Unreadable

from .characters import refuse_forbidden

CHUNK = 256 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A letter beyond ASCII as UTF-8 writes it: hardly ever met in Windows-1252 English.
UTF8_LETTER = re.compile(b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# Bytes that Windows-1252 does not use, and two that no English text holds.
NOT_WINDOWS = re.compile(b"[\x81\x8d\x8f\x90\x9d\xfe\xff]")

GUESSED = (
    "The file does not say how its letters are stored and was read as Windows-1252. "
    "Check pound signs, accents and quotation marks."
)


@dataclass(frozen=True)
class Encoding:
    """A codec's name, and whether it had to be guessed (Windows-1252)."""

    codec: str
    guessed: bool = False


def survey(stream: BinaryIO) -> Encoding:
    """The encoding of a seekable stream, read once in chunks and set back to its start.

    Raises Unreadable, naming the line, for bytes that are not text: undecodable ones,
    NUL and control characters.
    """
    declared = _declared(stream)
    try:
        _decode_all(stream, declared or "utf-8")
        encoding = Encoding(declared or "utf-8")
    except UnicodeDecodeError as error:
        if declared or "unexpected end" in error.reason or _has_utf8_letters(stream):
            raise _undecodable(stream, declared or "utf-8") from None
        encoding = _windows(stream)
    stream.seek(0)
    return encoding


def _declared(stream: BinaryIO) -> str | None:
    stream.seek(0)
    start = stream.read(4)
    return next((codec for mark, codec in MARKS if start.startswith(mark)), None)


def _decode_all(stream: BinaryIO, codec: str) -> None:
    """Decode every chunk; refuse the first character that is not text."""
    stream.seek(0)
    decoder = _decoder(codec)
    line = 1
    while True:
        chunk = stream.read(CHUNK)
        text = decoder.decode(chunk, final=not chunk)
        _refuse_controls(text, line)
        line += text.count("\n")
        if not chunk:
            return


def _decoder(codec: str) -> io.IncrementalNewlineDecoder:
    """A decoder that also makes every line break one newline, across chunks."""
    strict = codecs.getincrementaldecoder(codec)("strict")
    return io.IncrementalNewlineDecoder(strict, translate=True)


def _refuse_controls(text: str, first_line: int) -> None:
    try:
        refuse_forbidden(text, "")
    except Unreadable:
        for number, line in enumerate(text.split("\n"), first_line):
            refuse_forbidden(line, f"line {number}")


def _has_utf8_letters(stream: BinaryIO) -> bool:
    stream.seek(0)
    return any(UTF8_LETTER.search(chunk) for chunk in iter(lambda: _take(stream), b""))


def _take(stream: BinaryIO) -> bytes:
    return stream.read(CHUNK)


def _windows(stream: BinaryIO) -> Encoding:
    stream.seek(0)
    line = 1
    while chunk := stream.read(CHUNK):
        found = NOT_WINDOWS.search(chunk)
        if found:
            line += chunk[: found.start()].count(b"\n")
            raise _not_text(line, found.group()[0])
        line += chunk.count(b"\n")
    _decode_all(stream, "cp1252")
    return Encoding("cp1252", guessed=True)


def _undecodable(stream: BinaryIO, codec: str) -> Unreadable:
    """Where decoding stops, found line by line so that no chunk hides the place."""
    stream.seek(0)
    decoder = _decoder(codec)
    line = 1
    while True:
        chunk = stream.read(4096)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            line += _breaks(error.object[: error.start], codec)
            return _not_text(line, error.object[error.start])
        line += text.count("\n")
        if not chunk:
            raise AssertionError("Decoding failed once and then did not.")


def _breaks(data: bytes, codec: str) -> int:
    if codec == "utf-16":
        return data.count(b"\n\x00") or data.count(b"\x00\n")
    return data.count(b"\n")


def _not_text(line: int, byte: int) -> Unreadable:
    return Unreadable(
        f"Line {line} holds a byte (0x{byte:02X}) that is not text. Save the file "
        "again as “CSV UTF-8” or as plain text in UTF-8, and upload that."
    )
