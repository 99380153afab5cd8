"""What a sign-in sheet says, as plain data for the page and the PDF alike."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from dueregard import clock
from dueregard.accounts.models import Person
from dueregard.documents.models import Document

from ..models import Place, Session
from ..wording import when_in_words, where_in_words

SPARE_LINES = 8


def sheet_of(
    session: Session, places: Iterable[Place], *, by: Person
) -> dict[str, Any]:
    """The sheet of `session` for `places`, with spare lines for whoever walks in."""
    return {
        "title": f"Sign-in sheet: {session.course}",
        "authority": str(session.authority),
        "course": str(session.course),
        "when": when_in_words(session),
        "where": where_in_words(session),
        "facilitator": str(session.facilitator or ""),
        "code": session.code,
        "marking": str(Document.Marking.OFFICIAL.label),
        "made_by": str(by),
        "made_at": f"{timezone.localtime(clock.now()):%d/%m/%Y %H:%M}",
        "people": [
            {
                "number": number,
                "name": place.name,
                "organisation": str(place.organisation or place.organisation_text),
                "staff_number": place.number,
            }
            for number, place in enumerate(places, start=1)
        ],
        "spare": SPARE_LINES,
    }
