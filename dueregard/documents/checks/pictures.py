"""PNG and JPEG: a real picture of a bearable size, with nothing behind it.

Only the frame is read here, and no pixel: that is the worker's, when it makes the copy
for viewing. The limit of 40 megapixels is C-FILE1's.
"""

import io
import warnings

from PIL import Image

from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers.recognise import called

from . import hidden

MOST_PIXELS = 40_000_000
BROKEN = (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError)


def check_png(name: str, data: bytes) -> None:
    _check(name, data, "PNG")
    if _end_of_png(data) != len(data):
        raise hidden.two_in_one(name)
    hidden.refuse_archive(name, data)


def check_jpeg(name: str, data: bytes) -> None:
    """Telephones put things of their own behind the picture: that alone is no crime."""
    _check(name, data, "JPEG")
    if b"\xff\xd9" not in data:
        raise _damaged(name)
    hidden.refuse_others(name, data)


def _check(name: str, data: bytes, kind: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                width, height = picture.size
                picture.verify()
    except BROKEN:
        raise _damaged(name) from None
    if width * height > MOST_PIXELS:
        raise Unreadable(
            f"{called(name)} is {width:,} by {height:,} pixels and the most is "
            f"{MOST_PIXELS // 1_000_000} million. Save a smaller copy, and select that."
        )


def _damaged(name: str) -> Unreadable:
    return Unreadable(
        f"{called(name)} is not a whole picture. Open it, save it again as PNG or "
        "JPEG, and select that."
    )


def _end_of_png(data: bytes) -> int:
    """Where its last chunk ends; `_check` has verified the chunks."""
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        at += 12 + length
        if kind == b"IEND":
            return at
    return -1
