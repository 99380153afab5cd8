"""The shading of a workbook's cells as six hexadecimal digits.

Excel stores a colour outright, as a number in a palette, or as a colour of the
theme made lighter or darker by a tint (ECMA-376 part 1, 18.8.3 and 18.8.19).
"""

from __future__ import annotations

import colorsys
import re

from lxml import etree
from openpyxl.styles.colors import COLOR_INDEX, Color
from openpyxl.styles.fills import Fill, PatternFill

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
HEX = re.compile(r"^[0-9A-Fa-f]{6}$")
# Excel counts light before dark; the theme's XML lists dark before light.
EXCEL_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)


class Palette:
    """The theme's and the indexed colours of one workbook."""

    def __init__(
        self, theme: etree._Element | None, indexed: list[str] | tuple[str, ...]
    ) -> None:
        self.theme = _theme_colours(theme) if theme is not None else []
        self.indexed = list(indexed or COLOR_INDEX)
        self._known: dict[int, str | None] = {}

    def shading(self, fill: Fill | None) -> str | None:
        """The colour of a solid fill, or None for none, a pattern or a gradient."""
        if not isinstance(fill, PatternFill) or fill.fill_type != "solid":
            return None
        if id(fill) not in self._known:
            self._known[id(fill)] = self._resolved(fill.fgColor)
        return self._known[id(fill)]

    def _resolved(self, colour: Color | None) -> str | None:
        if colour is None:
            return None
        if colour.type == "theme":
            base = _at(self.theme, colour.theme)
        elif colour.type == "indexed":
            base = _at(self.indexed, colour.indexed)
        else:
            base = colour.rgb if isinstance(colour.rgb, str) else None
        if not base or not HEX.match(base[-6:]):
            return None
        return tinted(base[-6:].upper(), colour.tint or 0.0)


def tinted(colour: str, tint: float) -> str:
    """`colour` made darker (tint below 0, to -1) or lighter (above 0, to 1)."""
    if not tint:
        return colour
    tint = max(-1.0, min(1.0, tint))
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, light, saturation)
    return "".join(f"{round(part * 255):02X}" for part in parts)


def _theme_colours(theme: etree._Element) -> list[str | None]:
    scheme = theme.find(f".//{DRAWING}clrScheme")
    if scheme is None:
        return []
    listed = [_scheme_colour(entry) for entry in scheme.iterchildren(etree.Element)]
    return [_at(listed, place) for place in EXCEL_ORDER]


def _scheme_colour(entry: etree._Element) -> str | None:
    for child in entry.iterchildren(etree.Element):
        return child.get("lastClr") or child.get("val")
    return None


def _at(colours: list, place: int | None) -> str | None:
    if place is None or not 0 <= place < len(colours):
        return None
    return colours[place]
