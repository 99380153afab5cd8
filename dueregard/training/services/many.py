"""Many people, or many completions, put in at once: a few statements, one entry."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.audit import services as audit

from ..accepting import accepted_for, needs_of
from ..events import CompletionEvent, LearnerEvent
from ..models import Completion, Course, Learner, LearnerRole
from ..names import name_key
from ..rules import may_keep
from . import standing
from .learners import must_be_known, must_work_here, place_in


@dataclass(frozen=True)
class Done:
    """That somebody did a course on a day, to be put on record with many others."""

    learner: Learner
    course: Course
    completed_on: date
    mode: str = ""
    trainer: str = ""


@audit.atomic
def add_learners(
    authority: Authority,
    organisation: Organisation,
    people: Sequence[dict[str, Any]],
    *,
    by: Person,
) -> list[Learner]:
    """Put many in at once: each of `people` holds what `add_learner` takes, and
    `left_on` and leave where wanted. Two statements and one entry, however many.

    Raises:
        NotAllowed, NotNow: as `add_learner`, but numbers are left to the database.
    """
    may_keep(by, authority, organisation)
    must_work_here(organisation, authority)
    made, groups = [], []
    for one in people:
        facts = dict(one)
        groups.append(list(facts.pop("role_groups", ())))
        facts["name_key"] = name_key(facts.get("name", ""))
        made.append(Learner(authority=authority, organisation=organisation, **facts))
        must_be_known(made[-1])
    Learner.objects.bulk_create(made, batch_size=500)
    LearnerRole.objects.bulk_create(
        [
            place_in(learner, group, starts_on=None)
            for learner, wanted in zip(made, groups, strict=True)
            for group in wanted
        ],
        batch_size=500,
    )
    audit.record(
        LearnerEvent.MANY_ADDED,
        organisation,
        by=by,
        authority=authority,
        people=len(made),
    )
    standing.refresh([learner.pk for learner in made])
    return made


@audit.atomic
def complete_many(
    organisation: Organisation,
    rows: Sequence[Done],
    *,
    authority: Authority,
    source: str,
    by: Person,
) -> list[Completion]:
    """Put on record what people of one organisation did. What a course needs may stand
    in the same rows, in any order.

    Raises:
        NotAllowed: `by` does not keep the people of `organisation`.
        NotNow: as `complete`, for any of them; then none is put on record.
    """
    may_keep(by, authority, organisation)
    _must_be_true(rows, authority, organisation)
    made = Completion.objects.bulk_create(
        [_completion(row, source=source, by=by) for row in rows], batch_size=500
    )
    audit.record(
        CompletionEvent.MANY_RECORDED,
        organisation,
        by=by,
        authority=authority,
        completions=len(made),
    )
    standing.refresh(sorted({row.learner.pk for row in rows}))
    return made


def _completion(row: Done, *, source: str, by: Person) -> Completion:
    return Completion(
        learner=row.learner,
        course=row.course,
        completed_on=row.completed_on,
        mode=row.mode,
        trainer=row.trainer,
        source=source,
        recorded_by=by,
    )


def _must_be_true(
    rows: Sequence[Done], authority: Authority, organisation: Organisation
) -> None:
    today = clock.today()
    done = _days_of(rows)
    needs, accepted = needs_of(authority), accepted_for(authority)
    for row in rows:
        if row.learner.organisation_id != organisation.pk or (
            row.course.pk not in accepted
        ):
            raise NotNow("Choose people of one organisation and courses of one list.")
        if row.completed_on > today:
            raise NotNow("Enter days of completion that are today or in the past.")
        if row.course.retired_on and row.completed_on >= row.course.retired_on:
            raise NotNow(f"“{row.course}” was retired by then.")
        _must_be_ready(row, done[row.learner.pk], needs, accepted)


def _must_be_ready(
    row: Done,
    done: list[tuple[int, date]],
    needs: dict[int, frozenset[int]],
    accepted: dict[int, frozenset[int]],
) -> None:
    """Known once, and after what its course needs."""
    if done.count((row.course.pk, row.completed_on)) > 1:
        day = date_format(row.completed_on)
        raise NotNow(f"“{row.course}” on {day} is on record for {row.learner} already.")
    needed = needs.get(row.course.pk, frozenset())
    enough = frozenset[int]().union(*(accepted[need] for need in needed))
    if needed and not any(
        course in enough and day <= row.completed_on for course, day in done
    ):
        raise NotNow(f"{row.learner} had not done what “{row.course}” needs by then.")


def _days_of(rows: Sequence[Done]) -> dict[int, list[tuple[int, date]]]:
    """Everything that counts for the people of `rows`, with `rows` themselves."""
    people = {row.learner.pk for row in rows}
    found = defaultdict(list)
    known = Completion.objects.live().filter(learner__in=people).order_by()
    for learner, *what in known.values_list("learner_id", "course_id", "completed_on"):
        found[learner].append((what[0], what[1]))
    for row in rows:
        found[row.learner.pk].append((row.course.pk, row.completed_on))
    return found
