"""Ages in whole years: the bands that services are counted by, and ages in words."""

from django.db import models

OLDEST = 120


class AgeBand(models.TextChoices):
    """The bands in which other rules change too: 10, 18, and care leavers to 24."""

    UNDER_10 = "under_10", "Under 10"
    FROM_10 = "10_to_17", "10 to 17"
    FROM_18 = "18_to_24", "18 to 24"
    FROM_25 = "25_and_over", "25 and over"

    @property
    def first(self) -> int:
        return SPANS[self][0]

    @property
    def last(self) -> int:
        return SPANS[self][1]

    @property
    def ages(self) -> frozenset[int]:
        return frozenset(range(self.first, self.last + 1))


SPANS: dict[str, tuple[int, int]] = {
    AgeBand.UNDER_10: (0, 9),
    AgeBand.FROM_10: (10, 17),
    AgeBand.FROM_18: (18, 24),
    AgeBand.FROM_25: (25, OLDEST),
}


def in_words(first: int, last: int | None) -> str:
    """ "11 to 17", "18 and over", "Up to 25" or "All ages"."""
    if last is None or last >= OLDEST:
        return f"{first} and over" if first else "All ages"
    if first == last:
        return str(first)
    return f"{first} to {last}" if first else f"Up to {last}"


def spans_of(ages: frozenset[int]) -> list[str]:
    """`ages` in words, a stretch each, the youngest first."""
    found: list[list[int]] = []
    for age in sorted(ages):
        if found and found[-1][-1] == age - 1:
            found[-1].append(age)
        else:
            found.append([age])
    return [in_words(stretch[0], stretch[-1]) for stretch in found]
