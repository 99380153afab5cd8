"""A file on its way to the preview: rows are checked, staged, judged, and those that
need a person's eye are shown with their cells.

The file is streamed twice: once to stage it, and once more, where anything in it needs
a look, for the cells of those rows. So its good rows are held once, in their own table.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import QuerySet

from dueregard.accounts.models import Authority, Person
from dueregard.exchange.document import Unreadable
from dueregard.exchange.importers import (
    OUR_COLUMNS,
    Change,
    OwnRows,
    ProposedRow,
)
from dueregard.exchange.models import Upload

from ..accepting import accepted_for, needs_of
from ..models import ImportRow, Learner
from . import alike, judging, people
from .checking import Checker, Fault
from .loading import load
from .lookups import Lookups, Place
from .outcome import numbers
from .reasons import reason
from .sheets import Layout

ROWS_AT_ONCE = 5_000
MOST_ROWS = 1_000_000
TO_SHOW = ("changed", "uncertain", "problem")


class Intake:
    """One reading of one file. `facts` and `counts` are whole when `rows` has ended."""

    def __init__(
        self,
        layout: Layout,
        *,
        authority: Authority,
        by: Person,
        everywhere: Place | None,
    ) -> None:
        self.layout = layout
        self.lookups = Lookups(authority, by)
        self.checker = Checker(layout, self.lookups, everywhere)
        self.upload: Upload | None = None
        self.counts: dict[str, int] = {}
        self.facts: dict[str, Any] = {"by": by.pk}
        self.summary: list[tuple[str, str]] = []
        self.total = 0

    def rows(self) -> Iterator[ProposedRow | OwnRows]:
        """The rows as exchange stages them: ours in batches, and those to look at."""
        yield from self._checked()
        if self.upload is not None:
            for step in self._steps():
                yield OwnRows(0, partial(self._take, step))
            yield from self._to_show()
        yield OwnRows(0, self._summed_up)

    def _checked(self) -> Iterator[ProposedRow | OwnRows]:
        good: list[tuple] = []
        before: list[str] = []
        for line, values, is_last in self._numbered():
            row, faults = self.checker.check(line, values)
            if is_last and not faults and self.layout.is_cut_in(values, before):
                faults = [CUT_SHORT]
            before = values
            if faults:
                yield self._refused(line, values, faults)
                continue
            good.append(row)
            if len(good) == ROWS_AT_ONCE:
                yield OwnRows(len(good), partial(self._load, good))
                good = []
        if good:
            yield OwnRows(len(good), partial(self._load, good))

    def _numbered(self) -> Iterator[tuple[int, list[str], bool]]:
        """Each row with its number, and whether it is the last of the file."""
        held: tuple[int, list[str]] | None = None
        for row in self.layout.rows():
            self.total += 1
            if self.total > MOST_ROWS:
                raise Unreadable(
                    f"The file has more than {MOST_ROWS:,} rows, the most that can be "
                    "put in at once. Nothing was put in. Split it and upload the parts."
                )
            if held:
                yield *held, False
            held = row
        if held:
            yield *held, True

    def _load(self, rows: list[tuple], upload: Upload) -> None:
        self.upload = upload
        load(upload, rows)

    def _take(self, step: judging.Step, upload: Upload) -> None:
        judging.expect_many(self.total)
        step(upload)

    def _steps(self) -> Iterator[judging.Step]:
        yield from steps(self.checker.without_number > 0)
        yield self._judge_needs
        yield self._judge_people
        yield judging.find_same

    def _judge_needs(self, upload: Upload) -> None:
        judging.find_unmet(upload, wanted(self.lookups, self.checker.courses))

    def _judge_people(self, upload: Upload) -> None:
        people.mark_changed(upload)

    def _to_show(self) -> Iterator[ProposedRow]:
        """Rows that are not just added, with the cells that stood in the file."""
        rows = ImportRow.objects.filter(upload=self.upload, verdict__in=TO_SHOW)
        if self.upload is None or not rows.exists():
            return
        waiting = self._judged(self.upload, rows.order_by("line"))
        row = next(waiting, None)
        for line, values in self.layout.rows():
            if row is None:
                break
            if line == row[0].line:
                yield self._shown(*row, values)
                row = next(waiting, None)

    def _judged(
        self, upload: Upload, rows: QuerySet[ImportRow]
    ) -> Iterator[tuple[ImportRow, people.Change | None]]:
        """Each row with what it changes, worked out for some at a time."""
        last = 0
        while True:
            later = rows.filter(line__gt=last).select_related("course", "organisation")
            batch = list(later[:ROWS_AT_ONCE])
            if not batch:
                return
            changed = {r.learner_id or 0 for r in batch if r.verdict == "changed"}
            found = people.changes_of(upload, changed) if changed else {}
            for row in batch:
                yield row, found.get(row.learner_id or 0)
            last = batch[-1].line

    def _shown(
        self, row: ImportRow, change: people.Change | None, values: list[str]
    ) -> ProposedRow:
        cells = self._cells(values)
        if row.verdict == "problem":
            fault = reason(row, self.checker.columns)
            return _problem(row.line, row.text, cells, [fault])
        if row.verdict == "uncertain":
            fault = reason(row, self.checker.columns)
            new = {"name": row.name} if row.note == "renamed" else {}
            held = Learner.objects.filter(pk=row.other or 0).first() if new else None
            renamed = people.Change(held, new) if held else None
            return ProposedRow(
                Change.UNCERTAIN,
                row.kind_label.lower(),
                row.line,
                row.text,
                cells,
                _payload(renamed) | {"errors": [_as_json(fault)]},
                (fault.in_row(row.line),),
                people.differences(renamed) if renamed else (),
            )
        return ProposedRow(
            Change.CHANGED,
            row.kind_label.lower(),
            row.line,
            row.text,
            cells,
            _payload(change),
            differences=people.differences(change) if change else (),
        )

    def _refused(
        self, line: int, values: list[str], faults: list[Fault]
    ) -> ProposedRow:
        cells = self._cells(values)
        text = ", ".join(value for value in cells.values() if value)[:200]
        return _problem(line, text, cells, faults)

    def _cells(self, values: list[str]) -> dict[str, str]:
        """Each column with what stood in it; nothing where the row was too short."""
        width = len(self.layout.names)
        padded = [*values, *[""] * width][:width]
        cells = zip(self.layout.names, padded, strict=True)
        return {name: text for name, text in cells if name not in OUR_COLUMNS}

    def _summed_up(self, upload: Upload) -> None:
        counts = judging.counts(upload)
        for change in (Change.NEW, Change.SAME):
            self.counts[change.value] = counts.get(change.value, 0)
        for name, number in numbers(upload).items():
            self.summary.append((SUMMARY[name], f"{number:,}"))
        self.facts |= {
            "rows": self.total,
            "verdicts": counts,
            "needs": sorted(self.checker.courses),
            "without_number": self.checker.without_number > 0,
            "seen": seen(self.lookups.authorities),
        }


SUMMARY = {
    "people_new": "People to add",
    "people_matched": "People known already",
    "completions_new": "Completions to add",
    "completions_known": "Completions known already",
}
CUT_SHORT = Fault(
    "",
    "The file ends in the middle of this row, so it may have been cut short. Save it "
    "again whole, and upload that.",
)


def steps(has_people_without_number: bool) -> Iterator[judging.Step]:
    """What is asked of all rows at once, in order, up to prerequisites."""
    if has_people_without_number:
        yield judging.join_names_to_numbers
    yield judging.match_numbers
    if has_people_without_number:
        yield judging.match_names
    yield alike.find_two_names
    yield judging.find_renamed
    yield alike.find_near_numbers
    yield alike.find_near
    yield judging.find_known


def wanted(lookups: Lookups, courses: set[int]) -> dict[int, frozenset[int]]:
    """Of `courses` those that need another → every course that will do for it."""
    found = {}
    for authority in Authority.objects.filter(pk__in=lookups.authorities):
        needs = {c: n for c, n in needs_of(authority).items() if c in courses and n}
        accepted = accepted_for(authority) if needs else {}
        for course, each in needs.items():
            will_do = {ok for need in each for ok in accepted.get(need, {need})}
            found[course] = frozenset(will_do - {course})
    return found


def seen(authorities: list[int]) -> list[int]:
    """How the register stood: when it has moved on, rows are judged again."""
    marks = ", ".join(["%s"] * len(authorities))
    (row,) = judging.fetch(
        f"""SELECT COALESCE(MAX(id), 0), COALESCE(SUM(version), 0), COUNT(*),
          (SELECT COALESCE(MAX(id), 0) FROM training_completion)
        FROM training_learner WHERE authority_id IN ({marks})""",  # noqa: S608
        authorities,
    )
    return [int(each) for each in row]


def _problem(
    line: int, text: str, cells: dict[str, str], faults: list[Fault]
) -> ProposedRow:
    return ProposedRow(
        Change.PROBLEM,
        "",
        line,
        text,
        cells,
        {"errors": [_as_json(fault) for fault in faults]},
        tuple(fault.in_row(line) for fault in faults),
    )


def _as_json(fault: Fault) -> dict[str, str]:
    return {"column": fault.column, "message": fault.message}


def _payload(change: people.Change | None) -> dict[str, Any]:
    """What is needed to change somebody, and to change them back."""
    if change is None or not change.new:
        return {}
    return {
        "learner": change.learner.pk,
        "to": {field: _plain(value) for field, value in change.new.items()},
        "was": {field: _plain(getattr(change.learner, field)) for field in change.new},
    }


def _plain(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else value.isoformat()
