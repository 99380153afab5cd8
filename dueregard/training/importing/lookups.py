"""What the words of a file stand for: organisations, courses, role groups.

Read once a file: an authority has tens of courses and some hundred organisations. What
was looked up is remembered by its text, as a file says the same few things over and
over.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache

from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Organisation, Person

from ..models import Audience, Course, Mode, RoleGroup
from ..reach import Reach, reach_of

NEAREST = 3
MODES = {
    Mode.E_LEARNING: ("elearning", "e learning", "online course", "online module"),
    Mode.FACILITATED: (
        *("face to face", "in person", "classroom", "workshop", "f2f", "facilitated"),
        "facilitator",
    ),
    Mode.ONLINE: ("online", "virtual", "webinar", "teams", "zoom", "live online"),
    Mode.BRIEFING: ("brief",),
    Mode.INDUCTION: (),
    Mode.OTHER: ("other",),
}
AUDIENCES = {
    Audience.STAFF: ("employee", "officer"),
    Audience.MEMBER: ("member", "councillor", "elected member", "cllr"),
    Audience.GOVERNOR: ("governor",),
    Audience.VOLUNTEER: ("volunteer",),
    Audience.FOSTER_CARER: ("foster carer",),
    Audience.CONTRACTOR: ("contractor",),
    Audience.PANEL: ("panel member",),
    Audience.PARENT: ("parent", "carer"),
    Audience.PUPIL: ("pupil", "student"),
}


class Unknown(ValueError):
    """The text names nothing that there is; the message says what to enter."""


def plain(text: str) -> str:
    """`text` without case and punctuation, so that small differences do not count."""
    return re.sub(r"[\W_]+", " ", text.casefold().replace("&", " and ")).strip()


@dataclass
class Names:
    """Names of one kind of thing within an authority, and the id that each means."""

    what: str
    ids: dict[str, int] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)

    def add(self, pk: int, *texts: str) -> None:
        for text in filter(None, texts):
            self.ids.setdefault(plain(text), pk)
            self.shown.setdefault(plain(text), text)

    def find(self, text: str) -> int:
        """
        Raises:
            Unknown: nothing is called so; names the nearest.
        """
        wanted = plain(text)
        if wanted in self.ids:
            return self.ids[wanted]
        shown = text if len(text) <= 60 else f"{text[:60]}…"
        near = get_close_matches(wanted[:100], self.ids, n=NEAREST, cutoff=0.6)
        names = list(dict.fromkeys(self.shown[each] for each in near))
        sentence = f"There is no {self.what} called “{shown}” here."
        if names:
            raise Unknown(f"{sentence} Did you mean {_either(names)}?")
        raise Unknown(f"{sentence} Enter one that is in the list of {self.what}s.")


@dataclass(frozen=True)
class Place:
    """An organisation within an authority: where a row's person is."""

    authority: int
    organisation: int


class Lookups:
    """What `by` may bring in for `authority`, and for the others whose training they
    lead (an academy trust uploads once, practice AC 6)."""

    def __init__(self, authority: Authority, by: Person) -> None:
        self.authority = authority.pk
        self.reach = reach_of(by)
        self.authorities = [authority.pk, *_others(authority, by, self.reach)]
        self.organisations = Names("organisation")
        self.places: dict[int, Place] = {}
        self.successors: dict[int, str] = {}
        self._read_organisations()
        self.courses = _by_authority("course", _courses(self.authorities))
        self.retired = _retired(self.authorities)
        self.groups = _by_authority("role group", _role_groups(self.authorities))

    def place(self, text: str) -> Place:
        """
        Raises:
            Unknown: none here is called so, or `by` does not keep its people.
        """
        found = self.places[self.organisations.find(text)]
        organisation = self._organisations[found.organisation]
        if not self.reach.keeps(found.authority, organisation):
            raise Unknown(
                f"You cannot bring in records of {organisation}. Ask its training lead "
                "or the council’s to upload them."
            )
        return found

    def course(self, authority: int, text: str) -> int:
        return self.courses[authority].find(text)

    def role_groups(self, authority: int, text: str) -> str:
        """The ids of role groups, in order, with commas; several stand apart by ;."""
        names = self.groups[authority]
        if plain(text) in names.ids:
            return str(names.find(text))
        parts = [part.strip() for part in re.split(r"[;|\n]", text)]
        return ",".join(
            str(pk) for pk in sorted({names.find(part) for part in parts if part})
        )

    def _read_organisations(self) -> None:
        """Own authority's first: an organisation that works with two is this one's.

        The name of one that became part of another leads to its successor.
        """
        rows = list(
            Organisation.objects.filter(authorities__in=self.authorities)
            .order_by("name", "pk")
            .distinct()
        )
        self._organisations = {row.pk: row for row in rows}
        works_with = defaultdict(list)
        links = Organisation.authorities.through.objects.filter(
            authority__in=self.authorities
        ).values_list("organisation_id", "authority_id")
        for organisation, authority in links:
            works_with[organisation].append(authority)
        for authority in self.authorities:
            here = [row for row in rows if authority in works_with[row.pk]]
            for row in [*here, *here]:  # names first, then short names
                self._add(row, authority)

    def _add(self, row: Organisation, authority: int) -> None:
        last = _last(row, self._organisations)
        if authority != self.authority and not self.reach.keeps(authority, last):
            return
        self.organisations.add(row.pk, row.name)
        self.organisations.add(row.pk, row.short_name)
        self.places.setdefault(row.pk, Place(authority, last.pk))


