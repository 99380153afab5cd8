"""An agenda or minutes as a tagged PDF (PDF/UA-1), made by Typst from data."""

import json
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from dueregard.accounts.models import Person

from ..models import Meeting
from .sheet import sheet_of

TEMPLATE = Path(__file__).with_name("sheet.typ")


def as_pdf(meeting: Meeting, part: str, *, by: Person) -> HttpResponse:
    name = f"{slugify(meeting.group.name)}-{meeting.held_on:%Y-%m-%d}-{part}.pdf"
    return HttpResponse(
        pdf_of(sheet_of(meeting, part, by=by)),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def pdf_of(sheet: dict[str, Any]) -> bytes:
    """The PDF's bytes. Text is given as data, so nothing in it is run as markup."""
    return typst.compile(
        str(TEMPLATE),
        sys_inputs={"sheet": json.dumps(sheet)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )
