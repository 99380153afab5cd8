"""People of the register as a table, and what they completed: a row for each place or
completion, read in batches so that neither is ever held as a whole."""

from collections.abc import Iterator

from django.db.models import QuerySet

from dueregard import clock
from dueregard.exchange.export import Sheet, Value

from .coverage.states import Census, State, StateOn
from .models import Audience, Completion, Learner, Mode

BATCH = 2_000
MOST_IN_EXCEL = 100_000
"""Rows of one Excel file, as for those that are brought in (settled 26)."""

NO_ROLE_GROUP = "In no role group"
STATES = dict(State.choices)
AUDIENCES = dict(Audience.choices)
MODES = dict(Mode.choices)
SOURCES = dict(Completion.Source.choices)
WHO = [("Staff number", 14), ("Name", 30), ("Organisation", 36)]
PEOPLE = [
    *WHO,
    ("Who they are", 18),
    ("Joined", 12),
    ("Gone from", 12),
    ("Role group", 30),
    ("How they stand", 18),
    ("Courses done", 10),
    ("Courses asked for", 10),
    ("In date until", 12),
]
COMPLETIONS = [
    *WHO,
    ("Course code", 14),
    ("Course", 40),
    ("Completed on", 12),
    ("How", 18),
    ("Given by", 24),
    ("Certificate number", 18),
    ("Certificate runs out", 12),
    ("Where it comes from", 24),
]


def people_sheet(people: QuerySet[Learner]) -> Sheet:
    """A row for each place of `people`; one for somebody in no role group."""
    return _sheet("People", PEOPLE, _people(people))


def completions_sheet(people: QuerySet[Learner]) -> Sheet:
    """A row for each completion of `people` that counts: corrected ones and those that
    were taken back are left out."""
    return _sheet("Completions", COMPLETIONS, _completions(people))


def _sheet(name: str, columns: list[tuple[str, int]], rows) -> Sheet:
    return Sheet(
        name, [label for label, _ in columns], rows, [width for _, width in columns]
    )


def _people(people: QuerySet[Learner]) -> Iterator[list[Value]]:
    rows = people.annotate(state=StateOn(Census(clock.today()), "roles__"))
    values = rows.order_by("name", "number", "pk", "roles__pk").values_list(
        "number",
        "name",
        "organisation__name",
        "audience",
        "joined_on",
        "left_on",
        "roles__role_group__name",
        "state",
        "roles__done",
        "roles__required",
        "roles__valid_until",
    )
    for *who, audience, joined, left, group, state, done, asked, until in _batches(
        values
    ):
        person = [*who, AUDIENCES[audience], joined, left]
        if group is None:
            yield [*person, NO_ROLE_GROUP, "", None, None, None]
        else:
            yield [*person, group, STATES[state], done, asked, until]


def _completions(people: QuerySet[Learner]) -> Iterator[list[Value]]:
    done = Completion.objects.live().filter(learner__in=people.order_by().values("pk"))
    ordered = done.order_by(
        "learner__name", "learner__number", "learner", "completed_on", "pk"
    )
    values = ordered.values_list(
        "learner__number",
        "learner__name",
        "learner__organisation__name",
        "course__code",
        "course__title",
        "completed_on",
        "mode",
        "trainer",
        "certificate",
        "expires_on",
        "source",
    )
    for *row, mode, trainer, certificate, expires, source in _batches(values):
        how = MODES.get(mode, "")
        yield [*row, how, trainer, certificate, expires, SOURCES[source]]


def _batches(values: QuerySet) -> Iterator[tuple]:
    return values.iterator(BATCH)
