"""What the named styles of an OpenDocument spreadsheet say about its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
COLOUR = re.compile(r"^#([0-9a-fA-F]{6})$")
MOST_PARENTS = 20


@dataclass(frozen=True)
class _Style:
    parent: str
    colour: str | None
    bold: bool | None
    shown: bool


@dataclass
class Styles:
    """Cell and table styles by name; a style may lean on a parent's."""

    known: dict[str, _Style] = field(default_factory=dict)

    def add_all(self, root: etree._Element) -> None:
        for element in root.iter(f"{STYLE}style"):
            self.add(element)

    def add(self, element: etree._Element) -> None:
        if element.get(f"{STYLE}family") not in ("table-cell", "table"):
            return
        cell = element.find(f"{STYLE}table-cell-properties")
        text = element.find(f"{STYLE}text-properties")
        table = element.find(f"{STYLE}table-properties")
        self.known[element.get(f"{STYLE}name", "")] = _Style(
            parent=element.get(f"{STYLE}parent-style-name", ""),
            colour=_value(cell, f"{FO}background-color"),
            bold=_is_bold(_value(text, f"{FO}font-weight")),
            shown=_value(table, f"{TABLE}display") != "false",
        )

    def shows_table(self, name: str) -> bool:
        return name not in self.known or self.known[name].shown

    def colour(self, name: str) -> str | None:
        """The shading as six hexadecimal digits; "transparent" is none."""
        for style in self._family(name):
            if style.colour is not None:
                found = COLOUR.match(style.colour)
                return found.group(1).upper() if found else None
        return None

    def bold(self, name: str) -> bool:
        for style in self._family(name):
            if style.bold is not None:
                return style.bold
        return False

    def _family(self, name: str) -> list[_Style]:
        family: list[_Style] = []
        while name in self.known and len(family) < MOST_PARENTS:
            family.append(self.known[name])
            name = family[-1].parent
        return family


def _value(element: etree._Element | None, attribute: str) -> str | None:
    return element.get(attribute) if element is not None else None


def _is_bold(weight: str | None) -> bool | None:
    return None if weight is None else weight in ("bold", "700", "800", "900")
