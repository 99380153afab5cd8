"""What a "who changed this" panel says, with the redaction that each event declares."""

from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import OuterRef, Subquery

from .events import Event, Redaction, find
from .models import Entry

MOST_LINES = 50
NOBODY = "Due Regard"
WITHHELD = "Name withheld"


@dataclass(frozen=True)
class Line:
    """One line of the panel: "Approved this plan", by whom, when."""

    what: str
    by: str
    at: datetime


def lines_about(subject: models.Model) -> list[Line]:
    """What happened to `subject`, newest first: at most fifty lines."""
    people = get_user_model()._base_manager.filter(pk=OuterRef("person_id"))
    newest = Entry.objects.about(subject).annotate(name=Subquery(people.values("name")))
    shown = [(one, find(one.event)) for one in newest.reverse()[:MOST_LINES]]
    noun = f"this {subject._meta.verbose_name}"
    return [
        Line(_what(event, entry, noun), _who(event, entry), entry.at)
        for entry, event in shown
        if not _is_hidden(event)
    ]


def _is_hidden(event: Event | None) -> bool:
    return event is not None and event.redaction is Redaction.WHOLE


def _what(event: Event | None, entry: Entry, noun: str) -> str:
    if event is None:
        return f"Changed {noun} ({entry.event})"
    names = {name for _, name, _, _ in Formatter().parse(event.sentence) if name}
    values = {name: entry.facts.get(name, "") for name in names} | {"subject": noun}
    sentence = event.sentence.format(**values)
    return sentence[:1].upper() + sentence[1:]


def _who(event: Event | None, entry: Any) -> str:
    if entry.person_id is None:
        return NOBODY
    if event is not None and event.redaction is Redaction.PERSON:
        return WITHHELD
    return entry.name or WITHHELD
