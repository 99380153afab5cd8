"""A plan as a tagged PDF (PDF/UA-1), made by Typst from data."""

import json
from pathlib import Path

import typst
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from ..wording import in_words
from .part import Part
from .word import COLUMNS, cells_of

TEMPLATE = Path(__file__).with_name("plan.typ")


def as_pdf(part: Part) -> HttpResponse:
    name = part.file_name("pdf")
    return HttpResponse(
        pdf_of(part),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def pdf_of(part: Part) -> bytes:
    """The PDF's bytes. Text is given as data, so nothing in a plan is run as markup."""
    return typst.compile(
        str(TEMPLATE),
        sys_inputs={"plan": json.dumps(_data(part))},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )


def _data(part: Part) -> dict:
    plan, marking = part.plan, part.marking()
    return {
        "title": plan.title,
        "authority": str(plan.authority),
        "covers": f"{in_words(plan.starts_on)} to {in_words(plan.ends_on)}",
        "marking": marking["marking"],
        "made_by": marking["made_by"],
        "made_at": f"{timezone.localtime(marking['made_at']):%d/%m/%Y %H:%M}",
        "columns": COLUMNS,
        "sections": [
            {"heading": str(section), "lines": _lines(section.text)}
            for section in part.sections
        ],
        "groups": [
            {
                "level": group.level,
                "heading": str(group),
                "lines": _lines(group.narrative),
                "actions": [cells_of(action) for action in actions],
            }
            for group, actions in part.outline()
        ],
    }


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
