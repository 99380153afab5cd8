"""Word's names, its styles and its automatic numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

from .package import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
HEADING = re.compile(r"^heading ([1-9])$")
CONTENTS = re.compile(r"^(toc \d|toc heading|table of figures)$")
PLACEHOLDER = re.compile(r"%([1-9])")
MOST_PARENTS = 20
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def value(element: etree._Element | None, path: str, default: str = "") -> str:
    """The w:val of the element at `path`, or `default` when either is missing."""
    found = element.find(path) if element is not None else None
    return default if found is None else found.get(f"{W}val", default)


def switched_on(properties: etree._Element | None, name: str) -> bool | None:
    """Is a property such as w:b on? None when nothing is said."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    if found is None:
        return None
    return found.get(f"{W}val", "1") not in ("0", "false", "off", "none")


@dataclass(frozen=True)
class Style:
    """A paragraph or character style; `numbering` is (numId, level)."""

    name: str
    parent: str
    bold: bool | None
    outline: int | None
    numbering: tuple[str, int | None] | None


class Styles:
    """The document's styles by id."""

    def __init__(self, root: etree._Element | None) -> None:
        self.known: dict[str, Style] = {}
        elements = root.iterchildren(f"{W}style") if root is not None else ()
        for element in elements:
            self.known[element.get(f"{W}styleId", "")] = _style(element)

    def family(self, style_id: str) -> list[Style]:
        """The style, the one it is based on, and so on."""
        family: list[Style] = []
        while style_id in self.known and len(family) < MOST_PARENTS:
            family.append(self.known[style_id])
            style_id = family[-1].parent
        return family

    def heading_level(self, style_id: str) -> int | None:
        """0 for Title, 1 to 9 for a heading, None for other paragraphs."""
        for style in self.family(style_id):
            if style.name == "title":
                return 0
            found = HEADING.match(style.name)
            if found:
                return int(found.group(1))
            if style.outline is not None:
                return style.outline + 1 if style.outline < 9 else None
        return None

    def is_contents(self, style_id: str) -> bool:
        return any(CONTENTS.match(style.name) for style in self.family(style_id))

    def bold(self, style_id: str) -> bool:
        said = (style.bold for style in self.family(style_id))
        return bool(next((bold for bold in said if bold is not None), False))

    def numbering(self, style_id: str) -> tuple[str, int] | None:
        for style in self.family(style_id):
            if style.numbering:
                return style.numbering[0], style.numbering[1] or 0
        return None


def _style(element: etree._Element) -> Style:
    paragraph = element.find(f"{W}pPr")
    outline = value(paragraph, f"{W}outlineLvl")
    numbering = None
    if paragraph is not None and paragraph.find(f"{W}numPr") is not None:
        numbering = numbering_of(paragraph)
    return Style(
        name=value(element, f"{W}name").lower(),
        parent=value(element, f"{W}basedOn"),
        bold=switched_on(element.find(f"{W}rPr"), "b"),
        outline=int(outline) if outline.isdigit() else None,
        numbering=numbering,
    )


def numbering_of(properties: etree._Element) -> tuple[str, int | None] | None:
    """(numId, level) as a w:pPr says; the level is None when it is not said."""
    number = value(properties, f"{W}numPr/{W}numId")
    level = value(properties, f"{W}numPr/{W}ilvl")
    if not number:
        return None
    return number, int(level) if level.isdigit() and len(level) == 1 else None


@dataclass
class _List:
    """The levels of one list: their format, text and first number."""

    formats: dict[int, tuple[str, str, int]] = field(default_factory=dict)


class Numbering:
    """Automatic list marks: Word works them out, the text does not hold them."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract: dict[str, _List] = {}
        self._list_of: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is None:
            return
        for element in root.iterchildren(f"{W}abstractNum"):
            key = element.get(f"{W}abstractNumId", "")
            self._abstract[key] = _list(element)
        for element in root.iterchildren(f"{W}num"):
            key = element.get(f"{W}numId", "")
            self._list_of[key] = value(element, f"{W}abstractNumId")

    def mark(self, number: str, level: int) -> tuple[bool, str]:
        """(is it a bullet, the number shown) for the next item of a list."""
        if number == "0":
            return False, ""
        abstract = self._list_of.get(number, "")
        formats = self._abstract.get(abstract, _List()).formats
        kind, text, first = formats.get(level, ("bullet", "", 1))
        if kind in ("bullet", "none"):
            return kind == "bullet", ""
        counts = self._counts[abstract]
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]

        def shown(found: re.Match[str]) -> str:
            at = int(found.group(1)) - 1
            its_kind, _, its_first = formats.get(at, ("decimal", "", 1))
            return _numeral(counts.get(at, its_first), its_kind)

        return False, PLACEHOLDER.sub(shown, text).strip()


def _list(element: etree._Element) -> _List:
    found = _List()
    for level in element.iterchildren(f"{W}lvl"):
        place, first = level.get(f"{W}ilvl", ""), value(level, f"{W}start", "1")
        if place.isdigit():
            found.formats[int(place)] = (
                value(level, f"{W}numFmt", "decimal"),
                value(level, f"{W}lvlText"),
                int(first) if first.isdigit() and len(first) < 7 else 1,
            )
    return found


def _numeral(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter") and number >= 1:
        letters = chr(ord("a") + (number - 1) % 26) * min(9, 1 + (number - 1) // 26)
        return letters.upper() if kind == "upperLetter" else letters
    if kind in ("lowerRoman", "upperRoman") and 1 <= number < 5000:
        numeral = _roman(number)
        return numeral.upper() if kind == "upperRoman" else numeral
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    numeral = ""
    for worth, letters in ROMAN:
        while number >= worth:
            numeral += letters
            number -= worth
    return numeral


def optional_tree(package: Package, part: str | None) -> etree._Element | None:
    return package.tree(part) if part and package.has(part) else None
