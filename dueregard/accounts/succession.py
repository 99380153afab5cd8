"""What passes over when an authority gives way to another (practice AC 6).

Each room says here what it passes over, and how; accounts passes its own. Called from
an app's `registrations.py`:

    register(Heirloom("Plans", count=count_plans, pass_over=pass_plans))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from dueregard.outbox import services as outbox


@dataclass(frozen=True)
class Heirloom:
    """One kind of record that passes from an authority to its successor.

    `count(authority, from_date)` says how many will pass, and changes nothing.
    `pass_over(authority, successor, from_date, by)` does it inside the caller's
    transaction, and says how many passed. The two must agree.
    """

    name: str
    count: Callable[[Any, date], int]
    pass_over: Callable[[Any, Any, date, Any], int]


_heirlooms: dict[str, Heirloom] = {}


def register(heirloom: Heirloom) -> None:
    """Have `heirloom` pass over; the same name twice replaces the first."""
    _heirlooms[heirloom.name] = heirloom


def heirlooms() -> list[Heirloom]:
    """Everything that passes over, by name."""
    return [_heirlooms[name] for name in sorted(_heirlooms)]


Follow = Callable[[Any, Any, date, Any], None]
"""Called with an organisation, its successor, the day and who says so, in the same
transaction: has what a room keeps of it follow, on that day."""

_follows: list[Follow] = []


def register_follow(follow: Follow) -> None:
    """Have `follow` called when an organisation is given a successor."""
    if follow not in _follows:
        _follows.append(follow)


def have_follow(organisation: Any, successor: Any, from_date: date, by: Any) -> None:
    """Tell every room that `successor` takes over from `organisation`."""
    for follow in _follows:
        follow(organisation, successor, from_date, by)


def pass_on_the_day(
    job: str, authority: Any, successor: Any, from_date: date, **payload: Any
) -> None:
    """Have the worker do `job` as `from_date` begins. Call inside `pass_over`.

    For what must stay where it is until that day, because the authority works on as
    before. The job is given the ids of `authority` and `successor`, and `payload`.
    """
    ids = {"authority": authority.pk, "successor": successor.pk}
    outbox.enqueue(
        job,
        key=f"from-{authority.pk}",
        payload=ids | payload,
        run_at=timezone.make_aware(datetime.combine(from_date, time.min)),
        authority=successor,
    )
