"""How this room writes what pages, files and sentences share."""

from datetime import date


def in_words(day: date) -> str:
    """A day as people write it: 5 April 2027."""
    return f"{day.day} {day:%B %Y}"