def mode_of(text: str) -> str:
    return _choice(text, Mode, MODES, "way of training")


def audience_of(text: str) -> str:
    return _choice(text, Audience, AUDIENCES, "kind of person")


def _choice(text: str, choices, synonyms: Mapping, what: str) -> str:
    names = _choices(choices, tuple(synonyms.items()))
    found = names.get(plain(text))
    if found is None:
        known = ", ".join(f"“{label}”" for label in choices.labels)
        raise Unknown(f"“{text[:60]}” is not a {what} that we know. Enter {known}.")
    return found


@cache
def _choices(choices, synonyms: tuple) -> dict[str, str]:
    names = {plain(label): value for value, label in choices.choices}
    names |= {plain(value): value for value in choices.values}
    for value, words in synonyms:
        names |= {plain(word): value.value for word in words}
    return names


def _others(authority: Authority, by: Person, reach: Reach) -> list[int]:
    """Other authorities whose register `by` keeps in part or whole as a trainer."""
    found = {*reach.organisations, *reach.kept_whole} - {authority.pk}
    rows = Authority.objects.filter(pk__in=found, rooms__room=Room.TRAINING)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _by_authority(what: str, rows: Mapping[int, Iterable[tuple]]) -> dict[int, Names]:
    found = {}
    for authority, named in rows.items():
        names = Names(what)
        for pk, *texts in named:
            names.add(pk, *texts)
        found[authority] = names
    return found


def _courses(authorities: list[int]) -> dict[int, list[tuple]]:
    rows = Course.objects.filter(authority__in=authorities).order_by("retired_on", "pk")
    return _grouped(authorities, rows, "code", "title")


def _role_groups(authorities: list[int]) -> dict[int, list[tuple]]:
    rows = RoleGroup.objects.in_use().filter(authority__in=authorities).order_by("pk")
    return _grouped(authorities, rows, "name", "code")


def _grouped(authorities, rows, *names: str) -> dict[int, list[tuple]]:
    found: dict[int, list[tuple]] = {each: [] for each in authorities}
    for authority, *row in rows.values_list("authority_id", "pk", *names):
        found[authority].append(tuple(row))
    return found


def _retired(authorities: list[int]) -> dict[int, date]:
    rows = Course.objects.filter(authority__in=authorities, retired_on__isnull=False)
    return {pk: day for pk, day in rows.values_list("pk", "retired_on") if day}


def _last(row: Organisation, known: dict[int, Organisation]) -> Organisation:
    """What an organisation became: its successor, that one's, and so on."""
    seen = {row.pk}
    while row.successor_id and row.successor_id not in seen:
        seen.add(row.successor_id)
        row = known.get(row.successor_id) or _fetched(row.successor_id, known)
    return row


def _fetched(pk: int, known: dict[int, Organisation]) -> Organisation:
    known[pk] = Organisation.objects.get(pk=pk)
    return known[pk]


def _either(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)
