"""JSON: kept whole, for a layout that wrote it to read it back."""

from __future__ import annotations

import io
import json
import re
from typing import Any

from dueregard.exchange.document import Document, Paragraph, Unreadable

from .encoding import survey
from .limits import Limits

DEEPEST = 40
MOST_VALUES = 1_000_000
# A character that JSON spells out and that no text has: a control, or half a pair.
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
ESCAPED = re.compile(r"\\(?:[bf]|u00[01]|ud[89a-f])", re.IGNORECASE)


def read_json(name: str, data: bytes, limits: Limits) -> Document:
    """A document of kind "json" whose one paragraph is the text.

    Raises Unreadable when it is not JSON, is nested deeper than 40 levels, holds more
    than a plan can, or spells out a character that is not text.
    """
    _refuse_too_full(name, data, limits)
    text = data.decode(survey(io.BytesIO(data)).codec)
    try:
        value = json.loads(text)
    except RecursionError:
        raise Unreadable(_too_deep(name)) from None
    except ValueError as mistake:
        line = getattr(mistake, "lineno", 1)
        raise Unreadable(
            f"“{name}” is not whole JSON: it breaks off or goes wrong on line {line}. "
            "Export the plan again and upload that."
        ) from None
    if _depth(value) > DEEPEST:
        raise Unreadable(_too_deep(name))
    if ESCAPED.search(text):
        _refuse_not_text(text)
    return Document(
        name=name, sha256="", kind="json", blocks=[Paragraph(text=text, line=1)]
    )


def _refuse_too_full(name: str, data: bytes, limits: Limits) -> None:
    """Count what would become a value in memory, before any of it does."""
    inner = data.count(b"[") + data.count(b"{")
    if inner > limits.cells or data.count(b",") > MOST_VALUES:
        raise Unreadable(
            f"“{name}” holds more lists and values than a plan has: at most "
            f"{limits.cells:,} lists and {MOST_VALUES:,} values can be read. Export "
            "the plan again and upload that."
        )


def _refuse_not_text(text: str) -> None:
    """Name the first line with an escape such as \\u0000, which no database keeps.

    Two halves of a pair are one character and are fine.
    """
    for number, line in enumerate(text.split("\n"), 1):
        for found in STRING.finditer(line):
            character = NOT_TEXT.search(json.loads(found.group(), strict=False))
            if character:
                raise Unreadable(
                    f"Line {number} holds a character (U+{ord(character.group()):04X}) "
                    "that is not text. Delete it there and upload the file again."
                )


def _too_deep(name: str) -> str:
    return (
        f"“{name}” is nested deeper than a plan is. Export the plan again and upload "
        "that."
    )


def _depth(value: Any) -> int:
    """How many lists and objects stand inside one another, counted level by level."""
    depth, level = 0, [value]
    while level and depth <= DEEPEST:
        inner: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inner.extend(one.values())
            elif isinstance(one, list):
                inner.extend(one)
        depth += 1
        level = inner
    return depth
