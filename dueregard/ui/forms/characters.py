"""Text as people type it: no control characters, one spelling of each letter (C-IN2).

A NUL cannot be stored on PostgreSQL, and other controls break files and letters. The
same letter can be written as one character or as two; the first (NFC) is kept, so that
what looks alike is found alike.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAK = re.compile("[\r\n\x85\u2028\u2029]")


def watch_every_text_field() -> None:
    """Have each text field, allauth's and those of model forms included, take text.

    Django offers no setting for it, and a field of our own would miss the others.
    """
    if not getattr(forms.CharField.to_python, "watches_characters", False):
        forms.CharField.to_python = _watching(forms.CharField.to_python)


def _watching(to_python: Callable) -> Callable:
    def as_text(self: forms.CharField, value: Any) -> Any:
        text = to_python(self, value)
        if not isinstance(text, str) or isinstance(self.widget, forms.PasswordInput):
            return text
        return _checked(text, lines=isinstance(self.widget, forms.Textarea))

    as_text.watches_characters = True
    return as_text


def _checked(text: str, *, lines: bool) -> str:
    found = _CONTROL.search(text)
    if found:
        raise ValidationError(
            "Enter this again without the hidden control character "
            f"(U+{ord(found.group()):04X}) that is in it",
            code="control_character",
        )
    if not lines and _BREAK.search(text):
        raise ValidationError("Enter this on one line", code="line_break")
    return unicodedata.normalize("NFC", text)
