"""Who owns an action, out of a cell that holds several names in any order.

Councils part names by full stops, commas, line breaks, slashes, "and", or nothing at
all ("Prevent Coordinator Health Leads"). The cell's own words are always kept beside
the names, so a wrong cut loses nothing.
"""

from __future__ import annotations

import re

GLYPHS = "•▪◦‣●○■·\uf0b7\uf0a7"
ABBREVIATION = re.compile(
    r"\b(?:incl|inc|e\.g|i\.e|dr|mr|mrs|ms|st|no|dept|asst)$", re.I
)
SENTENCE = re.compile(r"\.(?:\s+|$)|\s*[;|]\s*")
LIST = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.I)
SLASH = re.compile(r"\s*/\s*")
HEAD_OF = re.compile(
    r"\b(?:head|director|manager|chair|lead|deputy)s? (?:of|for)\b", re.I
)
DOES = re.compile(
    r"\b(?:promoted|led|delivered|provided|co-?ordinated|run) by\s+", re.I
)
# Words that end a role or a team, and how many words must follow to be another one.
ENDS = {
    "coordinator": 1,
    "co-ordinator": 1,
    "coordinators": 1,
    "co-ordinators": 1,
    "officer": 2,
    "officers": 2,
    "chair": 2,
    "team": 2,
    "teams": 2,
    "services": 3,
}
NOT_A_START = frozenset(
    {"leader", "leaders", "manager", "managers", "lead", "leads", "officer", "officers"}
    | {"member", "members", "chair", "group", "and", "of", "for"}
)
# A body named by its kind, side by side: "YOI North HMP South".
KINDS = re.compile(r"\s+(?=(?:HMP|YOI|HMYOI)\s+[A-Z])")


def split(text: str) -> tuple[str, ...]:
    """The names in an owners cell, each once, in order.

    "Cohesion & Equality Team" stays whole; of "Prevent Coordinator: • …" the name is
    what stands before the colon, for what follows says how, not who.
    """
    names: list[str] = []
    for line in join_wrapped(text.split("\n")):
        for sentence in _sentences(_who(line)):
            for part in _listed(sentence):
                names.extend(_side_by_side(part))
    tidy = (_tidy(name) for name in names)
    return tuple(dict.fromkeys(name for name in tidy if name))


def note(text: str) -> str:
    """What an owners cell says after a colon or in its bullets, if it names a role."""
    head, colon, rest = text.partition(":")
    if not colon or "\n" in head.strip():
        return ""
    return "\n".join(filter(None, (_tidy(line) for line in rest.split("\n"))))


def join_wrapped(lines: list[str]) -> list[str]:
    """Put a surname back that a narrow column pushed to the next line.

    "Ann Example/Bo", "Other" are Ann Example and Bo Other.
    """
    joined: list[str] = []
    explained = False
    for line in lines:
        line = line.strip()
        if explained and line[:1] in GLYPHS:
            continue
        explained = line.endswith(":")
        last = joined[-1] if joined else ""
        parts = SLASH.split(last)
        lone = len(parts) > 1 and " " not in parts[-1] and " " in parts[0]
        if line and " " not in line and ((lone and parts[-1]) or last.endswith("&")):
            joined[-1] = f"{last} {line}"
        elif line:
            joined.append(line)
    return joined


def _who(line: str) -> str:
    line = line.split(":", 1)[0]
    return DOES.split(line)[-1]


def _sentences(line: str) -> list[str]:
    parts: list[str] = []
    for part in SENTENCE.split(line):
        part = part.strip()
        if parts and ABBREVIATION.search(parts[-1]):
            parts[-1] = f"{parts[-1]}. {part}"
        elif part:
            parts.append(part)
    return parts


def _listed(sentence: str) -> list[str]:
    """Cut at commas and "and", but not in brackets, "Head of A, B" or "from a, b"."""
    if re.search(r"\bfrom\b", sentence) or re.search(r",\s*incl\b", sentence, re.I):
        return [sentence]
    parts: list[str] = []
    for part in LIST.split(sentence):
        before = parts[-1] if parts else ""
        unclosed = before.count("(") > before.count(")")
        lone_word = " " not in part.strip() and HEAD_OF.search(before)
        if before and (unclosed or lone_word):
            at = sentence.find(part, sentence.find(before) + len(before))
            parts[-1] = sentence[sentence.find(before) : at + len(part)]
        elif part:
            parts.append(part)
    return [name for part in parts for name in _slashed(part)]


def _slashed(part: str) -> list[str]:
    """A slash parts two names if each has two words or it stands apart: "A / B"."""
    sides = SLASH.split(part)
    apart = " / " in part or all(len(side.split()) > 1 for side in sides)
    if len(sides) > 1 and apart:
        return sides
    return [part]


def _side_by_side(part: str) -> list[str]:
    names = []
    for piece in KINDS.split(part):
        words = piece.split()
        begin = 0
        for at in range(len(words) - 1):
            if _ends_here(words, at) and at + 1 > begin + 1:
                names.append(" ".join(words[begin : at + 1]))
                begin = at + 1
        names.append(" ".join(words[begin:]))
    return names


def _ends_here(words: list[str], at: int) -> bool:
    needed = ENDS.get(words[at].lower().strip("()"))
    following = words[at + 1]
    return (
        needed is not None
        and len(words) - at - 1 >= needed
        and following[0].isupper()
        and following.lower() not in NOT_A_START
    )


def _tidy(name: str) -> str:
    return " ".join(name.split()).strip(f" .,;:/-–{GLYPHS}")
