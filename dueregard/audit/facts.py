"""The few kinds of value that an audit entry may hold: never text that people wrote."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from .events import Event

LONGEST_LIST = 1000
CODE = re.compile(r"[A-Za-z0-9_.:/+=-]{0,128}")


def allowed(event: Event, facts: Mapping[str, Any]) -> dict[str, Any]:
    """`facts` as JSON values, in the form that is hashed.

    A fact is an id, a code (no spaces), a count, a date, a moment, a hash or a list of
    these; None is kept as it is.

    Raises:
        ValueError: the event does not allow a fact of this name.
        TypeError: a value is text, or of a kind that has no one written form.
    """
    if unknown := set(facts) - set(event.facts):
        raise ValueError(f"{event.code} does not allow the facts {sorted(unknown)}.")
    return {name: _plain(name, value) for name, value in facts.items()}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, (list, tuple, set, frozenset)):
        if len(value) > LONGEST_LIST:
            raise TypeError(f"{name} lists more than {LONGEST_LIST} values.")
        items = [_plain(name, item) for item in value]
        return sorted(items) if isinstance(value, (set, frozenset)) else items
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and CODE.fullmatch(value):
        return str(value)
    raise TypeError(
        f"{name} is not an id, code, date or hash. Text belongs on the app's own row; "
        "the audit keeps its text_hash."
    )
