"""The words of a line of text once its markup is taken off.

Plans come out of Word and PDF with remnants of Markdown and HTML in them: bold
stars, `<u>`, `<sup>`, lists inside a cell. The words and their order are kept, the
markup is not; only tags we know are taken for tags, so "<5 people" stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from dueregard.exchange.document import Cell, Line, Link

GLYPHS = "•▪◦‣●○■□·\uf0b7\uf0a7\uf0d8\uf076"
BREAKS = re.compile(r"<(?:br\s*/?|/?ul[^<>]*|/?ol[^<>]*|/li|/?p|/?div)\s*>", re.I)
ITEM = re.compile(r"<li[^<>]*>", re.I)
SUPERSCRIPT = re.compile(r"<sup>\s*(\d{1,3})\s*</sup>", re.I)
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>", re.I)
LINK = re.compile(r"!?\[([^\[\]\n]{0,2000})\]\(([^()\s]{1,2000})\)")
ANCHOR = re.compile(
    r"<a\s[^<>]{0,200}?href=[\"']([^\"'<>]{0,2000})[\"'][^<>]{0,500}>([^<>]*)</a>",
    re.I,
)
TAG = re.compile(
    r"</?(?:a|b|strong|i|em|u|s|sub|sup|span|font|small|mark|code|center"
    r"|tbody|thead)(?:\s[^<>]*)?/?>",
    re.I,
)
STRONG = re.compile(r"\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)")
ESCAPED = re.compile(r"\\+([_*#\[\]()~`>|+.!{}-])")
ALL_BOLD = re.compile(r"^(?:\*\*(?!\s*$).+\*\*|<(b|strong)>.+</\1>)$", re.I | re.S)
BULLET = re.compile(rf"^[{GLYPHS}]\s*(?=\S)")
SUPERSCRIPT_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Words:
    """The lines of a piece of text, each with its offset in source lines."""

    lines: tuple[tuple[str, bool, int], ...]
    links: tuple[Link, ...]
    bold: bool


def words(source: str) -> Words:
    """Take the markup off `source`; a line break is a newline, `<br>` or a list item.

    A footnote's number stays, raised: "duty.<sup>1</sup>" reads "duty.¹".
    """
    links: list[Link] = []
    bold = bool(ALL_BOLD.match(source.strip()))
    lines: list[tuple[str, bool, int]] = []
    for offset, part in enumerate(source.split("\n")):
        lines.extend((*line, offset) for line in _lines(part, links))
    return Words(tuple(lines), tuple(links), bold)


def one_line(source: str) -> Words:
    """Like `words`, with the breaks turned into spaces and no bullets."""
    found = words(source)
    text = " ".join(text for text, _, _ in found.lines)
    return Words(((text, False, 0),) if text else (), found.links, found.bold)


def cell(source: str, line: int) -> Cell:
    """A table's cell from its raw text, which begins on source line `line`."""
    found = words(source)
    return Cell(
        lines=tuple(
            Line(text, line + offset, bullet) for text, bullet, offset in found.lines
        ),
        links=found.links,
        bold=found.bold,
    )


def _lines(part: str, links: list[Link]) -> list[tuple[str, bool]]:
    part = ITEM.sub("\n\uf0b7 ", BREAKS.sub("\n", part))
    part = SUPERSCRIPT.sub(lambda m: m[1].translate(SUPERSCRIPT_DIGITS), part)
    part = AUTOLINK.sub(lambda m: _link(links, m[1], m[1]), part)
    part = LINK.sub(lambda m: _link(links, m[1], m[2]), part)
    part = ANCHOR.sub(lambda m: _link(links, m[2], m[1]), part)
    part = ESCAPED.sub(r"\1", unescape(STRONG.sub("", TAG.sub("", part))))
    found = []
    for text in part.split("\n"):
        text = " ".join(text.split())
        bullet = bool(BULLET.match(text))
        while BULLET.match(text):
            text = BULLET.sub("", text)
        if text and text not in GLYPHS:
            found.append((text, bullet))
    return found


def _link(links: list[Link], text: str, url: str) -> str:
    text = ESCAPED.sub(r"\1", STRONG.sub("", text)).strip()
    links.append(Link(text=text, url=ESCAPED.sub(r"\1", url)))
    return text
