"""The copy of a picture that people view: the same picture, and nothing said about it.

Where and when it was taken, with what, and by whom stay with the original (C-FILE5).
Decoding and encoding it anew also leaves behind whatever was hidden in the file.
"""

import io
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps

from dueregard import store

from .checks.pictures import BROKEN, MOST_PIXELS

LONGEST_SIDE = 4000
QUALITY = 88
MOST = 100 * 1024 * 1024
PLAIN_MODES = {"PNG": ("1", "L", "LA", "RGB", "RGBA"), "JPEG": ("L", "RGB")}


class NotAPicture(Exception):
    """It cannot be decoded."""


def make(source: Path, kind: str) -> store.Stored:
    """Store a copy of the picture at `source`; `kind` is "PNG" or "JPEG".

    Raises:
        NotAPicture: its pixels cannot be read.
        OSError: the disk does not take it.
    """
    encoded = _encoded(source, kind)
    return store.keep([encoded], limit=MOST, folder=store.DOCUMENTS)


def copy_of(source: BinaryIO, kind: str) -> bytes:
    """As `make`, of a picture that stands nowhere in the clear; nothing is stored."""
    return _encoded(source, kind)


def _encoded(source: Path | BinaryIO, kind: str) -> bytes:
    stream = io.BytesIO()
    try:
        with Image.open(source, formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotAPicture
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture.load()
            turned = ImageOps.exif_transpose(picture)
            turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            image = _in_plain_mode(turned, kind)
            image.info = {}
            image.save(stream, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))
    except BROKEN:
        raise NotAPicture from None
    return stream.getvalue()


def _in_plain_mode(picture: Image.Image, kind: str) -> Image.Image:
    if picture.mode in PLAIN_MODES[kind]:
        return picture
    see_through = kind == "PNG" and "transparency" in picture.info
    return picture.convert("RGBA" if see_through else "RGB")
