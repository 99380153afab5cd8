"""The directory of services and its gaps, as sheets of a file."""

from collections.abc import Iterable

from dueregard.exchange.export import Sheet

from .gaps import Row
from .models import Service


def services_sheet(services: Iterable[Service]) -> Sheet:
    header = (
        "Service",
        "Provider",
        "Third sector",
        "What it offers",
        "Support",
        "Areas",
        "From age",
        "To age",
        "Capacity",
        "Weeks to wait",
        "Said on",
        "How to ask",
        "Approved on",
        "No longer offered since",
    )
    rows = (
        (
            row.name,
            row.organisation.name,
            row.is_third_sector,
            row.description,
            row.supports_in_words,
            row.areas_in_words,
            row.age_from,
            row.age_to,
            row.capacity,
            row.waiting_weeks,
            row.asked_on,
            row.contact,
            row.approved_on,
            row.closed_on,
        )
        for row in services
    )
    widths = (30, 30, 12, 40, 40, 30, 9, 9, 9, 9, 12, 30, 12, 12)
    return Sheet("Services", header, rows, widths)


def gaps_sheet(rows: Iterable[Row]) -> Sheet:
    """A line for each kind of support, band and area, those with services too."""
    header = ("Support", "Age", "Area", "Approved services", "Ages without any")
    lines = (
        (
            row.support.label,
            place.band.label,
            place.name,
            place.many,
            place.missing_in_words,
        )
        for row in rows
        for cell in row.cells
        for place in cell.places
    )
    return Sheet("Gaps", header, lines, (40, 14, 30, 12, 20))
