"""How this room writes what pages, files and sentences share."""

from datetime import date


def in_words(day: date) -> str:
    """A day as people write it: 5 April 2027."""
    return f"{day.day} {day:%B %Y}"


def slip_in_words(first: date, now: date) -> str:
    """How far a due date moved: "slipped 29 days"."""
    days = (now - first).days
    count = f"{abs(days)} day{'s' if abs(days) != 1 else ''}"
    return f"slipped {count}" if days > 0 else f"brought forward {count}"
