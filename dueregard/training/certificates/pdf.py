"""Certificates as one tagged PDF (PDF/UA-1), made by Typst from data."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from dueregard import clock

from ..models import Place, Session
from .certificate import certificates_of

TEMPLATE = Path(__file__).with_name("certificate.typ")


def as_pdf(session: Session, places: Sequence[Place]) -> HttpResponse:
    """The certificates of `places`, each on a page of its own.

    `session` is read with its course, authority and facilitator; `places` with their
    learner and organisation. They were there; nobody else has a certificate.
    """
    day = timezone.localdate(session.starts_at)
    which = "certificate" if len(places) == 1 else "certificates"
    name = f"{slugify(str(session.course))}-{day:%Y-%m-%d}-{which}.pdf"
    return HttpResponse(
        pdf_of(certificates_of(session, places, made_on=clock.today())),
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


def pdf_of(certificates: list[dict[str, Any]]) -> bytes:
    """The PDF's bytes. Text is given as data, so nothing in it is run as markup."""
    return typst.compile(
        str(TEMPLATE),
        sys_inputs={"certificates": json.dumps(certificates)},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
    )
