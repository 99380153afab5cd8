"""The words of a Word paragraph: what a person sees printed, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from dueregard.exchange.document import Link

from .characters import BULLET, Remarks, visible
from .docx_parts import Numbering, Styles, W, numbering_of, switched_on, value
from .links import safe_link
from .package import Relation

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FIELD_LINK = re.compile(r'^\s*HYPERLINK\s+"([^"]+)"')
HEX = re.compile(r"^[0-9A-Fa-f]{6}$")
HIGHLIGHTS = {
    "red": "FF0000", "darkRed": "800000", "yellow": "FFFF00", "darkYellow": "808000",
    "green": "00FF00", "darkGreen": "008000", "blue": "0000FF", "darkBlue": "000080",
    "cyan": "00FFFF", "darkCyan": "008080", "magenta": "FF00FF",
    "darkMagenta": "800080", "lightGray": "C0C0C0", "darkGray": "808080",
    "black": "000000", "white": "FFFFFF",
}  # fmt: skip
DELETED = (f"{W}del", f"{W}moveFrom")
INSERTED = (f"{W}ins", f"{W}moveTo")
THROUGH = (
    f"{W}smartTag",
    f"{W}sdt",
    f"{W}sdtContent",
    f"{W}fldSimple",
    f"{W}customXml",
    f"{W}dir",
    f"{W}bdo",
)
DRAWINGS = (f"{W}drawing", f"{W}pict", f"{W}object", f"{COMPATIBILITY}AlternateContent")
BREAKS = {f"{W}cr": "\n", f"{W}tab": " ", f"{W}noBreakHyphen": "-", f"{W}ptab": " "}


@dataclass
class Words:
    """A paragraph as read: `colours` and `bolds` hold one value a run with text."""

    text: str = ""
    bullet: bool = False
    links: tuple[Link, ...] = ()
    bolds: list[bool] = field(default_factory=list)
    colours: list[str | None] = field(default_factory=list)
    style: str = ""
    mark: str = ""

    @property
    def bold(self) -> bool:
        return bool(self.bolds) and all(self.bolds)

    @property
    def colour(self) -> str | None:
        """The one colour behind every word, or None."""
        return self.colours[0] if len(set(self.colours)) == 1 else None


@dataclass
class Context:
    """What every paragraph of a document is read with."""

    styles: Styles
    numbering: Numbering
    relations: dict[str, Relation]
    remarks: Remarks

    def remark_tracked(self, line: int) -> None:
        self.remarks.once(
            "tracked-changes",
            line,
            "The document has tracked changes: what is marked as deleted was left out "
            "and what is marked as inserted was read. Accept or reject them in Word "
            "to be sure.",
        )


def read_paragraph(
    element: etree._Element, context: Context, line: int, where: str
) -> Words:
    """The words of a w:p; `line` and `where` place the remarks made on the way."""
    reader = _Paragraph(context, line, where)
    properties = element.find(f"{W}pPr")
    words = reader.words
    words.style = value(properties, f"{W}pStyle")
    reader.shading = shading_of(properties)
    reader.bold = context.styles.bold(words.style)
    reader.take(element)
    words.text = "".join(reader.parts).strip()
    if words.text:
        words.bullet, words.mark = _mark(properties, words.style, context)
        bare = BULLET.sub("", words.text)
        words.bullet = words.bullet or bare != words.text
        words.text = f"{words.mark} {bare}".strip()
    context.remarks.hidden(words.text, line, where)
    words.links = tuple(reader.links)
    return words


def shading_of(properties: etree._Element | None) -> str | None:
    """The fill of a w:shd as six hexadecimal digits; "auto" is none."""
    shading = properties.find(f"{W}shd") if properties is not None else None
    if shading is None:
        return None
    solid = shading.get(f"{W}val") == "solid"
    fill = shading.get(f"{W}color" if solid else f"{W}fill", "")
    return fill.upper() if HEX.match(fill) else None


def _mark(
    properties: etree._Element | None, style: str, context: Context
) -> tuple[bool, str]:
    """(is it a bulleted item, the automatic number shown before it)."""
    inherited = context.styles.numbering(style)
    direct = numbering_of(properties) if properties is not None else None
    if direct is None and inherited is None:
        return False, ""
    number, level = direct or inherited or ("0", 0)
    if level is None:
        level = inherited[1] if inherited else 0
    return context.numbering.mark(number, level)


class _Paragraph:
    """Walks the runs of one paragraph."""

    def __init__(self, context: Context, line: int, where: str) -> None:
        self.context = context
        self.line = line
        self.where = where
        self.words = Words()
        self.parts: list[str] = []
        self.links: list[Link] = []
        self.bold = False
        self.shading: str | None = None
        # The fields now open: the pieces of each one's instruction, and the place in
        # `parts` where the words it shows begin.
        self.fields: list[list[str]] = []
        self.field_text: list[int] = []

    def take(self, element: etree._Element) -> None:
        for child in element.iterchildren(etree.Element):
            if child.tag == f"{W}r":
                self._run(child)
            elif child.tag == f"{W}hyperlink":
                self._hyperlink(child)
            elif child.tag in INSERTED or child.tag in DELETED:
                self._tracked(child)
            elif child.tag in THROUGH:
                self.take(child)

    def _tracked(self, element: etree._Element) -> None:
        self.context.remark_tracked(self.line)
        if element.tag in INSERTED:
            self.take(element)

    def _hyperlink(self, element: etree._Element) -> None:
        before = len(self.parts)
        self.take(element)
        relation = self.context.relations.get(element.get(f"{R}id", ""))
        if relation is not None and relation.external:
            self._link(before, relation.target)

    def _link(self, before: int, url: str) -> None:
        words = "".join(self.parts[before:])
        link = safe_link(words, url, self.line, self.where, self.context.remarks)
        if link:
            self.links.append(link)

    def _run(self, run: etree._Element) -> None:
        properties = run.find(f"{W}rPr")
        if switched_on(properties, "vanish"):
            words = "".join(run.itertext(f"{W}t"))
            if words.strip():
                self._remark("hidden-text", "has hidden text, which", words)
            return
        before = len(self.parts)
        for child in run.iterchildren(etree.Element):
            self._piece(child)
        if "".join(self.parts[before:]).strip():
            self._note_look(properties)

    def _note_look(self, properties: etree._Element | None) -> None:
        bold = switched_on(properties, "b")
        if bold is None:
            style = value(properties, f"{W}rStyle")
            bold = self.bold or self.context.styles.bold(style)
        highlight = HIGHLIGHTS.get(value(properties, f"{W}highlight"))
        self.words.bolds.append(bold)
        self.words.colours.append(highlight or shading_of(properties) or self.shading)

    def _piece(self, child: etree._Element) -> None:
        """One part of a run: words, a break, or something that is only remarked on."""
        if child.tag == f"{W}t":
            self.parts.append(child.text or "")
        elif child.tag in BREAKS:
            self.parts.append(BREAKS[child.tag])
        elif child.tag == f"{W}br":
            page = child.get(f"{W}type") in ("page", "column")
            self.parts.append(" " if page else "\n")
        elif child.tag == f"{W}fldChar":
            self._field(child.get(f"{W}fldCharType", ""))
        elif child.tag == f"{W}instrText":
            if self.fields:
                self.fields[-1].append(child.text or "")
        elif child.tag in DRAWINGS:
            self._drawing(child)
        elif child.tag == f"{W}sym":
            font = visible(child.get(f"{W}font", ""))
            self._remark("symbol", f"has a symbol of the font {font}, which", "")
        elif child.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            self._remark("footnotes", "has a note, which", "")
        elif child.tag == f"{W}commentReference":
            self._remark("comments", "has a comment, which", "")

    def _field(self, kind: str) -> None:
        """Follow a field, whose instruction may be a hyperlink's address."""
        if kind == "begin":
            self.fields.append([])
            self.field_text.append(len(self.parts))
        elif kind == "separate" and self.field_text:
            self.field_text[-1] = len(self.parts)
        elif kind == "end" and self.fields:
            instruction, before = "".join(self.fields.pop()), self.field_text.pop()
            found = FIELD_LINK.match(instruction)
            if found:
                self._link(before, found.group(1))

    def _drawing(self, element: etree._Element) -> None:
        boxes = element.iter(f"{W}txbxContent")
        box = next(boxes, None)
        if box is not None:
            words = " ".join(box.itertext(f"{W}t"))
            if words.strip():
                self._remark("text-box", "has a text box, which", words)

    def _remark(self, code: str, what: str, excerpt: str) -> None:
        message = f"{self.where} {what} was not read."
        self.context.remarks.add(code, self.line, message, excerpt)
