"""Word and Excel packages: without macros, other programs' objects, or outside parts.

The package itself is opened with the suspicion of `exchange.readers.package`: sizes,
ratios, names, document types and macros. What opens by itself from elsewhere when a
person opens the file (a template, a linked picture) is refused here.
"""

import posixpath

from dueregard.exchange.document import Unreadable
from dueregard.exchange.readers.limits import Limits
from dueregard.exchange.readers.package import Package
from dueregard.exchange.readers.recognise import DOCX, XLSX, called, damaged, kind_of

from . import hidden

DOCUMENT_LIMITS = Limits(file=10 * 1024 * 1024, rows=100_000, cells=1_000_000)
END_OF_ZIP = b"PK\x05\x06"
LINKS = frozenset({"hyperlink"})
PROGRAMS = frozenset(
    {"oleObject", "control", "activeXControlBinary", "attachedToolbars", "vbaProject"}
)
EMBEDDED = frozenset({".docx", ".xlsx"})


def check_docx(name: str, data: bytes) -> None:
    _check(name, data, DOCX)


def check_xlsx(name: str, data: bytes) -> None:
    _check(name, data, XLSX)


def _check(name: str, data: bytes, kind: str) -> None:
    if kind_of(name, data) != kind:
        raise damaged(name, kind)
    _refuse_behind(name, data)
    package = Package(name, kind, data, DOCUMENT_LIMITS)
    for part in [part for part in package.parts if part.endswith(".rels")]:
        _check_relations(name, package, part)
    for part in package.parts:
        if "/embeddings/" in part.lower() and not part.endswith((".rels", "/")):
            _check_embedded(name, package, part)


def _refuse_behind(name: str, data: bytes) -> None:
    """The zip must begin with the file and end with it, without a comment."""
    end = data.rfind(END_OF_ZIP)
    if end < 0 or end + 22 != len(data):
        raise hidden.two_in_one(name)
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    if start + size > end:
        raise hidden.two_in_one(name)


def _check_relations(name: str, package: Package, listing: str) -> None:
    folder, leaf = posixpath.split(listing)
    source = posixpath.join(posixpath.dirname(folder), leaf.removesuffix(".rels"))
    for relation in package.relations(source).values():
        if relation.kind in PROGRAMS:
            raise _holds_an_object(name)
        if relation.external and relation.kind not in LINKS:
            raise Unreadable(
                f"{called(name)} fetches a part of itself from somewhere else when it "
                "is opened. Break its links (Word: File, Info, Edit Links; Excel: "
                "Data, Edit Links) or save it as PDF, and select that."
            )


def _check_embedded(name: str, package: Package, part: str) -> None:
    """The table behind a chart is a workbook of its own; nothing else may be inside."""
    suffix = posixpath.splitext(part)[1].lower()
    if suffix not in EMBEDDED:
        raise _holds_an_object(name)
    with package.open(part) as stream:
        inner = stream.read()
    within = Package(name, suffix.lstrip("."), inner, DOCUMENT_LIMITS)
    if any("/embeddings/" in inner_part.lower() for inner_part in within.parts):
        raise _holds_an_object(name)


def _holds_an_object(name: str) -> Unreadable:
    return Unreadable(
        f"{called(name)} holds a file or object of another program. Take it out or "
        "save it as PDF, and select that."
    )
