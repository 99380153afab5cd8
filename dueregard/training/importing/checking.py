"""One row of a file: who, what and when, or what is wrong with it and in which column.

This is the part that runs for each row of a million, so what a text means is worked
out once and remembered, and a row becomes a plain tuple.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dueregard import clock

from ..names import name_key
from .days import NotADay, day_of
from .lookups import Lookups, Place, Unknown, audience_of, mode_of
from .sheets import Layout
from .words import LONGEST, address_of, number_of, short

COLUMNS = (
    *("line", "authority_id", "organisation_id", "who", "number", "name", "name_key"),
    *("email", "audience", "joined_on", "left_on", "leave_from", "leave_until"),
    *("groups", "course_id", "completed_on", "mode", "trainer", "certificate"),
    "expires_on",
)
DAYS = (
    *("joined_on", "left_on", "leave_from", "leave_until"),
    *("completed_on", "expires_on"),
)
MOST_REMEMBERED = 50_000


@dataclass(frozen=True)
class Fault:
    """What is wrong: the column as the file calls it, and a sentence or two."""

    column: str
    message: str

    def in_row(self, line: int) -> str:
        place = f"Row {line}, {self.column}" if self.column else f"Row {line}"
        return f"{place}: {self.message}"


class Checker:
    """Checks the rows of one file. `everywhere` is where all rows belong whose
    organisation the file does not say."""

    def __init__(
        self, layout: Layout, lookups: Lookups, everywhere: Place | None
    ) -> None:
        self.lookups = lookups
        self.everywhere = everywhere
        self.today = clock.today()
        self.from_1904 = layout.sheet.from_1904
        self.columns = {field: layout.names[n] for field, n in layout.places.items()}
        self.readers = [
            (field, n, self._reader(field)) for field, n in layout.places.items()
        ]
        self.has_completions = "course" in layout.places
        self.without_number = 0
        self.courses: set[int] = set()
        self.places: set[Place] = set()

    def check(self, line: int, values: list[str]) -> tuple[tuple, list[Fault]]:
        """The row as `COLUMNS` lists it, and what is wrong; the row counts only when
        nothing is."""
        said: dict[str, Any] = {}
        faults: list[Fault] = []
        width = len(values)
        for field, n, read in self.readers:
            text = values[n].strip() if n < width else ""
            if not text:
                continue
            if text[0] == "=" and text[1:2] not in ("=", " "):
                faults.append(self._fault(field, FORMULA))
                continue
            try:
                said[field] = read(text)
            except ValueError as mistake:
                faults.append(self._fault(field, str(mistake)))
        wrong = {fault.column for fault in faults}
        faults.extend(fault for fault in self._whole(said) if fault.column not in wrong)
        place = said.get("organisation") or self.everywhere
        if place:
            self._in_place(said, place.authority, faults)
        if faults or not place:
            return (), faults
        return self._row(line, place, said), faults

    def _row(self, line: int, place: Place, said: dict[str, Any]) -> tuple:
        get = said.get
        course = get("course")
        number, name = get("number", ""), _name(said)
        key = name_key(name) if name else ""
        if number:
            who = f"{place.authority}:{place.organisation}#{number}"
        else:
            who = f"{place.authority}:{place.organisation}~{key}"
            self.without_number += 1
        if course:
            self.courses.add(course)
        self.places.add(place)
        return (
            line,
            place.authority,
            place.organisation,
            who,
            number,
            name,
            key,
            get("email", ""),
            get("audience", ""),
            get("joined_on"),
            get("left_on"),
            get("leave_from"),
            get("leave_until"),
            get("groups", ""),
            course,
            get("completed_on"),
            get("mode", ""),
            get("trainer", ""),
            get("certificate", ""),
            get("expires_on"),
        )

    def _in_place(
        self, said: dict[str, Any], authority: int, faults: list[Fault]
    ) -> None:
        """What role groups and course mean in that authority's own lists."""
        for field in ("groups", "course"):
            if field in said:
                try:
                    said[field] = said[field](authority)
                except Unknown as mistake:
                    faults.append(self._fault(field, str(mistake)))
                    del said[field]
        retired = self.lookups.retired.get(said.get("course", 0))
        if retired and "completed_on" in said and said["completed_on"] >= retired:
            words = f"This course was retired on {_shown(retired)}, before that day."
            faults.append(self._fault("completed_on", words))

    def _whole(self, said: dict[str, Any]) -> list[Fault]:
        """What is wrong with the row as a whole: something missing or out of order."""
        faults = []
        if not (said.keys() & {"number", "name", "first_name", "last_name"}):
            place = next(
                f for f in ("number", "name", "last_name") if f in self.columns
            )
            faults.append(self._fault(place, "Enter a staff number or a name."))
        if "organisation" not in said and self.everywhere is None:
            faults.append(self._fault("organisation", "Enter the organisation."))
        if self.has_completions:
            if "course" in said and "completed_on" not in said:
                words = "Enter the date on which the course was completed."
                faults.append(self._fault("completed_on", words))
            elif "completed_on" in said and "course" not in said:
                words = "Enter the course that was completed."
                faults.append(self._fault("course", words))
        if said.keys() & set(DAYS):
            faults.extend(self._out_of_order(said))
        return faults

    def _out_of_order(self, said: dict[str, Any]) -> list[Fault]:
        faults = []
        done = said.get("completed_on")
        if done and done > self.today:
            words = f"{_shown(done)} is in the future. Enter the day it was completed."
            faults.append(self._fault("completed_on", words))
        for first, last in ORDER:
            if first in said and last in said and said[last] < said[first]:
                words = (
                    f"{_shown(said[last])} is before {self.columns[first]}, "
                    f"{_shown(said[first])}. Put one of the two right."
                )
                faults.append(self._fault(last, words))
        if "leave_until" in said and "leave_from" not in said:
            column = "leave_from" if "leave_from" in self.columns else "leave_until"
            words = "Enter the day on which the leave began as well."
            faults.append(self._fault(column, words))
        return faults

    def _fault(self, field: str, message: str) -> Fault:
        return Fault(self.columns.get(field, FIELD_WORDS.get(field, "")), message)

    def _reader(self, field: str) -> Callable[[str], Any]:
        """What makes of a text of this column its value, or raises ValueError."""
        if field in DAYS:
            return remembering(lambda text: day_of(text, from_1904=self.from_1904))
        if field == "organisation":
            return remembering(self.lookups.place)
        if field == "course":
            return remembering(lambda text: _named(self.lookups.course, text))
        if field == "groups":
            return remembering(lambda text: _named(self.lookups.role_groups, text))
        if field in ("mode", "audience"):
            return remembering(mode_of if field == "mode" else audience_of)
        if field == "number":
            return number_of
        if field == "email":
            return address_of
        return lambda text: short(text, LONGEST[field])


