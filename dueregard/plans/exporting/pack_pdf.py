"""A board pack as a tagged PDF (PDF/UA-1), made by Typst from what was frozen."""

import json
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from ..board_pack.pages import PUBLIC, part_of
from ..models import BoardPack

TEMPLATE = Path(__file__).with_name("pack.typ")
PART_WORDS = {PUBLIC: "Public part", "whole": "With exempt parts: not for publication"}
SHORT_CELL = len("17 September 2026")


def as_pdf(pack: BoardPack, part: str) -> HttpResponse:
    name = f"{slugify(pack.content['title'])}-{pack.number}-{part}.pdf"
    return HttpResponse(
        pdf_of(pack, part),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def pdf_of(pack: BoardPack, part: str) -> bytes:
    """The PDF's bytes. Text is given as data, so nothing in it is run as markup."""
    return typst.compile(
        str(TEMPLATE),
        sys_inputs={"pack": json.dumps(_data(pack, part))},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )


def _data(pack: BoardPack, part: str) -> dict[str, Any]:
    content = pack.content
    return {
        **{name: content[name] for name in ("title", "authority", "meeting")},
        **{name: content[name] for name in ("covers", "since_words")},
        "marking": pack.get_marking_display(),
        "part": PART_WORDS[part],
        "issued_by": pack.issued_by.name,
        "issued_at": f"{timezone.localtime(pack.issued_at):%d/%m/%Y %H:%M}",
        "sections": [_section(one) for one in part_of(content["sections"], part)],
    }


def _section(section: dict[str, Any]) -> dict[str, Any]:
    rows = [row["cells"] for row in section["rows"]]
    columns = section["columns"]
    if section.get("says_who_for"):
        columns = [*columns, "Who for"]
        rows = [
            [*row["cells"], "Exempt" if row["is_exempt"] else "Anyone"]
            for row in section["rows"]
        ]
    return {
        "heading": section["heading"] + (" (exempt)" if section["is_exempt"] else ""),
        "intro": section["intro"],
        "empty": section["empty"],
        "left_out": section.get("left_out", ""),
        "columns": columns,
        "widths": _widths(columns, rows),
        "rows": rows,
    }


def _widths(columns: list[str], rows: list[list[str]]) -> list[int]:
    """Wide columns for long text: one part of the line, or three."""
    by_column = [[len(row[place]) for row in rows] for place in range(len(columns))]
    return [1 if max(cells, default=0) <= SHORT_CELL else 3 for cells in by_column]
