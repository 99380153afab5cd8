"""A return as a tagged PDF (PDF/UA-1), made by Typst from data."""

import json
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from .sheet import Return, Table, shown

TEMPLATE = Path(__file__).with_name("return.typ")


def as_pdf(made: Return) -> HttpResponse:
    name = made.file_name("pdf")
    return HttpResponse(
        pdf_of(made),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def pdf_of(made: Return) -> bytes:
    """The PDF's bytes. Text is given as data, so nothing in it is run as markup."""
    return typst.compile(
        str(TEMPLATE),
        sys_inputs={"sheet": json.dumps(_data(made))},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )


def _data(made: Return) -> dict[str, Any]:
    return {
        "title": made.title,
        "authority": made.authority,
        "covers": made.covers,
        "counted": made.counted,
        "made": made.made_words,
        "marking": made.marking,
        "remarks": made.remarks,
        "tables": [_table(table) for table in made.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "note": table.note,
        "empty": table.empty,
        "columns": table.header,
        "widths": [column.width for column in table.columns],
        "numbers": [column.is_number for column in table.columns],
        "rows": [[shown(value) for value in row] for row in table.rows],
        "definitions": [[one.label, one.means] for one in table.columns],
    }
