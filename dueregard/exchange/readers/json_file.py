"""JSON: kept whole, for a layout that wrote it to read it back."""

from __future__ import annotations

import io
import json
from typing import Any

from dueregard.exchange.document import Document, Paragraph, Unreadable

from .encoding import survey
from .limits import Limits

DEEPEST = 40


def read_json(name: str, data: bytes, limits: Limits) -> Document:
    """A document of kind "json" whose one paragraph is the text.

    Raises Unreadable when it is not JSON, or is nested deeper than 40 levels.
    """
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
    return Document(
        name=name, sha256="", kind="json", blocks=[Paragraph(text=text, line=1)]
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
