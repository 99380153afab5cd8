"""The check of an uploaded file, made once however many ask."""

from typing import Any

from dueregard.exchange.document import Unreadable
from dueregard.exchange.services.receiving import plain_name

from .kinds import Kind, check


def kind_of_upload(file: Any) -> Kind:
    """What kind of file `file` is; what was found is kept on it.

    Raises:
        Unreadable: it is not taken; the message is the sentence to show.
    """
    if not hasattr(file, "checked"):
        file.checked = _checked(file)
    if isinstance(file.checked, Unreadable):
        raise file.checked
    return file.checked


def _checked(file: Any) -> Kind | Unreadable:
    try:
        return check(plain_name(file.name or ""), file, file.size or 0)
    except Unreadable as refusal:
        return refusal
