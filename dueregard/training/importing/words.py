"""Texts of a row as the register keeps them: numbers, names and e-mail addresses."""

import re
import unicodedata

LONGEST = {
    "number": 40,
    "name": 150,
    "first_name": 75,
    "last_name": 74,
    "email": 254,
    "trainer": 150,
    "certificate": 80,
}
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
WHOLE_NUMBER = re.compile(r"\d+\.0")


def short(text: str, most: int) -> str:
    """The text on one line and in one spelling.

    Raises:
        ValueError: it is longer than `most` characters.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = " ".join(text.split())
    if len(text) > most:
        raise ValueError(
            f"This is {len(text):,} characters long and at most {most} can be kept. "
            "Shorten it."
        )
    return text


def number_of(text: str) -> str:
    """A staff number; a spreadsheet may have made 1001 into 1001.0, or have put an
    apostrophe before 00123 so that it stays a text."""
    text = text.removeprefix("'")
    if WHOLE_NUMBER.fullmatch(text):
        text = text[:-2]
    return short(text, LONGEST["number"])


def address_of(text: str) -> str:
    """
    Raises:
        ValueError: it is not an e-mail address.
    """
    text = short(text, LONGEST["email"]).lower()
    if not ADDRESS.fullmatch(text):
        raise ValueError(
            f"{text[:60]} is not an e-mail address. Enter one like name@example.com."
        )
    return text
