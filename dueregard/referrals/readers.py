"""Who reads referrals, as the data protection officer's pages show it (C-AU7).

People stand by name, never by a number: nobody is ranked. Of a referral there is its
reference and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Membership, Person
from dueregard.accounts.successors import with_past
from dueregard.audit.models import Entry

from .events import LooksEvent
from .looks import LISTS, LOOKED, REFERRAL, door, openings, why
from .models import ReadQuestion, Referral

MOST = 200
TRIED = LooksEvent.TRIED.code
HAD_DECLARED = "They had declared an interest, and it did not open"


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both in it."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.first, time()))

    @property
    def until(self) -> datetime:
        return timezone.make_aware(
            datetime.combine(self.last + timedelta(days=1), time())
        )


@dataclass
class Read:
    """What one person read in a period."""

    days: set[date] = field(default_factory=set)
    referrals: set[str] = field(default_factory=set)

    @property
    def latest(self) -> date:
        return max(self.days)


@dataclass(frozen=True)
class Reader:
    """One line of the page: a person, what they do here today, and what they read."""

    person: Person
    roles: list[str]
    days: int
    referrals: int
    latest: date


@dataclass(frozen=True)
class Named:
    """A referral by its reference; `url` only for whoever may open it. One that was
    destroyed since has none."""

    reference: str = ""
    url: str = ""

    @property
    def is_gone(self) -> bool:
        return not self.reference


@dataclass(frozen=True)
class Line:
    """One look of one person; `count` is how many a list showed."""

    at: datetime
    why: str
    door: str
    referrals: list[Named]
    count: int = 0


def read_by(authority: Authority, period: Period) -> dict[int, Read]:
    """What each person read, by their id. Call it where the authority is set."""
    found: dict[int, Read] = {}
    for opening in openings(authority, period.since, period.until):
        read = found.setdefault(opening.person, Read())
        read.days.add(timezone.localdate(opening.at))
        read.referrals |= opening.referrals
    return found


def people(ids: Iterable[int]) -> QuerySet[Person]:
    """These, by name; also who has left."""
    return Person.objects.filter(pk__in=list(ids)).order_by("name", "pk")


def readers(
    authority: Authority, shown: Iterable[Person], read: dict[int, Read]
) -> list[Reader]:
    page = list(shown)
    roles = roles_of(authority, page)
    return [
        Reader(
            person,
            roles.get(person.pk, []),
            len(read[person.pk].days),
            len(read[person.pk].referrals),
            read[person.pk].latest,
        )
        for person in page
    ]


def roles_of(authority: Authority, page: list[Person]) -> dict[int, list[str]]:
    """What each does for `authority` today, in words."""
    serving = Membership.objects.in_force().filter(authority=authority, person__in=page)
    found: dict[int, list[str]] = {}
    for person, role in serving.order_by("role").values_list("person_id", "role"):
        label = str(Role(role).label)
        if label not in found.setdefault(person, []):
            found[person].append(label)
    return found


def questions(authority: Authority, period: Period) -> list[ReadQuestion]:
    """Those that are open, and those answered about the days of `period`, the latest
    day first: at most `MOST`. Call it where the authority is set."""
    rows = ReadQuestion.objects.filter(
        Q(answered_at__isnull=True) | Q(day__gte=period.first, day__lte=period.last),
        authority=authority,
    ).select_related("authority", "reader", "answered_by")
    still_open = F("answered_at").desc(nulls_first=True)
    return sorted(rows.order_by(still_open)[:MOST], key=_latest_first)


def _latest_first(question: ReadQuestion) -> tuple[int, str]:
    return -question.day.toordinal(), question.reader.name


def page_of(question: ReadQuestion) -> str:
    """Where that person's looks of the day that is asked about stand: a day of a rule
    ends on the next morning."""
    path = reverse(
        "referrals:looks_of_person", args=[question.authority.slug, question.reader_id]
    )
    ends = {"from_on": question.day, "to_on": question.day + timedelta(days=1)}
    boxes = {
        f"{name}_{part}": getattr(day, part)
        for name, day in ends.items()
        for part in ("day", "month", "year")
    }
    return f"{path}?{urlencode(boxes)}"


def looks_of(authority: Authority, person: Person, period: Period) -> QuerySet[Entry]:
    """What the audit has of one person's looks at referrals, and of their tries to open
    one in which they had declared an interest."""
    rows = Entry.objects.filter(
        authority_id__in=with_past(authority.pk),
        event__in=[LOOKED, TRIED],
        person_id=person.pk,
        at__gte=period.since,
        at__lt=period.until,
    ).annotate(text=Cast("facts", TextField()))
    return rows.filter(Q(event=TRIED) | Q(text__contains=f'"{REFERRAL}"'))


def lines(authority: Authority, entries: Iterable[Entry], user) -> list[Line]:
    """These entries as lines. Call it where the authority is set."""
    shown = list(entries)
    wanted = {pk for entry in shown for pk in _ids(entry)}
    rows = Referral.objects.filter(authority=authority, pk__in=wanted)
    references = {str(pk): ref for pk, ref in rows.values_list("pk", "reference")}
    may_open = set(map(str, rows.visible_to(user).values_list("pk", flat=True)))
    named = {
        pk: Named(
            reference,
            reverse("referrals:referral", args=[authority.slug, pk])
            if pk in may_open
            else "",
        )
        for pk, reference in references.items()
    }
    return [_line(entry, named) for entry in shown]


def _line(entry: Entry, named: dict[str, Named]) -> Line:
    found = [named[pk] for pk in _ids(entry) if pk in named]
    if entry.event == TRIED:
        return Line(entry.at, "", HAD_DECLARED, found or [Named()])
    reason, place = why(entry.facts), door(entry.facts)
    if entry.facts["door"] in LISTS:
        return Line(entry.at, reason, place, [], len(found))
    return Line(entry.at, reason, place, found or [Named()])


def _ids(entry: Entry) -> list[str]:
    return [entry.subject_id] if entry.event == TRIED else entry.facts["subjects"]
