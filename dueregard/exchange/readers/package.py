"""The zip package that a workbook or Word document is, opened with suspicion.

Sizes and names are checked in the zip's directory; then every XML part is read once
as a stream, counted while it unpacks, and refused if it declares a document type or
entities. Only after that does a reader see it. Nothing is ever written to disk.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from lxml import etree

from dueregard.exchange.document import Unreadable

from .limits import MEBIBYTE, Limits
from .recognise import BROKEN_ZIP, called, damaged, macros, protected

CHUNK = 256 * 1024
DEEPEST = 200
LONGEST_TAG = 1024 * 1024
FAIR_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True)
class Relation:
    """One line of a part's .rels: `kind` is the last word of its type's address."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of one package, all within the limits."""

    def __init__(self, name: str, kind: str, data: bytes, limits: Limits) -> None:
        self.name = name
        self.kind = kind
        self.data = data
        self.limits = limits
        if data.count(b"PK\x01\x02") > limits.entries:
            raise self._refusal(f"more than {limits.entries:,} files")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN_ZIP:
            raise damaged(name, kind) from None
        self.parts = {info.filename: info for info in self._zip.infolist()}
        self._check_directory()
        self._screen()

    def has(self, part: str) -> bool:
        return part in self.parts

    def open(self, part: str) -> IO[bytes]:
        """A part as a stream. Raises Unreadable when it is not there."""
        try:
            return self._zip.open(part)
        except (KeyError, *BROKEN_ZIP):
            raise damaged(self.name, self.kind) from None

    def tree(self, part: str) -> etree._Element:
        """A part as an element tree; the part was screened when the package opened."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            with self.open(part) as stream:
                return etree.parse(stream, parser).getroot()
        except (etree.XMLSyntaxError, *BROKEN_ZIP):
            raise damaged(self.name, self.kind) from None

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part points to, by id; "" gives the package's own relations."""
        folder, leaf = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{leaf}.rels")
        if not self.has(listing):
            return {}
        found = {}
        for element in self.tree(listing).iter(RELATION):
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            found[element.get("Id", "")] = Relation(
                element.get("Type", "").rpartition("/")[2],
                target if external else _resolved(folder, target),
                external,
            )
        return found

    def scan(
        self,
        part: str,
        *,
        start: Callable[[str, dict[str, str]], None] | None = None,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Stream a part through expat; names come as "namespace name".

        Raises Unreadable for a document type, for bad XML, and whatever the handlers
        raise.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        size = 0
        try:
            with self.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > self.parts[part].file_size:
                        raise damaged(self.name, self.kind)
                    parser.Parse(chunk, False)
                    if size - parser.CurrentByteIndex > LONGEST_TAG:
                        raise damaged(self.name, self.kind)
            parser.Parse(b"", True)
        except (expat.ExpatError, *BROKEN_ZIP):
            raise damaged(self.name, self.kind) from None

    def _check_directory(self) -> None:
        entries = self._zip.infolist()
        total = sum(info.file_size for info in entries)
        if any(info.flag_bits & 0x1 for info in entries):
            raise protected(self.name)
        if len(self.parts) != len(entries) or any(
            info.compress_type not in FAIR_METHODS for info in entries
        ):
            raise damaged(self.name, self.kind)
        if total > self.limits.unzipped:
            raise self._refusal(f"{total / MEBIBYTE:,.0f} MiB")
        if total > self.limits.zip_ratio * len(self.data):
            raise self._refusal(f"{total // len(self.data):,} times its own size")
        for info in entries:
            self._check_entry(info)

    def _check_entry(self, info: zipfile.ZipInfo) -> None:
        ratio = info.file_size / max(1, info.compress_size)
        if info.file_size > MEBIBYTE and ratio > self.limits.zip_ratio:
            raise self._refusal(f"a part {ratio:,.0f} times its own size")
        lowered = info.filename.lower()
        if "vbaproject" in lowered or "/macrosheets/" in lowered:
            raise macros(self.name)
        if lowered.startswith(("basic/", "scripts/")) and info.file_size:
            raise macros(self.name)

    def _screen(self) -> None:
        """Read every XML part once; sheets are left to their own scan."""
        for part, info in self.parts.items():
            if not part.lower().endswith((".xml", ".rels")) or not info.file_size:
                continue
            streamed = part.startswith("xl/worksheets/") or part == "content.xml"
            most = self.limits.sheet_part if streamed else self.limits.xml_part
            if info.file_size > most:
                raise self._refusal(f"a part ({part}) over {most // MEBIBYTE} MiB")
            if not streamed:
                self._screen_part(part)

    def _screen_part(self, part: str) -> None:
        depth = nodes = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth, nodes
            depth += 1
            nodes += 1 + len(attributes)
            if depth > DEEPEST:
                raise damaged(self.name, self.kind)
            if nodes > self.limits.nodes:
                raise self._refusal(f"a part ({part}) of too many pieces")
            if part == "[Content_Types].xml" and "macroEnabled" in attributes.get(
                "ContentType", ""
            ):
                raise macros(self.name)
            if name.endswith(" encryption-data"):
                raise protected(self.name)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1

        self.scan(part, start=start, end=end)

    def _refuse_doctype(self, *declaration: object) -> None:
        raise Unreadable(
            f"{called(self.name)} holds an XML document type, which office programs "
            "never write, so it was not opened. Save it again from the program that "
            "made it, and upload that."
        )

    def _refusal(self, what: str) -> Unreadable:
        return Unreadable(
            f"{called(self.name)} unpacks to {what}, which is more than can be read. "
            "Take pictures and spare sheets out, save it again, and upload that."
        )


def _resolved(folder: str, target: str) -> str:
    """A relation's target as a part's name: no leading slash, no dots."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))
