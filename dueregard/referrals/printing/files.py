"""The completed form as bytes: PDF/UA-1 by Typst, a Word document, or JSON."""

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst
from django.views.decorators.debug import sensitive_variables

from ..models import Correction, Referral
from .formats import Format
from .sheet import Parts, Sheet, as_data, corrections_as_data, sheet_of
from .word import document_of

TEMPLATE = Path(__file__).with_name("form.typ")
SCHEMA = "due-regard-referral/1"
CONTENT_TYPES = {
    Format.PDF: "application/pdf",
    Format.WORD: "application/vnd.openxmlformats-officedocument."
    "wordprocessingml.document",
    Format.JSON: "application/json",
}
PRINTED = ((0x20, 0x24F), (0x2B0, 0x52F), (0x1E00, 0x1FFF), (0x2010, 0x2027))
"""Letters that our fonts have: Latin, Greek and Cyrillic with their accents, dashes."""
SPELLED = (
    "Letters that cannot be printed stand as their numbers: [U+…]. The Word document "
    "has them as they were written."
)


@dataclass(frozen=True, repr=False)
class FormFile:
    """A file of the form; its name says the reference and nothing else."""

    name: str
    content_type: str
    content: bytes

    def __repr__(self) -> str:
        return "<FormFile>"


@sensitive_variables()
def form_file(
    referral: Referral,
    parts: Parts,
    format: str,
    *,
    made_for: str,
    made_by: str,
    corrections: Sequence[Correction] = (),
) -> FormFile:
    """The form of `referral` for `made_for`, from the parts that a room shows."""
    sheet = sheet_of(
        referral, parts, made_for=made_for, made_by=made_by, corrections=corrections
    )
    wanted = Format(format)
    if wanted == Format.PDF:
        content = pdf_of(sheet)
    elif wanted == Format.WORD:
        content = docx_of(sheet)
    else:
        content = json_of(
            sheet, as_data(referral, parts), corrections_as_data(corrections)
        )
    name = f"{referral.reference}.{wanted.value}"
    return FormFile(name, CONTENT_TYPES[wanted], content)


@sensitive_variables()
def pdf_of(sheet: Sheet) -> bytes:
    """The PDF's bytes. Text is given as data, so nothing in it is run as markup.

    A letter that our fonts lack would make Typst give up: it is spelled as its number
    then, because a form that cannot be printed must arrive all the same.
    """
    data = asdict(sheet) | {"title": sheet.title, "watermark": sheet.watermark}
    try:
        return _compiled(data)
    except typst.TypstError:
        return _compiled(_spelled(data) | {"note": SPELLED})


@sensitive_variables()
def docx_of(sheet: Sheet) -> bytes:
    stream = io.BytesIO()
    document_of(sheet).save(stream)
    return stream.getvalue()


@sensitive_variables()
def json_of(
    sheet: Sheet, blocks: dict[str, Any], corrections: Sequence[dict[str, str]] = ()
) -> bytes:
    whole = {
        "schema": SCHEMA,
        "reference": sheet.reference,
        "authority": sheet.authority,
        "marking": sheet.marking,
        "made_for": sheet.made_for,
        "made_by": sheet.made_by,
        "made_at": sheet.made_at,
        "facts": dict(sheet.facts),
        "left_out": sheet.left_out,
        "blocks": blocks,
        "corrections": list(corrections),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode(
        errors="backslashreplace"
    )


def _compiled(data: dict[str, Any]) -> bytes:
    return typst.compile(
        str(TEMPLATE),
        sys_inputs={"sheet": json.dumps(data)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )


def _spelled(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(map(_letter, value))
    if isinstance(value, list):
        return [_spelled(each) for each in value]
    if isinstance(value, dict):
        return {key: _spelled(each) for key, each in value.items()}
    return value


def _letter(letter: str) -> str:
    number = ord(letter)
    if any(first <= number <= last for first, last in PRINTED):
        return letter
    return f"[U+{number:04X}]"
