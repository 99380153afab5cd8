"""What the rules find in the audit of one authority's reads, for a stretch of days.

Call these where the authority is set.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from dueregard.accounts.models import Authority, Membership
from dueregard.audit.events import Event
from dueregard.audit.models import Entry
from dueregard.reminders.models import Task

from ..events import LooksEvent, StepEvent
from ..looks import LOOKED, openings
from ..models import Match, Referral
from ..read_rules import (
    ACTING,
    HISTORY,
    IDLE,
    Finding,
    Kind,
    Opened,
    begins,
    by_number,
    day_of,
    last_day_to_act,
)
from .stages import STAGE

WHO = ("person_id", "at", "subject_id")
NOT_ACTS = (LOOKED, LooksEvent.TRIED.code, LooksEvent.OF_REFERRAL.code)
ONE_DAY = timedelta(days=1)


def findings(authority: Authority, first: date, last: date) -> list[Finding]:
    """What is to be asked about the days from `first` to `last`, both over.

    What nobody acted on is found on the day on which the time to act has passed: that
    day, and not the day of the reads, is from `first` to `last`.
    """
    since, until = begins(first - HISTORY), begins(last + ONE_DAY)
    opened, seen = Opened(), []
    for opening in openings(authority, since, until):
        if opening.referrals:
            opened.add(*opening)
            seen.append(opening)
    found = []
    for day in _days(first, last):
        found += by_number(opened, day)
    for day in _days(first - HISTORY, last):
        if first <= last_day_to_act(day) <= last:
            found += _not_acted_on(authority, opened, day)
    found += _declared(authority, seen, begins(first), until)
    return found


def _days(first: date, last: date) -> list[date]:
    return [first + n * ONE_DAY for n in range((last - first).days + 1)]


def _not_acted_on(authority: Authority, opened: Opened, day: date) -> list[Finding]:
    acting = Membership.objects.in_force().filter(role__in=ACTING, authority=authority)
    people = set(acting.values_list("person_id", flat=True))
    found = []
    for person in opened.readers_on(day):
        ids = opened.on[person, day]
        if person in people and len(ids) >= IDLE:
            idle = len(ids - _theirs(person, ids, day) - _acted_on(person, ids, day))
            if idle >= IDLE:
                found.append(Finding(person, Kind.NO_ACTION, day, idle))
    return found


def _theirs(person: int, ids: Iterable[str], day: date) -> set[str]:
    """Those that they hold, or whose stage waited for them then or since."""
    held = Referral.objects.filter(pk__in=ids, holder=person)
    waited = Task.objects.filter(
        Q(closed_at__isnull=True) | Q(closed_at__gte=begins(day)),
        kind=STAGE,
        subject_id__in=ids,
        person=person,
    )
    return {
        *map(str, held.values_list("pk", flat=True)),
        *waited.values_list("subject_id", flat=True),
    }


def _acted_on(person: int, ids: Iterable[str], day: date) -> set[str]:
    """Those about which the audit has an act of theirs, from that day until the time to
    act had passed: about the referral, or about whether its person is another's too."""
    acts = Entry.objects.filter(
        person_id=person,
        at__gte=begins(day),
        at__lt=begins(last_day_to_act(day) + ONE_DAY),
    ).exclude(event__in=NOT_ACTS)
    about = acts.filter(subject_type=Referral._meta.label_lower, subject_id__in=ids)
    decided = acts.filter(subject_type=Match._meta.label_lower)
    matches = list(decided.values_list("subject_id", flat=True))
    matched = Referral.objects.filter(
        Q(subject__in=Match.objects.filter(pk__in=matches).values("first"))
        | Q(subject__in=Match.objects.filter(pk__in=matches).values("second")),
        pk__in=ids,
    )
    return {
        *about.values_list("subject_id", flat=True),
        *map(str, matched.values_list("pk", flat=True)),
    }


def _declared(authority, seen, since: datetime, until: datetime) -> list[Finding]:
    """By person and day, the referrals that somebody opened, or tried to, after they
    declared an interest in them. The look that came with the declaration is sealed at
    the same moment as it, and is none of them."""
    declared = _entries(authority, StepEvent.INTEREST_DECLARED).order_by("-at")
    when = {(person, pk): at for person, at, pk in declared.values_list(*WHO)}
    found: dict[tuple[int, date], set[str]] = defaultdict(set)
    for person, at, ids in seen:
        if at >= since:
            after = {pk for pk in ids if (person, pk) in when and at > when[person, pk]}
            if after:
                found[person, day_of(at)] |= after
    tries = _entries(authority, LooksEvent.TRIED).filter(at__gte=since, at__lt=until)
    for person, at, pk in tries.values_list(*WHO):
        if person is not None:
            found[person, day_of(at)].add(pk)
    return [
        Finding(person, Kind.DECLARED, day, len(ids))
        for (person, day), ids in sorted(found.items())
    ]


def _entries(authority: Authority, event: Event) -> QuerySet[Entry]:
    return Entry.objects.filter(authority_id=authority.pk, event=event.code)
