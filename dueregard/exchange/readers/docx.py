"""Word documents: headings, paragraphs, list items and tables in their order.

Headers and footers are page furniture and a table of contents repeats the headings,
so neither is read. The XML is read directly: what plans need (merges, shading,
automatic numbers, tracked changes) is what python-docx leaves in the XML as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from dueregard.exchange.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    Table,
    Unreadable,
)

from .characters import Remarks
from .docx_parts import STRICT, Numbering, Styles, W, optional_tree, value
from .docx_tables import WRAPPERS, TableReader
from .docx_text import Context, read_paragraph
from .limits import Limits, Tally
from .package import Package
from .recognise import DOCX, called, damaged

CONTENTS_LIST = "Table of Contents"


def read_docx(name: str, data: bytes, limits: Limits) -> Document:
    """Read a Word document. `line` counts its headings, paragraphs and tables."""
    package = Package(name, DOCX, data, limits)
    part = _document_part(package)
    root = package.tree(part)
    if root.tag.startswith(STRICT):
        raise Unreadable(
            f"{called(name)} was saved as “Strict Open XML”, which cannot be read. "
            "Save it as “Word Document (.docx)” and upload that."
        )
    body = root.find(f"{W}body")
    if body is None:
        raise damaged(name, DOCX)
    remarks = Remarks()
    reader = _Reader(_context(package, part, remarks), Tally(limits))
    for element in _blocks(body, reader):
        reader.take(element)
    if not reader.blocks:
        raise Unreadable(
            f"{called(name)} has no table and no words outside its headers, pictures "
            "and text boxes. Put the words on the page itself and upload it again."
        )
    return Document(name, "", DOCX, blocks=reader.blocks, remarks=remarks.all())


def _document_part(package: Package) -> str:
    for relation in package.relations("").values():
        if relation.kind == "officeDocument" and package.has(relation.target):
            return relation.target
    raise damaged(package.name, DOCX)


def _context(package: Package, part: str, remarks: Remarks) -> Context:
    relations = package.relations(part)
    parts = {relation.kind: relation.target for relation in relations.values()}
    return Context(
        Styles(optional_tree(package, parts.get("styles"))),
        Numbering(optional_tree(package, parts.get("numbering"))),
        relations,
        remarks,
    )


def _blocks(body: etree._Element, reader: _Reader) -> Iterator[etree._Element]:
    """The body's paragraphs and tables, also those inside content controls."""
    for child in body.iterchildren(etree.Element):
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag == f"{W}altChunk":
            reader.remark_embedded()
        elif _is_contents_list(child):
            reader.remark_contents()
        elif child.tag in WRAPPERS:
            yield from _blocks(child, reader)


def _is_contents_list(element: etree._Element) -> bool:
    gallery = f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"
    return value(element, gallery) == CONTENTS_LIST


@dataclass
class _Reader:
    context: Context
    tally: Tally
    blocks: list[Block] = field(default_factory=list)
    tables: int = 0

    def take(self, element: etree._Element) -> None:
        if element.tag == f"{W}tbl":
            self._take_table(element)
        else:
            self._take_paragraph(element)

    def remark_contents(self) -> None:
        self.context.remarks.once(
            "contents-list",
            0,
            "The table of contents was left out: it repeats the headings.",
        )

    def remark_embedded(self) -> None:
        self.context.remarks.add(
            "embedded-document",
            len(self.blocks),
            "Another document is embedded here and was not read. Open the file in "
            "Word and save it again to make it part of the text.",
        )

    def _take_table(self, element: etree._Element) -> None:
        self.tables += 1
        reader = TableReader(self.context, self.tally, self.tables)
        table: Table | None = reader.table(element, len(self.blocks) + 1)
        if table is not None:
            self.blocks.append(table)

    def _take_paragraph(self, element: etree._Element) -> None:
        line = len(self.blocks) + 1
        if self.context.styles.is_contents(value(element, f"{W}pPr/{W}pStyle")):
            self.remark_contents()
            return
        words = read_paragraph(element, self.context, line, f"Paragraph {line}")
        if not words.text:
            return
        self.tally.paragraph(words.text, f"Paragraph {line}")
        level = self._heading_level(element, words.style)
        if level is not None:
            self.blocks.append(Heading(" ".join(words.text.split()), level, line))
        else:
            self.blocks.append(
                Paragraph(words.text, line, words.bullet, words.bold, words.links)
            )

    def _heading_level(self, element: etree._Element, style: str) -> int | None:
        outline = value(element, f"{W}pPr/{W}outlineLvl")
        if outline.isdigit() and len(outline) == 1:
            return int(outline) + 1 if int(outline) < 9 else None
        return self.context.styles.heading_level(style)
