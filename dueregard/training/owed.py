"""What people of the register have still to do, course by course and with the rule.

For a person's own page and for nudges, which name courses; the percentages are counted
by `services.standing` and `coverage`, from the same meanings. A fixed number of
statements for any number of people of one authority.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.accounts.models import Authority

from .accepting import equivalences_of, linked, reached
from .coverage.states import SOON_DAYS
from .expiry import add_months
from .models import Completion, Course, Learner, LearnerRole, Requirement
from .windows import in_words

SOON = timedelta(days=SOON_DAYS)


class State(models.TextChoices):
    """How somebody stands with one course; the worst first."""

    LAPSED = "lapsed", "Ran out"
    NEVER = "never", "To do"
    STARTING = "starting", "To do"
    DUE_SOON = "due_soon", "Runs out soon"
    IN_DATE = "in_date", "In date"


COLOURS = {
    State.LAPSED: "orange",
    State.NEVER: "red",
    State.STARTING: "blue",
    State.DUE_SOON: "yellow",
    State.IN_DATE: "green",
}
WORST_FIRST = {state: place for place, state in enumerate(State)}
NUDGED = (State.LAPSED, State.NEVER, State.DUE_SOON)
"""The states for which somebody may be nudged: starters in grace are left in peace."""


@dataclass(frozen=True)
class Owed:
    """One course that a person's role groups ask for.

    `until` is the last day on which what was done counts (None: for good, or nothing
    was done). `by` is the day by which a starter must have done it. `done` is the
    completion that counts longest. `rules` are the requirements that ask for it.
    """

    course: Course
    state: State
    rules: tuple[Requirement, ...]
    done: Completion | None = None
    until: date | None = None
    by: date | None = None

    @property
    def is_to_do(self) -> bool:
        return self.state != State.IN_DATE

    @property
    def colour(self) -> str:
        return COLOURS[self.state]

    @property
    def reasons(self) -> list[tuple[str, str, str]]:
        """(role group, when and how often in words, source) of each rule."""
        return [
            (str(rule.role_group), in_words(rule), rule.source) for rule in self.rules
        ]

    @property
    def day(self) -> date:
        """What to do first: the day by which it must be done, or it ran out."""
        return self.until or self.by or date.min


def rules_in_force(authority: Authority) -> list[Requirement]:
    """What is asked of anybody today: of role groups that are in use and have begun."""
    today = clock.today()
    rows = Requirement.objects.in_force().filter(
        Q(role_group__begins_on__isnull=True) | Q(role_group__begins_on__lte=today),
        Q(role_group__closed_on__isnull=True) | Q(role_group__closed_on__gt=today),
        role_group__authority=authority,
    )
    return list(rows.select_related("course", "role_group"))


def owed_by(
    learners: Sequence[Learner], in_force: Sequence[Requirement] | None = None
) -> dict[int, list[Owed]]:
    """Learner id → one line a course, what is most pressing first.

    `learners` are of one authority, `in_force` its rules where they were read already.
    Who left, or is in no role group, owes nothing.
    """
    if not learners:
        return {}
    authority = learners[0].authority
    if in_force is None:
        in_force = rules_in_force(authority)
    satisfied_by = linked((b, a) for a, b in equivalences_of(authority))
    accepted = {
        rule.course_id: reached(rule.course_id, satisfied_by) for rule in in_force
    }
    people = {each.pk: each for each in learners}
    rules = _rules_of(people, in_force)
    done = _done_by(people)
    found = {}
    for key, asked in rules.items():
        by_course: dict[int, Owed] = {}
        for role, rule in asked:
            counting = [
                each for each in done[key] if each.course_id in accepted[rule.course_id]
            ]
            one = _judged(people[key], role, rule, counting)
            before = by_course.get(rule.course_id)
            by_course[rule.course_id] = _strictest(before, one) if before else one
        found[key] = sorted(by_course.values(), key=_pressing)
    return found


def _pressing(one: Owed) -> tuple[int, date, str]:
    return WORST_FIRST[one.state], one.day, one.course.title


def _rules_of(
    people: dict[int, Learner], in_force: Sequence[Requirement]
) -> dict[int, list[tuple[LearnerRole, Requirement]]]:
    """Which of the rules are asked of each person who serves; of who begins later,
    those that must be met before."""
    today = clock.today()
    serving = [
        key
        for key, each in people.items()
        if each.left_on is None or each.left_on > today
    ]
    asked = defaultdict(list)
    for rule in in_force:
        asked[rule.role_group_id].append(rule)
    found: dict[int, list[tuple[LearnerRole, Requirement]]] = defaultdict(list)
    for role in LearnerRole.objects.filter(learner__in=serving).order_by():
        has_begun = (_began(people[role.learner_id], role) or today) <= today
        found[role.learner_id] += [
            (role, rule)
            for rule in asked[role.role_group_id]
            if has_begun or rule.window in Requirement.AHEAD
        ]
    return found


def _done_by(people: Iterable[int]) -> dict[int, list[Completion]]:
    rows = Completion.objects.live().filter(
        learner__in=list(people), completed_on__lte=clock.today()
    )
    found = defaultdict(list)
    for row in rows.order_by():
        found[row.learner_id].append(row)
    return found


def _judged(
    learner: Learner, role: LearnerRole, rule: Requirement, done: list[Completion]
) -> Owed:
    """How `learner` stands with one rule, given what counts for its course."""
    counting = [
        each
        for each in done
        if rule.counts_from is None or each.completed_on >= rule.counts_from
    ]
    if not counting:
        by, has_time = _by_when(learner, role, rule)
        state = State.STARTING if has_time else State.NEVER
        return Owed(rule.course, state, (rule,), by=by)
    best = max(counting, key=lambda each: last_day(each, rule) or date.max)
    until = last_day(best, rule)
    return Owed(rule.course, _state(until), (rule,), done=best, until=until)


def last_day(done: Completion, rule: Requirement) -> date | None:
    """The last day on which `done` counts for `rule`; None is for good."""
    days = [done.expires_on] if done.expires_on else []
    if rule.every_months:
        days.append(add_months(done.completed_on, rule.every_months))
    return min(days, default=None)


def _state(until: date | None) -> State:
    today = clock.today()
    if until is None or until >= today + SOON:
        return State.IN_DATE
    return State.DUE_SOON if until >= today else State.LAPSED


def _by_when(
    learner: Learner, role: LearnerRole, rule: Requirement
) -> tuple[date | None, bool]:
    """The day by which a starter must have done it, and whether there is time left:
    the day on which their grace ends, or the one before they begin. None when no start
    is known."""
    start, today = _began(learner, role), clock.today()
    if start is None:
        return None, False
    if rule.window in Requirement.AHEAD:
        return start - timedelta(days=1), today < start
    by = start + timedelta(days=rule.within_days)
    return by, today < by


def _began(learner: Learner, role: LearnerRole) -> date | None:
    """The later of joining and of coming into the role group."""
    days = [day for day in (role.starts_on, learner.joined_on) if day]
    return max(days, default=None)


def _strictest(one: Owed, other: Owed) -> Owed:
    """Two rules that ask for one course: the more pressing, with both as its rules."""
    first, second = sorted((one, other), key=_pressing)
    return Owed(
        first.course,
        first.state,
        (*first.rules, *second.rules),
        first.done,
        first.until,
        first.by,
    )
