"""A sign-in sheet as a tagged PDF (PDF/UA-1), made by Typst from data."""

import json
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("sheet.typ")


def pdf_of(sheet: dict[str, Any]) -> bytes:
    """The PDF's bytes. Text is given as data, so nothing in it is run as markup."""
    return typst.compile(
        str(TEMPLATE),
        sys_inputs={"sheet": json.dumps(sheet)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )
