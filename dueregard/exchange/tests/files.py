"""Files as programs write them, and as people break them, made for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    ]
)


def xlsx_bytes(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    """A workbook that `fill` has written to; its first sheet is named "Actions"."""
    workbook = openpyxl.Workbook()
    workbook.active.title = "Actions"
    fill(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def simple_xlsx(rows: list[list] | None = None) -> bytes:
    def fill(workbook: openpyxl.Workbook) -> None:
        for row in rows or [["Ref", "Action"], ["1", "Meet the schools"]]:
            workbook.active.append(row)

    return xlsx_bytes(fill)


def docx_bytes(fill: Callable[[WordDocument], None]) -> bytes:
    document = docx.Document()
    fill(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def simple_docx() -> bytes:
    def fill(document: WordDocument) -> None:
        table = document.add_table(rows=2, cols=2)
        for at, text in enumerate(["Ref", "Action", "1", "Meet the schools"]):
            table.cell(at // 2, at % 2).text = text

    return docx_bytes(fill)


def ods_bytes(sheets: str, *, styles: str = "", extra: dict | None = None) -> bytes:
    """A spreadsheet around the XML of its sheets (<table:table>…) and styles."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'{ODS_NAMESPACES} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
        f"</office:document-content>"
    )
    return package_bytes(
        {"mimetype": ODS_TYPE, "content.xml": content, **(extra or {})}
    )


def simple_ods() -> bytes:
    return ods_bytes(
        '<table:table table:name="Actions"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>Ref</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )


def package_bytes(parts: dict[str, str | bytes]) -> bytes:
    """A zip of these parts; the first, as OpenDocument demands, is not compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for at, (name, content) in enumerate(parts.items()):
            method = zipfile.ZIP_DEFLATED if at else zipfile.ZIP_STORED
            package.writestr(name, content, compress_type=method)
    return stream.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with each part passed through `change`; None drops the part."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            content = change(info.filename, source.read(info))
            if content is not None:
                target.writestr(info.filename, content)
    return stream.getvalue()


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """The package with words of one part replaced; they must be there."""

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        assert old.encode() in content, content[:2000]
        return content.replace(old.encode(), new.encode())

    return rewritten(data, change)


def with_part(data: bytes, part: str, content: bytes) -> bytes:
    """The package with one part more."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(part, content)
    return stream.getvalue()


def bomb(data: bytes, part: str, size: int) -> bytes:
    """The package with a part that unpacks to `size` bytes of nothing."""
    return with_part(data, part, b" " * size)


def encrypted_entries(data: bytes) -> bytes:
    """The zip with the flag "encrypted" set on every entry of its directory."""
    found = bytearray(data)
    at = found.find(b"PK\x01\x02")
    while at >= 0:
        found[at + 8] |= 1
        at = found.find(b"PK\x01\x02", at + 4)
    return bytes(found)


def ole_bytes(stream_name: str) -> bytes:
    """The beginning of an OLE file that names one stream in its directory."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    return header + stream_name.encode("utf-16-le") + b"\0" * 1024


def element(name: str, **attributes: str):
    """A w: element for the parts of Word that python-docx has no words for."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def shade(cell, fill: str) -> None:
    """Shade a Word table's cell."""
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", fill=fill))
