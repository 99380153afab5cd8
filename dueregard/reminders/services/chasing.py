"""Sending what leaves today: to the owner, their lead, or the co-ordinator.

The board's chair gets no mail for each task, only a list for the meeting (practice YR
2). Whoever is written to about many tasks gets one mail.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from dueregard import clock
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.clock.working_days import is_working_day
from dueregard.outbox import services as outbox

from .. import registry
from ..addressees import Addressees
from ..events import LadderEvent
from ..models import Chase, Escalation, Step, Task

BATCH = 1_000
Outcome = Escalation.Outcome


@dataclass
class Sent:
    """What one run does: the outcome of each, whom it wrote to, and mails to write."""

    outcomes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    chases: list[Chase] = field(default_factory=list)
    letters: dict[tuple[int, str], Counter] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    people: dict[int, Person] = field(default_factory=dict)
    counts: dict[int, Counter] = field(default_factory=lambda: defaultdict(Counter))


@audit.atomic
def send_escalations() -> int:
    """Take each late task whose day has come to its step; how many left.

    Nothing leaves on a weekend or bank holiday; what was due then leaves on the next
    working day. What was done or given another day meanwhile does not leave.
    """
    today = clock.today()
    if not is_working_day(today):
        return 0
    rows = list(_leaving(today))
    if not rows:
        return 0
    addressees, sent = Addressees([row.task for row in rows]), Sent()
    for row in rows:
        outcome, people = addressees.of(row.task, row.step)
        sent.outcomes[outcome].append(row.pk)
        sent.counts[row.task.authority_id][_word(outcome)] += 1
        for person in people:
            sent.chases.append(Chase(task=row.task, step=row.step, to=person))
            _write_to(person, row.task, row.step, sent)
    _note(sent, today)
    _mail(sent, today)
    return len(rows)


def _leaving(today: date) -> Iterable[Escalation]:
    """What leaves today, locked, with its task."""
    rows = Escalation.objects.to_leave().filter(
        leaves_on__lte=today,
        held_at__isnull=True,
        due_on=F("task__due_on"),
        task__in=Task.objects.open().of_rooms_in_use(),
    )
    return rows.select_for_update(of=("self",)).select_related(
        "task__post", "task__person"
    )


def _word(outcome: str) -> str:
    if outcome == Outcome.SENT:
        return "sent"
    return "listed" if outcome == Outcome.LISTED else "not_sent"


def _write_to(person: Person, task: Task, step: str, sent: Sent) -> None:
    """By the room's own mail to the owner, where it has one; else in one of ours."""
    kind = registry.kind_of(task.kind)
    own = kind.chase_owner if kind and step == Step.OWNER else None
    if own is None or not own(task, person):
        sent.letters[task.authority_id, step][person.pk] += 1
        sent.people[person.pk] = person


def _note(sent: Sent, today: date) -> None:
    now = clock.now()
    for outcome, keys in sent.outcomes.items():
        for start in range(0, len(keys), BATCH):
            left = Escalation.objects.filter(pk__in=keys[start : start + BATCH])
            left.update(left_at=now, outcome=outcome)
    Chase.objects.bulk_create(sent.chases, batch_size=BATCH)
    chased = sorted({chase.task_id for chase in sent.chases})
    for start in range(0, len(chased), BATCH):
        Task.objects.filter(pk__in=chased[start : start + BATCH]).update(
            times_chased=F("times_chased") + 1, last_chased_on=today
        )
    for authority in Authority.objects.filter(pk__in=sent.counts):
        counts = sent.counts[authority.pk]
        facts = {name: counts[name] for name in ("sent", "listed", "not_sent")}
        audit.record(LadderEvent.CHASED, authority, by=None, **facts)


def _mail(sent: Sent, today: date) -> None:
    for (authority, step), counts in sent.letters.items():
        outbox.send_mails(
            [
                (
                    str(sent.people[pk].email),
                    {"count": count, "link": _link(step)},
                    f"late-{step}-{authority}-{pk}-{today}",
                )
                for pk, count in counts.items()
            ],
            template=f"reminders/mail/late_{step}",
            authority=authority,
        )


def _link(step: str) -> str:
    page = "reminders:my_work" if step == Step.OWNER else "reminders:brought"
    return urljoin(settings.SITE_URL, reverse(page))
