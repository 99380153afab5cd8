"""Plain text and CSV: text in a known encoding, and not another file renamed."""

import io

from dueregard.exchange.readers.encoding import survey
from dueregard.exchange.readers.recognise import kind_of

from . import hidden


def check(name: str, data: bytes) -> None:
    """Refuse NUL, control characters, bytes that are not text, and other files."""
    kind_of(name, data)
    hidden.refuse_archive(name, data)
    survey(io.BytesIO(data))
