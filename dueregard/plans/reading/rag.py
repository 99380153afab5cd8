"""What a plan says about an action's RAG, by a word, a letter or a cell's colour.

Nothing said is "not_rated": an empty cell is never green.
"""

from __future__ import annotations

import re
from colorsys import rgb_to_hls

from dueregard.exchange.document import Cell

NOT_RATED = "not_rated"
FROM_COLOUR = "from the cell's colour"
WORDS = {
    "red": "red",
    "r": "red",
    "amber": "amber",
    "a": "amber",
    "yellow": "amber",
    "orange": "amber",
    "green": "green",
    "g": "green",
    "blue": "complete",
    "b": "complete",
    "complete": "complete",
    "completed": "complete",
    "done": "complete",
    "closed": "complete",
    "c": "complete",
}
NAMED = re.compile(r"\b(red|amber|green|completed?)\b", re.I)
# The hue (0 to 360 degrees) below which each rating lies; blue marks complete.
HUES = ((18, "red"), (66, "amber"), (170, "green"), (260, "complete"), (330, ""))


def rating(cell: Cell) -> tuple[str, str]:
    """The rating in a RAG cell, and where it was read ("" or from the colour).

    Words win over colour: a person typed them.
    """
    text = " ".join(line.text for line in cell.lines).strip().strip(".*")
    if said := WORDS.get(text.lower()):
        return said, ""
    named = {
        word.lower().replace("completed", "complete") for word in NAMED.findall(text)
    }
    if len(named) == 1:
        return named.pop(), ""
    if not text and cell.colour and (seen := of_colour(cell.colour)):
        return seen, FROM_COLOUR
    return NOT_RATED, ""


def of_colour(colour: str) -> str:
    """The rating a shading stands for, or "" for white, grey, black and purple."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return ""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, strength = rgb_to_hls(red, green, blue)
    if strength < 0.25 or not 0.1 < light < 0.95 or max(red, green, blue) < 0.35:
        return ""
    return next((said for limit, said in HUES if hue * 360 < limit), "red")