FORMULA = (
    "This cell holds a formula, which is not worked out here. Put the value itself "
    "in the cell."
)
ORDER = (
    ("joined_on", "left_on"),
    ("leave_from", "leave_until"),
    ("completed_on", "expires_on"),
)
FIELD_WORDS = {"organisation": "Organisation"}


def remembering(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """`read`, worked out once for each text, mistakes as well."""
    known: dict[str, Any] = {}

    def remembered(text: str) -> Any:
        found = known.get(text)
        if found is None:
            if len(known) > MOST_REMEMBERED:
                known.clear()
            try:
                found = read(text)
            except (NotADay, Unknown) as mistake:
                found = mistake
            known[text] = found
        if isinstance(found, ValueError):
            raise found
        return found

    return remembered


def _named(find: Callable[[int, str], Any], text: str) -> Callable[[int], Any]:
    """What `text` names, by authority: each has courses and role groups of its own."""
    known: dict[int, Any] = {}

    def found(authority: int) -> Any:
        if authority not in known:
            try:
                known[authority] = find(authority, text)
            except Unknown as mistake:
                known[authority] = mistake
        if isinstance(known[authority], Unknown):
            raise known[authority]
        return known[authority]

    return found


def _name(said: dict[str, Any]) -> str:
    if "name" in said:
        return said["name"]
    parts = (said.get("first_name"), said.get("last_name"))
    return " ".join(part for part in parts if part)


def _shown(day: date) -> str:
    return f"{day:%-d %B %Y}"
