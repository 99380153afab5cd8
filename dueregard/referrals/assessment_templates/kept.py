"""The parts of a template as an authority's own version keeps them: plain JSON."""

from dataclasses import asdict
from typing import Any

from . import Part, Question


def parts_from(kept: list[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(
        Part(
            part["code"],
            part["title"],
            part["lead"],
            tuple(Question(**question) for question in part["questions"]),
        )
        for part in kept
    )


def as_kept(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    return [
        asdict(part) | {"questions": [asdict(each) for each in part.questions]}
        for part in parts
    ]
