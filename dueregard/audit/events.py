"""What can happen: every event that the record knows, declared by the app it is about.

An app lists its events as attributes of a class in its own `events.py`:

    class PlanEvent:
        APPROVED = Event("plan.approved", "approved {subject}", facts={"note_hash"})

The sentence is read after a person's name ("Ada Byrne approved this plan") and may
also name the event's facts. An event that is no longer used stays declared, because
entries that name it are never deleted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from string import Formatter


class Redaction(Enum):
    """What a "who changed this" panel leaves out. The entry itself is always whole."""

    NONE = "none"  # person, moment and sentence are shown
    PERSON = "person"  # the sentence is shown, the person's name is not
    WHOLE = "whole"  # the entry is not shown on any panel


_declared: dict[str, "Event"] = {}


@dataclass(frozen=True)
class Event:
    """One kind of thing that happens, with the facts that may be kept about it.

    Raises:
        ValueError: the code is taken, or the sentence names a fact that is not allowed.
    """

    code: str
    sentence: str
    facts: Iterable[str] = frozenset()
    redaction: Redaction = Redaction.NONE

    def __post_init__(self) -> None:
        allowed = frozenset(self.facts)
        object.__setattr__(self, "facts", allowed)
        named = {name for _, name, _, _ in Formatter().parse(self.sentence) if name}
        if unknown := named - allowed - {"subject"}:
            raise ValueError(f"{self.code}: the sentence names {sorted(unknown)}.")
        if self.code in _declared:
            raise ValueError(f"The event {self.code} is declared twice.")
        _declared[self.code] = self

    def __str__(self) -> str:
        return self.code


def find(code: str) -> Event | None:
    """The event declared under `code`, or None when no app declares it any more."""
    return _declared.get(code)


def declared() -> list[Event]:
    """Every event, by code."""
    return [_declared[code] for code in sorted(_declared)]


class RefusalEvent:
    """What was refused: recorded by middleware, with no word that the client sent.

    `page` is the name of the address ("plans:approve"), never the address itself;
    `names` are those of a list of our own (audit.middleware), never a value.
    """

    REFUSED = Event("access.refused", "was refused at {page}", {"page", "status"})
    FORGED = Event("access.forged", "sent a form that was not ours", {"page"})
    MISSING = Event("access.missing", "asked for what is not there", {"page"})
    UNASKED = Event(
        "access.unasked", "sent answers that no form asks for", {"page", "names"}
    )
    SIGN_IN_FAILED = Event("access.sign_in_failed", "did not sign in", {"account_hash"})
