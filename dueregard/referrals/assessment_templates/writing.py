"""Changing a draft: each function answers a new template and touches no other part.

A part and a question get their code when they are added and keep it, in this version
and the next, so that what changed can be said. What was removed is gone: the functions
raise `NotNow` with a sentence for whoever still writes on it.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from dueregard.access.refusals import NotNow

from . import Part, Question, Template

NO_PART = (
    "Somebody removed this part after you opened the page. Copy what you wrote, and "
    "add it to another part."
)
NO_QUESTION = (
    "Somebody removed this question after you opened the page. Copy what you wrote, "
    "and add it as a new question."
)
UP, DOWN = "up", "down"
STEPS = {UP: -1, DOWN: 1}
Coded = TypeVar("Coded", Part, Question)


def add_part(form: Template, *, title: str, lead: str) -> tuple[Template, str]:
    """The template with an empty part at its end, and the part's code."""
    code = _new_code("p", {part.code for part in form.parts})
    part = Part(code, title, lead, ())
    return replace(form, parts=(*form.parts, part)), code


def change_part(form: Template, code: str, *, title: str, lead: str) -> Template:
    return _with_part(form, code, lambda part: replace(part, title=title, lead=lead))


def remove_part(form: Template, code: str) -> Template:
    _part(form, code)
    return replace(form, parts=tuple(p for p in form.parts if p.code != code))


def move_part(form: Template, code: str, way: str) -> Template:
    """One place up or down; at the end that it is moved towards it stays."""
    _part(form, code)
    return replace(form, parts=_moved(form.parts, code, way))


def add_question(
    form: Template, part: str, *, label: str, hint: str, kind: str
) -> tuple[Template, str]:
    """The template with a question at the end of its part, and the question's code."""
    code = _new_code("q", {question.code for question in form.questions})
    question = Question(code, label, hint, kind)

    def put(to: Part) -> Part:
        return replace(to, questions=(*to.questions, question))

    return _with_part(form, part, put), code


def change_question(
    form: Template, part: str, code: str, *, label: str, hint: str, kind: str
) -> Template:
    def change(of: Part) -> Part:
        _question(of, code)
        changed = Question(code, label, hint, kind)
        questions = tuple(
            changed if each.code == code else each for each in of.questions
        )
        return replace(of, questions=questions)

    return _with_part(form, part, change)


def remove_question(form: Template, part: str, code: str) -> Template:
    def remove(of: Part) -> Part:
        _question(of, code)
        left = tuple(each for each in of.questions if each.code != code)
        return replace(of, questions=left)

    return _with_part(form, part, remove)


def move_question(form: Template, part: str, code: str, way: str) -> Template:
    """One place up or down within its part."""

    def move(of: Part) -> Part:
        _question(of, code)
        return replace(of, questions=_moved(of.questions, code, way))

    return _with_part(form, part, move)


def _with_part(form: Template, code: str, do: Callable[[Part], Part]) -> Template:
    changed = do(_part(form, code))
    parts = tuple(changed if part.code == code else part for part in form.parts)
    return replace(form, parts=parts)


def _part(form: Template, code: str) -> Part:
    part = form.part(code)
    if part is None:
        raise NotNow(NO_PART)
    return part


def _question(part: Part, code: str) -> Question:
    question = part.question(code)
    if question is None:
        raise NotNow(NO_QUESTION)
    return question


def _moved(row: Sequence[Coded], code: str, way: str) -> tuple[Coded, ...]:
    at = next(place for place, each in enumerate(row) if each.code == code)
    to = min(max(at + STEPS[way], 0), len(row) - 1)
    moved: list[Any] = list(row)
    moved.insert(to, moved.pop(at))
    return tuple(moved)


def _new_code(kind: str, taken: set[str]) -> str:
    """A random code that says nothing, and that no other has; fit for an address."""
    code = kind + secrets.token_hex(5)
    return code if code not in taken else _new_code(kind, taken)
