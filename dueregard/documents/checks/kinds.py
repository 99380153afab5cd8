"""The kinds of file that are taken, and the check that each must pass."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.conf import settings

from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers.limits import MEBIBYTE
from dueregard.exchange.readers.recognise import MACRO_EXTENSIONS, called, macros

from . import office, pdf, pictures, texts

TAKEN = "PDF, PNG, JPEG, TXT, CSV, DOCX or XLSX"
OFFICE = "application/vnd.openxmlformats-officedocument"
WHAT_TO_DO = f"Save it as {TAKEN}, and select that."


@dataclass(frozen=True)
class Kind:
    """What a file is. `content_type` is what it is served as, whatever came with it."""

    code: str
    content_type: str
    check: Callable[[str, bytes], None]
    is_picture: bool = False


PDF = Kind("pdf", "application/pdf", pdf.check)
PNG = Kind("png", "image/png", pictures.check_png, is_picture=True)
JPEG = Kind("jpeg", "image/jpeg", pictures.check_jpeg, is_picture=True)
TXT = Kind("txt", "text/plain; charset=utf-8", texts.check)
CSV = Kind("csv", "text/csv; charset=utf-8", texts.check)
DOCX = Kind("docx", f"{OFFICE}.wordprocessingml.document", office.check_docx)
XLSX = Kind("xlsx", f"{OFFICE}.spreadsheetml.sheet", office.check_xlsx)

EXTENSIONS = {
    ".pdf": PDF,
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".txt": TXT,
    ".csv": CSV,
    ".docx": DOCX,
    ".xlsx": XLSX,
}
ACCEPT = ",".join(EXTENSIONS)
KINDS = {kind.content_type: kind for kind in EXTENSIONS.values()}
# How a file of each kind begins, but for text.
BEGINNINGS = (
    (b"%PDF-", (PDF,)),
    (b"\x89PNG\r\n\x1a\n", (PNG,)),
    (b"\xff\xd8\xff", (JPEG,)),
    (b"PK\x03\x04", (DOCX, XLSX)),
)


def check(name: str, stream: BinaryIO, size: int) -> Kind:
    """What kind of file `stream` is, held against its name; set back to its start.

    Raises:
        Unreadable: it is not taken; the message is the sentence to show.
    """
    check_size(size)
    kind = EXTENSIONS.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise _not_taken(name)
    stream.seek(0)
    data = stream.read()
    stream.seek(0)
    begun = next((kinds for mark, kinds in BEGINNINGS if data.startswith(mark)), ())
    if (begun and kind not in begun) or not (begun or kind in (TXT, CSV)):
        raise Unreadable(
            f"{called(name)} is named as {kind.code.upper()} but its content is "
            f"something else. {WHAT_TO_DO}"
        )
    kind.check(name, data)
    return kind


def check_bytes(name: str, data: bytes) -> Kind:
    """As `check`, of bytes at hand."""
    return check(name, io.BytesIO(data), len(data))


def check_size(size: int) -> None:
    """Refuse an empty file, or one larger than DOCUMENT_MOST bytes."""
    if size == 0:
        raise Unreadable("The file is empty. Select a file with something in it.")
    if size > settings.DOCUMENT_MOST:
        raise Unreadable(
            f"The file is larger than {settings.DOCUMENT_MOST // MEBIBYTE} MiB. Take "
            "pictures out or split it, and select a smaller one."
        )


def _not_taken(name: str) -> Unreadable:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in MACRO_EXTENSIONS:
        return macros(name)
    if suffix in {".heic", ".heif"}:
        return Unreadable(
            f"{called(name)} is a HEIC picture, which is not taken. Save it as JPEG, "
            "and select that."
        )
    return Unreadable(f"{called(name)} is not a kind of file we take. {WHAT_TO_DO}")
