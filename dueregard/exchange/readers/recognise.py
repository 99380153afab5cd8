"""What kind of file was given: by its content, held against its name."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from dueregard.exchange.document import Unreadable

from .characters import visible

CSV, XLSX, ODS, DOCX, TEXT = "csv", "xlsx", "ods", "docx", "text"
JSON = "json"
# What zipfile raises, at one time or another, on a zip that is not right.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)

KIND_OF_EXTENSION = {
    ".csv": CSV,
    ".xlsx": XLSX,
    ".ods": ODS,
    ".docx": DOCX,
    ".txt": TEXT,
    ".md": TEXT,
    ".markdown": TEXT,
    ".json": JSON,
}
NAME_OF_KIND = {
    CSV: "a CSV file (.csv)",
    XLSX: "an Excel workbook (.xlsx)",
    ODS: "an OpenDocument spreadsheet (.ods)",
    DOCX: "a Word document (.docx)",
    TEXT: "plain text (.txt or .md)",
    JSON: "JSON (.json)",
}
ACCEPTED = "Word (.docx), Excel (.xlsx), OpenDocument (.ods), CSV (.csv) or text (.txt)"

# What the first bytes say, the name to use for it, and what to do instead.
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (
        b"%PDF-",
        "a PDF",
        "Save it as Word first: open the PDF in Word, choose Save As, then “Word "
        "Document (.docx)”, check the tables, and upload that. A list of people goes "
        "into Excel instead.",
    ),
    (
        b"{\\rtf",
        "a rich text file",
        "Open it in Word, choose Save As, then “Word Document (.docx)”, and upload "
        "that.",
    ),
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"GIF8", "a picture", ""),
    (b"II*\x00", "a picture", ""),
    (b"MM\x00*", "a picture", ""),
    (b"\x1f\x8b", "an archive", ""),
    (b"7z\xbc\xaf\x27\x1c", "an archive", ""),
    (b"Rar!", "an archive", ""),
    (b"BZh", "an archive", ""),
    (b"\xfd7zXZ", "an archive", ""),
    (b"MZ", "a program", ""),
    (b"\x7fELF", "a program", ""),
)
SIGNATURES_FURTHER_ON = (
    (b"WEBP", 8, "a picture"),
    (b"ftypheic", 4, "a picture"),
    (b"ftypavif", 4, "a picture"),
    (b"ustar", 257, "an archive"),
)
ADVICE = {
    "a picture": "Type its words into a Word or Excel file and upload that.",
    "an archive": "Take the file out of it and upload that by itself.",
    "a program": f"Upload it as {ACCEPTED}.",
}
OLD_BINARY = {
    ".doc": "Open it in Word, choose Save As, then “Word Document (.docx)”, and upload "
    "that.",
    ".xls": "Open it in Excel, choose Save As, then “Excel Workbook (.xlsx)”, and "
    "upload that.",
}
MACRO_EXTENSIONS = (".docm", ".xlsm", ".dotm", ".xltm", ".xlam")


def kind_of(name: str, data: bytes) -> str:
    """The kind of the file, one of `NAME_OF_KIND`.

    Raises Unreadable when the content cannot be read, or is not what the name says.
    """
    extension = PurePosixPath(name).suffix.lower()
    _refuse_other_programs(name, data)
    _refuse_macro_name(name, extension)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        found = _package_kind(name, data)
    else:
        found = {".csv": CSV, ".json": JSON}.get(extension, TEXT)
    expected = KIND_OF_EXTENSION.get(extension)
    if expected is None:
        raise _unknown(name, found)
    if found != expected:
        raise _mistaken(name, expected, found)
    return found


def called(name: str) -> str:
    """The file's name in quotation marks, hidden characters spelt out."""
    return f"“{visible(name) or 'the file'}”"


def damaged(name: str, kind: str) -> Unreadable:
    """The refusal of a package that is broken or cut short."""
    what = NAME_OF_KIND.get(kind, "an archive")
    return Unreadable(
        f"{called(name)} looks like {what} but is damaged or cut short. Open it in the "
        "program that made it, save it again, and upload that."
    )


def protected(name: str) -> Unreadable:
    """The refusal of a file that cannot be opened without a password."""
    return Unreadable(
        f"{called(name)} is protected with a password. Open it, take the password off "
        "(File, Info, Protect), save it, and upload that."
    )


