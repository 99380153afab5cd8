"""What rooms that hang documents on their things tell this one.

A room such as plans registers these from its `registrations.py`; this room never
imports it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q


@dataclass(frozen=True)
class Use:
    """One place where a document hangs: what it is, and where to read it."""

    label: str
    url: str


@dataclass(frozen=True)
class Holder:
    """A room that hangs documents on its things.

    `readable(user)` is the condition on documents that hang where `user` may read.
    `uses(document, user)` lists those places, for the document's page.
    `refused(document)` is called, in the same transaction, when no file of a document
    is left that the scanner did not refuse.
    """

    name: str
    readable: Callable[[Any], Q]
    uses: Callable[[Any, Any], list[Use]]
    refused: Callable[[Any], None] | None = None


_holders: dict[str, Holder] = {}


def register(holder: Holder) -> None:
    """Have `holder` count; the same name twice replaces the first."""
    _holders[holder.name] = holder


def readable_through(user) -> Q:
    """The condition on documents that any room lets `user` read."""
    condition = Q(pk__in=[])
    for holder in _holders.values():
        condition |= holder.readable(user)
    return condition


def tell_refused(document) -> None:
    """Have every room take up that `document` shows nothing any more."""
    for holder in _holders.values():
        if holder.refused:
            holder.refused(document)


def uses_of(document, user) -> list[Use]:
    """Every place where `document` hangs that `user` may read."""
    return [use for holder in _holders.values() for use in holder.uses(document, user)]
