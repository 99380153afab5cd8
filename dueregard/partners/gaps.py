"""What nobody offers: each kind of support, age band and area without a service.

It counts services that are offered and approved, and nothing else: it says what is
missing from the directory, and nothing about any person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dueregard.accounts.models import Authority

from .ages import AgeBand, spans_of
from .models import Area, Service, ServiceSupport

Support = ServiceSupport.Support
WHOLE = "Everywhere"
MINORS, ADULTS = (AgeBand.UNDER_10, AgeBand.FROM_10), (AgeBand.FROM_18, AgeBand.FROM_25)
MEANT_FOR: dict[str, tuple[AgeBand, ...]] = {
    Support.CHILDREN: MINORS,
    Support.ADULTS: ADULTS,
    Support.ONLINE_SAFETY: ADULTS,
}
"""Support that is for some ages by its nature."""


@dataclass(frozen=True)
class Place:
    """How one kind of support stands for one band in one area.

    `missing` are the ages of the band that no service takes; `soonest` is the shortest
    wait in weeks that a provider gave, of those that take any of it.
    """

    name: str
    band: AgeBand
    many: int
    missing: frozenset[int]
    soonest: int | None

    @property
    def is_gap(self) -> bool:
        return self.many == 0

    @property
    def is_whole(self) -> bool:
        return not self.missing

    @property
    def missing_in_words(self) -> str:
        return ", ".join(spans_of(self.missing))

    @property
    def in_words(self) -> str:
        if self.is_gap:
            return "None"
        if not self.is_whole:
            return f"None aged {self.missing_in_words}"
        return f"{self.many} service{'' if self.many == 1 else 's'}"


@dataclass(frozen=True)
class Cell:
    """One kind of support and one band, in every area; in none where it is not meant
    for those ages."""

    places: Sequence[Place]

    @property
    def is_gap(self) -> bool:
        """Whether nobody in any area has it."""
        return bool(self.places) and all(place.is_gap for place in self.places)

    @property
    def wanting(self) -> list[Place]:
        """Where it is missing, for some ages at least."""
        return [place for place in self.places if not place.is_whole]

    @property
    def same_everywhere(self) -> Place | None:
        """One place that stands for all, where the same ages are missing in each."""
        missing = {place.missing for place in self.places}
        return self.places[0] if len(missing) == 1 else None

    @property
    def many(self) -> int:
        return max((place.many for place in self.places), default=0)

    @property
    def soonest(self) -> int | None:
        known = [each.soonest for each in self.places if each.soonest is not None]
        return min(known, default=None)


@dataclass(frozen=True)
class Row:
    """One kind of support, band by band."""

    support: Support
    cells: Sequence[Cell]


def gaps_of(authority: Authority, areas: Sequence[Area]) -> list[Row]:
    """Every kind of support but "other" in `areas` (in the whole authority, without
    any), in three statements."""
    services = list(
        Service.objects.filter(authority=authority)
        .approved()
        .prefetch_related("supports", "areas")
    )
    by_support: dict[str, list[Service]] = {support: [] for support in Support}
    for service in services:
        for given in service.supports.all():
            by_support[given.support].append(service)
    places: list[Area | None] = list(areas) or [None]
    return [
        Row(
            support,
            [
                Cell(
                    [_place(by_support[support], band, area) for area in places]
                    if band in MEANT_FOR.get(support, tuple(AgeBand))
                    else []
                )
                for band in AgeBand
            ],
        )
        for support in Support
        if support != Support.OTHER
    ]


def count_gaps(rows: Iterable[Row]) -> tuple[int, int]:
    """How many places have none at all, and how many there are."""
    places = [place for row in rows for cell in row.cells for place in cell.places]
    return sum(place.is_gap for place in places), len(places)


def _place(services: list[Service], band: AgeBand, area: Area | None) -> Place:
    serving = [
        service
        for service in services
        if _takes(service) & band.ages and _is_for(service, area)
    ]
    taken = frozenset[int]().union(*(_takes(service) for service in serving))
    waits = [each.waiting_weeks for each in serving if each.waiting_weeks is not None]
    return Place(
        name=str(area) if area else WHOLE,
        band=band,
        many=len(serving),
        missing=band.ages - taken,
        soonest=min(waits, default=None),
    )


def _takes(service: Service) -> frozenset[int]:
    last = AgeBand.FROM_25.last if service.age_to is None else service.age_to
    return frozenset(range(service.age_from, last + 1))


def _is_for(service: Service, area: Area | None) -> bool:
    """Whether it is for everybody in `area`; without one, for all of the authority."""
    where = service.areas.all()
    return not where or area in where