def macros(name: str) -> Unreadable:
    """The refusal of a file with macros: nothing in it is run or read."""
    return Unreadable(
        f"{called(name)} holds macros, which are never accepted. Save it as a “Word "
        "Document (.docx)” or “Excel Workbook (.xlsx)”, without macros, and upload "
        "that."
    )


def _refuse_other_programs(name: str, data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _old_binary(name, data)
    for mark, what, advice in SIGNATURES:
        window = data[:1024] if mark == b"%PDF-" else data[: len(mark)]
        if mark in window:
            raise Unreadable(
                f"{called(name)} is {what}, which cannot be read. "
                f"{advice or ADVICE[what]}"
            )
    for mark, at, what in SIGNATURES_FURTHER_ON:
        if data[at : at + len(mark)] == mark:
            raise Unreadable(
                f"{called(name)} is {what}, which cannot be read. {ADVICE[what]}"
            )
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg")):
        raise Unreadable(
            f"{called(name)} is a web page or other marked-up file, which cannot be "
            "read. Copy the plan from it into a Word document and upload that."
        )


def _old_binary(name: str, data: bytes) -> Unreadable:
    """An OLE file: an encrypted modern document, or Word or Excel before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return protected(name)
    word = "WordDocument".encode("utf-16-le") in data
    program = "Word" if word else "Excel"
    advice = OLD_BINARY[".doc" if word else ".xls"]
    return Unreadable(
        f"{called(name)} is in the format {program} used before 2007, which cannot be "
        f"read. {advice}"
    )


def _refuse_macro_name(name: str, extension: str) -> None:
    if extension in MACRO_EXTENSIONS:
        raise macros(name)


def _package_kind(name: str, data: bytes) -> str:
    """Which kind of package a zip is, from the names in its directory only."""
    if data.count(b"PK\x01\x02") > 50_000:
        raise Unreadable(
            f"{called(name)} is an archive of more than 50,000 files, which cannot be "
            "read. Take the file out of it and upload that by itself."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            locked = any(info.flag_bits & 0x1 for info in package.infolist())
            declared = b"" if locked else _declared_type(package, names)
    except BROKEN_ZIP:
        guessed = KIND_OF_EXTENSION.get(PurePosixPath(name).suffix.lower(), "")
        raise damaged(name, guessed) from None
    if locked:
        raise protected(name)
    return _kind_from_parts(name, names, declared)


def _declared_type(package: zipfile.ZipFile, names: set[str]) -> bytes:
    """What an OpenDocument file says it is, in a small part of its own."""
    if "mimetype" not in names:
        return b""
    with package.open("mimetype") as stream:
        return stream.read(100)


def _kind_from_parts(name: str, names: set[str], declared: bytes) -> str:
    if "[Content_Types].xml" in names:
        if any(part.startswith("word/") for part in names):
            return DOCX
        if "xl/workbook.bin" in names:
            raise Unreadable(
                f"{called(name)} is a binary Excel workbook (.xlsb), which cannot be "
                f"read. {OLD_BINARY['.xls']}"
            )
        if any(part.startswith("xl/") for part in names):
            return XLSX
    if declared == b"application/vnd.oasis.opendocument.spreadsheet":
        return ODS
    if declared.startswith(b"application/vnd.oasis.opendocument.text"):
        raise Unreadable(
            f"{called(name)} is an OpenDocument text (.odt), which cannot be read. "
            f"{OLD_BINARY['.doc']}"
        )
    raise Unreadable(
        f"{called(name)} is an archive, which cannot be read. {ADVICE['an archive']}"
    )


def _unknown(name: str, found: str) -> Unreadable:
    if found != TEXT:
        return Unreadable(
            f"The name {called(name)} does not end as {NAME_OF_KIND[found]} does, "
            "which it is. Rename it and upload it again."
        )
    return Unreadable(
        f"{called(name)} is not a kind of file that can be read. Save it as "
        f"{ACCEPTED}, and upload that."
    )


def _mistaken(name: str, expected: str, found: str) -> Unreadable:
    if found == TEXT:
        return Unreadable(
            f"{called(name)} is named as {NAME_OF_KIND[expected]} but holds plain text "
            "or damaged data. Save it again from the program that made it, or rename "
            "it to end in .csv or .txt, and upload that."
        )
    return Unreadable(
        f"{called(name)} is named as {NAME_OF_KIND[expected]} but is "
        f"{NAME_OF_KIND[found]}. Rename it to end in .{found}, or save it as "
        f"{NAME_OF_KIND[expected]}, and upload that."
    )
