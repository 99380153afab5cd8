"""Files as programs write them, and as people and attackers break them."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from dueregard.exchange.tests.files import simple_docx, simple_xlsx

# The industry's harmless test string, in two halves so that no scanner of this
# repository minds. The signature that finds it is ours (tests/engine.py).
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/x-whatever")


def pdf(change=lambda writer: None) -> bytes:
    """One empty page, and what `change` does to the writer."""
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def pdf_with(key: str, **entries: Any) -> bytes:
    """A PDF whose catalogue holds, under `key`, a dictionary of these names."""

    def change(writer: PdfWriter) -> None:
        inner = DictionaryObject(
            {
                NameObject(f"/{name}"): NameObject(value)
                if value.startswith("/")
                else TextStringObject(value)
                for name, value in entries.items()
            }
        )
        writer._root_object[NameObject(key)] = writer._add_object(inner)

    return pdf(change)


def png(size=(40, 30), **text: str) -> bytes:
    said = PngImagePlugin.PngInfo()
    for name, value in text.items():
        said.add_text(name, value)
    stream = io.BytesIO()
    Image.new("RGB", size, "teal").save(stream, "PNG", pnginfo=said)
    return stream.getvalue()


def jpeg(size=(40, 30), *, exif: Image.Exif | None = None, comment: str = "") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "teal").save(
        stream, "JPEG", exif=exif or Image.Exif(), comment=comment.encode()
    )
    return stream.getvalue()


def jpeg_with_place() -> bytes:
    """Taken on its side by Sam's telephone, at a place."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x013B] = "Sam Taker"
    exif[0x0110] = "Telephone 9"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (53.0, 12.0, 30.0)
    return jpeg((40, 20), exif=exif, comment="Behind the school")


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


HONEST = {
    "minutes.pdf": pdf(),
    "room.png": png(),
    "room.jpg": jpeg(),
    "ROOM.JPEG": jpeg(),
    "notes.txt": "Café, 14 May: twelve came.\n".encode(),
    "list.csv": b"Name,Came\nSchool,yes\n",
    "paper.docx": simple_docx(),
    "figures.xlsx": simple_xlsx(),
}
