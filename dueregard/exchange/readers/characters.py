"""Characters that a reader cannot see, and the lines of text inside a cell."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from dueregard.exchange.document import Line, Remark, Unreadable

# NUL and the other C0 controls but tab and line breaks (security C-IN2).
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Direction controls, zero-width characters, DEL and the C1 controls.
HIDDEN = re.compile(
    "[\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
BULLET = re.compile(r"^\s*[•●▪◦‣∙·\uf0b7\uf0a7]\s*")
MOST_REMARKS_OF_A_CODE = 100
LONGEST_EXCERPT = 120


def visible(text: str) -> str:
    """The text as an excerpt: hidden characters spelt out, on one line, cut."""
    spelt = HIDDEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)
    spelt = " ".join(spelt.split())
    if len(spelt) > LONGEST_EXCERPT:
        return spelt[: LONGEST_EXCERPT - 1] + "…"
    return spelt


def refuse_forbidden(text: str, place: str) -> None:
    """Refuse text with a NUL or control character; `place` reads "row 4"."""
    found = FORBIDDEN.search(text)
    if found:
        name = "a NUL" if found.group() == "\x00" else "a control"
        raise Unreadable(
            f"There is {name} character (U+{ord(found.group()):04X}) in {place}, which "
            "is not text. Delete it there, or save the file again from the program "
            "that made it, and upload that."
        )


def lines_of(text: str, place: int) -> tuple[Line, ...]:
    """The lines of a cell's text, blank ones left out, list bullets recognised."""
    lines = []
    for raw in text.splitlines():
        bare = BULLET.sub("", raw)
        stripped = bare.strip()
        if stripped:
            lines.append(Line(stripped, place, bullet=bare != raw))
    return tuple(lines)


@dataclass
class Remarks:
    """The remarks of one file: at most 100 of a code, and then a count of the rest."""

    kept: list[Remark] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def add(self, code: str, line: int, message: str, excerpt: str = "") -> None:
        self.seen[code] += 1
        if self.seen[code] <= MOST_REMARKS_OF_A_CODE:
            self.kept.append(Remark(code, line, message, visible(excerpt)))

    def once(self, code: str, line: int, message: str, excerpt: str = "") -> None:
        """Add it unless a remark of this code was made already."""
        if not self.seen[code]:
            self.add(code, line, message, excerpt)

    def hidden(self, text: str, line: int, place: str) -> None:
        """Remark on characters in `text` that cannot be seen; they stay in it."""
        found = HIDDEN.search(text)
        if found:
            start = max(0, found.start() - 40)
            self.add(
                "hidden-characters",
                line,
                f"{place} holds characters that cannot be seen and can change how "
                "text reads. Check the words.",
                text[start : start + LONGEST_EXCERPT],
            )

    def all(self) -> list[Remark]:
        """Every remark kept, and a count of those that were too many to keep."""
        more = []
        for code, count in self.seen.items():
            if count > MOST_REMARKS_OF_A_CODE:
                rest = count - MOST_REMARKS_OF_A_CODE
                more.append(Remark(code, 0, f"There are {rest:,} more like this."))
        return self.kept + more
