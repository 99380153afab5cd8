"""Many referrals for the benchmark, sealed as any other: outside the services, in bulk.

Everything is made from a number: the same size gives the same people, who are made up
of syllables. Keys, seals and blind tokens are those of the vault, so that what is
measured is what a council would have.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, models

from dueregard import clock
from dueregard.accounts.models import Authority, Person
from dueregard.plans.rag import add_months
from dueregard.referrals import similar
from dueregard.referrals.codes import AgeRoute, Door, OtherSupport, Outcome, Residence
from dueregard.referrals.models import (
    Account,
    Characteristics,
    Delivery,
    Destination,
    PoliceMark,
    Referral,
    ReferralMove,
    Referrer,
    Subject,
)
from dueregard.vault import keyring, seals, wrapping
from dueregard.vault.models import BlindToken, DataKey, WrappedKey
from dueregard.vault.rooms import Room, sealing
from dueregard.vault.services.indexing import hashed
from dueregard.vault.services.making import usable_version

BATCH = 1_000
OPEN_OF = 10  # one in ten is open
KEPT_MONTHS = 120  # none is due, so that no sweep begins with all of them
RARE = "Zaltbommel"  # the family name of `RARE_PEOPLE` open ones, at every size
RARE_PEOPLE = 5
STARTS = ("Ba", "Ce", "Do", "Fe", "Ga", "Hu", "Ji", "Ka", "Lo", "Mi", "Nu", "Pe", "Ro")
MIDDLES = ("lan", "rik", "mos", "ved", "tur", "nis", "gor", "pal", "sen", "dru", "fim")
ENDS = ("a", "o", "ey", "us", "ine", "ard", "eth")
WORDS = "What was seen on the day, as it was told to the school’s lead. " * 6


@dataclass
class Rows:
    """What one batch adds, by model, in the order in which rows need each other."""

    keys: list[DataKey] = field(default_factory=list)
    wrapped: list[WrappedKey] = field(default_factory=list)
    tokens: list[BlindToken] = field(default_factory=list)
    others: dict[type[models.Model], list[Any]] = field(default_factory=dict)

    def add(self, row: Any) -> Any:
        self.others.setdefault(type(row), []).append(row)
        return row

    def save(self) -> None:
        kinds: list[list[Any]] = [self.keys, self.wrapped, *self.others.values()]
        for rows in filter(None, [*kinds, self.tokens]):
            type(rows[0]).objects.bulk_create(rows, batch_size=2_000)


def build_referrals(authority: Authority, size: int) -> None:
    """So many referrals of as many people at `authority`, one in ten of them open."""
    sides = list(Destination.objects.in_use().filter(authority=authority))
    by = Person.objects.filter(memberships__authority=authority).earliest("pk")
    for first in range(0, size, BATCH):
        with sealing(authority) as room:
            rows = Rows()
            for number in range(first, min(first + BATCH, size)):
                _one(rows, room, authority, number, sides, by)
            rows.save()
    with connection.cursor() as cursor:
        analyse = "VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE"
        cursor.execute(analyse)


def _one(rows: Rows, room: Room, authority, number: int, sides, by: Person) -> None:
    person = _key(rows, room, authority, DataKey.Kind.PERSON)
    referral = _key(rows, room, authority, DataKey.Kind.REFERRAL)
    words = words_about(number)
    subject = rows.add(
        Subject(
            authority=authority, data_key=person, age_route=AgeRoute.UNDER_18, **words
        )
    )
    rows.add(
        Characteristics(
            authority=authority,
            data_key=person,
            subject=subject,
            answers={"ethnicity": {"value": "not_asked"}},
        )
    )
    for kind, token in hashed(authority.pk, similar.tokens_of(words)):
        rows.tokens.append(
            BlindToken(authority=authority, data_key=person, kind=kind, token=token)
        )
    row = rows.add(_referral(authority, referral, subject, number))
    _parts(rows, row, number, sides, by)


def _parts(rows: Rows, row: Referral, number: int, sides, by: Person) -> None:
    """What was said, who said it, what happened, and where it was sent."""
    at = row.submitted_at
    under = {**row.with_moves(), "referral": row}
    rows.add(Account(**under, did_or_said=WORDS, means=WORDS, came_to_light="A lesson"))
    rows.add(Referrer(**under, referred_by={"name": f"Teacher {number}"}))
    rows.add(PoliceMark(**under, mark=PoliceMark.Mark.CLEAR, at=at))
    for each in _moves(row):
        rows.add(ReferralMove(**under, by=by, at=at, note="Read.", **each))
    for side in sides:
        rows.add(
            Delivery(
                **under,
                destination=side,
                way=side.way,
                sent_at=at,
                due_on=row.stage_began_on,
                acknowledged_at=at if number % 3 else None,
            )
        )


def _key(rows: Rows, room: Room, authority, kind: str) -> DataKey:
    version, key = usable_version(), seals.new_key()
    data_key = DataKey(authority=authority, kind=kind)
    rows.keys.append(data_key)
    rows.wrapped.append(
        wrapping.wrapped(data_key, key, version, keyring.opened(version))
    )
    room.hold(data_key.pk, AESGCM(key))
    return data_key


def words_about(number: int) -> dict[str, Any]:
    """Who the person with this number is."""
    is_rare = number % OPEN_OF == 0 and number < RARE_PEOPLE * OPEN_OF
    surname = RARE if is_rare else _name(number * 7 + 3)
    return {
        "forenames": _name(number % 211),
        "surname": surname,
        "born_on": date(1990, 1, 1) + timedelta(days=number * 13 % 9_000),
        "gender": "not known",
        "addresses": [f"{number % 90} Weir Street, Marlbrook ZZ{number % 40} 1AA"],
        "school_or_work": f"Benchmark school {number % 200}",
    }


def _name(number: int) -> str:
    number, start = divmod(number, len(STARTS))
    number, middle = divmod(number, len(MIDDLES))
    number, end = divmod(number, len(ENDS))
    more = MIDDLES[number % len(MIDDLES)] if number else ""
    return STARTS[start] + MIDDLES[middle] + more + ENDS[end]


def _referral(authority, key: DataKey, subject: Subject, number: int) -> Referral:
    is_open = number % OPEN_OF == 0
    age = number // OPEN_OF % 20 if is_open else 30 + number % 2_000
    came = clock.now() - timedelta(days=age)
    row = Referral(
        authority=authority,
        data_key=key,
        subject=subject,
        reference=f"R-{number:08}"[:6] + f"-{number % 10_000:04}",
        status=Referral.Status.GATEWAY if is_open else Referral.Status.CLOSED,
        door=Door.REGISTERED if number % 2 else Door.PUBLIC,
        residence=Residence.HERE,
        submitted_at=came,
        stage_began_on=came.date(),
        stage_due_on=_due(came) if is_open else None,
        cleared_at=came,
    )
    if not is_open:
        row.closed_on = came.date()
        row.retention_due_on = add_months(row.closed_on, KEPT_MONTHS)
        row.outcome = Outcome.NO_FURTHER_ACTION
        row.other_support = OtherSupport.NONE_NEEDED
    return row


def _due(came: datetime) -> date:
    return (came + timedelta(days=10)).date()


def _moves(row: Referral) -> Iterator[dict[str, str]]:
    status = Referral.Status
    yield {
        "move": "accept",
        "from_status": status.SUBMITTED,
        "to_status": status.GATEWAY,
    }
    if row.status == status.CLOSED:
        yield {
            "move": "close",
            "from_status": status.GATEWAY,
            "to_status": status.CLOSED,
        }
